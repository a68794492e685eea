"""A small world for every kind of publisher: what it publishes into, and what the public sees."""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from activities.publish.kind import PublisherTools
from contracts import Reconciliation, utc_now
from domain.platforms import FieldKind
from tests.chaos.book import Book
from tests.chaos.faults import Fault, NextCalls
from tests.chaos.platform import SECRET, Platform
from tests.support.fakes.recipients import FakeRecipients
from tests.support.publishing.networks.bluesky import HANDLE, Bluesky
from tests.support.publishing.networks.mail import USER, Mail
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.messengers import Discord, Slack, Telegram
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import COPY, box_in, posts_in


@dataclass(frozen=True)
class World:
    """Surroundings that one publisher can work in."""

    shown: Callable[[], list[str]]
    """Everything that the public sees, one text for every publication that is out."""
    section: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the file of channels says below `publisher`."""
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    """The variables that hold the secrets."""
    finds: bool = True
    """Whether this publisher can say what is out under a key."""
    retracts: bool = True
    """Whether this publisher can take back what is out."""
    remembers: bool = True
    """Whether this publisher can tell what was taken back from what was never out."""
    fields: Collection[str] = tuple(COPY)
    """The fields of the copy that readers meet as text; others stand on the picture alone."""
    letters: Callable[[], list[tuple[str, str]]] | None = None
    """Each reader's address with what the reader got, or no address with all that a post says;
    `None` where `shown` says as much."""
    meet: Callable[[Trouble], object] | None = field(kw_only=True)
    """Lets the next call that publishes meet a fault; `None` where there is no server."""


Open = Callable[[Path], AbstractAsyncContextManager[World]]
"""Opens a world that keeps its things in a folder."""


def tools_in(folder: Path) -> PublisherTools:
    """Return what publishers may use, with an outbox in this folder and no secrets."""
    return PublisherTools(clock=utc_now, outbox=folder / "outbox", recipients=FakeRecipients())


_FAULTS: Final[Mapping[Trouble, Fault]] = {
    Trouble.REFUSED: Fault.REFUSE,
    Trouble.REVOKED: Fault.REFUSE,
    Trouble.BUSY: Fault.BUSY,
    Trouble.MOVED: Fault.REDIRECT,
    Trouble.BROKEN_BEFORE: Fault.ERROR_BEFORE,
    Trouble.CUT_BEFORE: Fault.CUT_BEFORE,
    Trouble.BROKEN_AFTER: Fault.ERROR_AFTER,
    Trouble.CUT_AFTER: Fault.CUT_AFTER,
    Trouble.NONSENSE: Fault.NONSENSE,
    Trouble.NOTHING: Fault.NO_ID,
    Trouble.HUGE: Fault.HUGE_ERROR,
}
"""What the platform of the chaos tests calls them."""


@asynccontextmanager
async def outbox(folder: Path) -> AsyncGenerator[World]:
    """Yield a folder whose pages are read."""
    root = box_in(tools_in(folder).outbox)
    yield World(
        lambda: [(post / "index.html").read_text("utf-8") for post in posts_in(root)],
        letters=lambda: [
            ("", (post / "post.json").read_text("utf-8"))
            for tenant in root.parent.iterdir()
            for post in posts_in(tenant)
        ],
        meet=None,
    )


@asynccontextmanager
async def webhook(level: Reconciliation, folder: Path) -> AsyncGenerator[World]:
    """Yield an endpoint that is as honest as its level says."""
    notes = Book(folder / "book")
    planned = NextCalls()
    platform = Platform(notes, planned)
    is_queryable = level is Reconciliation.QUERYABLE
    try:
        async with platform.serving() as url:
            yield World(
                platform.shown,
                {"url": f"{url}/{level}", "reconciliation": level, "secret_env": "POSTS_SECRET"},
                {"POSTS_SECRET": SECRET},
                finds=is_queryable,
                retracts=level is not Reconciliation.NEITHER,
                remembers=level is not Reconciliation.NEITHER,
                meet=lambda trouble: planned.waiting.append(_FAULTS[trouble]),
            )
    finally:
        notes.close()


@asynccontextmanager
async def bluesky(_: Path) -> AsyncGenerator[World]:
    """Yield a personal data server with one account."""
    server = Bluesky()
    async with server.serving() as url:
        yield World(
            server.shown,
            {"url": url, "handle": HANDLE, "password_env": "APP_PASSWORD"},
            {"APP_PASSWORD": server.password},
            remembers=False,
            fields=[FieldKind.BODY],
            meet=server.troubles.append,
        )


@asynccontextmanager
async def discord(_: Path) -> AsyncGenerator[World]:
    """Yield a channel with a webhook."""
    server = Discord()
    async with server.serving() as url:
        secret = {"DISCORD_URL": f"{url}{server.path}"}
        yield _one_way(server, {"url_env": "DISCORD_URL"}, secret)


@asynccontextmanager
async def email(folder: Path) -> AsyncGenerator[World]:
    """Yield a mail server, and a list with one reader."""
    server = Mail()
    listed = folder / "list.csv"
    listed.write_text("email,consent\nana@readers.example,yes\n", encoding="utf-8")
    async with server.serving() as port:
        yield World(
            server.shown,
            {
                "host": "127.0.0.1",
                "port": port,
                "security": "none",
                "username": USER,
                "password_env": "MAIL_PASSWORD",
                "sender": "Tostadores <news@tostadores.example>",
                "recipients": str(listed),
                "unsubscribe_url": "https://tostadores.example/out/{token}",
                "unsubscribe_env": "OUT_SECRET",
                "rate_per_minute": 60_000,
            },
            {"MAIL_PASSWORD": server.password, "OUT_SECRET": "a secret of the tests alone"},
            retracts=False,
            remembers=False,
            letters=lambda: [
                (letter.reader, text)
                for letter, text in zip(server.letters, server.shown(), strict=True)
            ],
            meet=server.troubles.append,
        )


@asynccontextmanager
async def slack(_: Path) -> AsyncGenerator[World]:
    """Yield a channel with a webhook, and a place for pictures."""
    server = Slack()
    async with server.serving() as url:
        section = {"url_env": "SLACK_URL", "pictures_url": "https://pictures.example/a"}
        yield _one_way(server, section, {"SLACK_URL": f"{url}{server.path}"})


@asynccontextmanager
async def telegram(_: Path) -> AsyncGenerator[World]:
    """Yield a channel in which a bot posts."""
    server = Telegram()
    async with server.serving() as url:
        section = {"url": url, "token_env": "BOT_TOKEN", "chat": server.chat}
        yield _one_way(server, section, {"BOT_TOKEN": server.token})


def _one_way(
    server: Discord | Slack | Telegram, section: Mapping[str, object], environ: Mapping[str, str]
) -> World:
    return World(
        server.shown,
        section,
        environ,
        finds=False,
        retracts=False,
        remembers=False,
        fields=[FieldKind.BODY],
        meet=server.troubles.append,
    )


@asynccontextmanager
async def mastodon(_: Path) -> AsyncGenerator[World]:
    """Yield a server with one account."""
    server = Mastodon()
    async with server.serving() as url:
        yield World(
            server.shown,
            {"url": url, "token_env": "FEDI_TOKEN"},
            {"FEDI_TOKEN": server.token},
            remembers=False,
            fields=[FieldKind.BODY],
            meet=server.troubles.append,
        )


WORLDS: Final[Mapping[str, Sequence[Open]]] = {
    "bluesky": [bluesky],
    "discord": [discord],
    "email": [email],
    "mastodon": [mastodon],
    "outbox": [outbox],
    "slack": [slack],
    "telegram": [telegram],
    "webhook": [partial(webhook, level) for level in Reconciliation],
}
"""By kind; several where the settings decide what it can."""


def usual(kind: str) -> Open:
    """Return a kind's world; of several, the one in which it can be asked what is out."""
    if kind == "webhook":
        return partial(webhook, Reconciliation.QUERYABLE)
    (world,) = WORLDS[kind]
    return world
