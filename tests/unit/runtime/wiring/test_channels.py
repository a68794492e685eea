"""One file says which channel is published through what, and every mistake in it is named."""

import base64
from pathlib import Path
from typing import Final

import pytest

from activities.publish.kind import PublisherTools
from activities.publish.outbox.publisher import Outbox
from activities.publish.registry import DEFAULT, KINDS
from activities.publish.routing import ChannelPublishers, Route
from activities.publish.webhook.publisher import WebhookPublisher
from contracts import ContractInvalid, Reconciliation, utc_now
from runtime.wiring.channels import build_publishers, variables_named
from tests.chaos.platform import SECRET
from tests.support.paths import ROOT

OTHER: Final = "whsec_" + base64.b64encode(b"the next secret of these tests..").decode()
ENVIRON: Final = {"NOW": SECRET, "NEXT": OTHER, "EMPTY": "", "POOR": "hunter2hunter2"}
DOCUMENT: Final = ROOT / "docs/channels.md"
KNOWN: Final = ", ".join(KINDS)
"""The kinds of publishers, as messages name them."""


def tools(folder: Path) -> PublisherTools:
    """Return what publishers may use, with an outbox in this folder."""
    return PublisherTools(clock=utc_now, outbox=folder / "outbox")


def built(folder: Path, text: str) -> ChannelPublishers:
    """Return what is built from a file with this text."""
    file = folder / "channels.toml"
    file.write_text(text, encoding="utf-8")
    return build_publishers(file, tools(folder), ENVIRON)


def webhook(*lines: str, name: str = "channels.instagram") -> str:
    """Return a section for a webhook; a line replaces the usual one of its field."""
    usual = {
        "publisher": '"webhook"',
        "url": '"https://social.example/posts"',
        "secret_env": '"NOW"',
        "reconciliation": '"keyed"',
    }
    fields = usual | dict(line.split(" = ", maxsplit=1) for line in lines)
    given = [f"{field} = {value}" for field, value in fields.items() if value != "none"]
    return "\n".join([f"[{name}]", *given, ""])


async def test_without_a_file_the_outbox_serves_every_channel(tmp_path: Path) -> None:
    """Phoenix runs before anybody has configured anything."""
    publishers = build_publishers(tmp_path / "none.toml", tools(tmp_path), {})

    assert isinstance(publishers.of("instagram"), Outbox)
    assert publishers.of("instagram") is publishers.of("email")
    assert publishers.route_of("instagram").kind == DEFAULT.name
    await publishers.close()


def test_a_file_that_was_set_has_to_be_there(tmp_path: Path) -> None:
    """A typing error in its path does not send everything to the outbox."""
    with pytest.raises(ContractInvalid, match=r"chanels\.toml does not exist"):
        build_publishers(tmp_path / "chanels.toml", tools(tmp_path), {}, must_exist=True)


async def test_a_file_of_another_editor_is_read(tmp_path: Path) -> None:
    """Some editors begin a file in UTF-8 with a mark of its byte order."""
    publishers = built(tmp_path, "\ufeff" + webhook())

    assert isinstance(publishers.of("instagram"), WebhookPublisher)
    await publishers.close()


def test_the_variables_that_a_file_names_are_known(tmp_path: Path) -> None:
    """Who wants to know whether a secret has changed learns which variables hold one."""
    file = tmp_path / "channels.toml"
    file.write_text(webhook() + webhook('secret_env = ["NOW", "NEXT"]', name="default"))

    assert variables_named(file, ENVIRON) == {"NOW", "NEXT"}
    assert variables_named(tmp_path / "none.toml", ENVIRON) == set()
    with pytest.raises(ContractInvalid, match="the environment variable NOW is not set"):
        variables_named(file, {})


async def test_a_channel_is_published_through_what_is_set_for_it(tmp_path: Path) -> None:
    """A named channel goes to its endpoint, with its promises, and the others to the default."""
    text = '[default]\npublisher = "outbox"\n' + webhook(
        'reconciliation = "queryable"', "timeout_seconds = 7", 'secret_env = ["NOW", "NEXT"]'
    )

    publishers = built(tmp_path, text)

    instagram = publishers.of("instagram")
    assert isinstance(instagram, WebhookPublisher)
    assert instagram.reconciliation is Reconciliation.QUERYABLE
    assert instagram.call_timeout.total_seconds() == 8
    assert [each.get_secret_value() for each in instagram._settings.secrets] == [SECRET, OTHER]
    assert isinstance(publishers.of("email"), Outbox)
    await publishers.close()


async def test_the_default_can_be_a_webhook(tmp_path: Path) -> None:
    """One endpoint serves all channels but the one that stays in the outbox."""
    text = webhook(name="default") + '[channels.email]\npublisher = "outbox"\n'

    publishers = built(tmp_path, text)

    assert isinstance(publishers.of("instagram"), WebhookPublisher)
    assert publishers.of("instagram") is publishers.of("x")
    assert isinstance(publishers.of("email"), Outbox)
    await publishers.close()


async def test_sections_that_say_the_same_share_a_publisher(tmp_path: Path) -> None:
    """A folder or an endpoint that many channels go to is opened once, and others are apart."""
    text = '[channels.email]\npublisher = "outbox"\n' + "".join(
        webhook(f"timeout_seconds = {seconds}", name=f"channels.{name}")
        for name, seconds in (("instagram", 7), ("facebook", 7), ("x", 8))
    )

    publishers = built(tmp_path, text)

    assert publishers.of("email") is publishers.of("unnamed")
    assert publishers.of("instagram") is publishers.of("facebook")
    assert publishers.of("instagram") is not publishers.of("x")
    await publishers.close()


async def test_the_documented_file_is_right(tmp_path: Path) -> None:
    """An operator can start from the example of the documentation."""
    example = DOCUMENT.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    file = tmp_path / "channels.toml"
    file.write_text(example, encoding="utf-8")
    environ = {"INSTAGRAM_WEBHOOK_SECRET": SECRET, "X_SECRET": SECRET, "X_SECRET_NEXT": OTHER}

    publishers = build_publishers(file, tools(tmp_path), environ)

    assert isinstance(publishers.of("instagram"), WebhookPublisher)
    assert publishers.of("x").reconciliation is Reconciliation.QUERYABLE
    await publishers.close()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[default", "cannot be read as TOML in UTF-8"),
        ("colour = 1", "colour: is no section; the sections are [default] and [channels.<name>]"),
        ("channels = 1", "channels: must be a table"),
        (
            webhook(name="channels.instgram"),
            "channels.instgram: there is no such channel; the channels are bluesky, discord, em",
        ),
        ("default = 1", f"default: publisher: must be one of {KNOWN}"),
        ("[channels.x]", f"channels.x: publisher: must be one of {KNOWN}"),
        ('[channels.x]\npublisher = "fax"', "channels.x: publisher: must be one of"),
        ("[channels.x]\npublisher = [1]", "channels.x: publisher: must be one of"),
        (
            '[channels.x]\npublisher = "outbox"\nurl = "https://a.example"',
            "channels.x: url: is not a field of this contract; the fields are publisher.",
        ),
        (
            webhook("colour = 1"),
            "colour: is not a field of this contract; the fields are url, time",
        ),
        (webhook("url = none"), "channels.instagram: url: is required"),
        (
            '[channels.x]\npublisher = "bluesky"\nhandle = "a.test"\npassword_env = "NOW"\n',
            "the channel bluesky, so it belongs into [channels.bluesky]",
        ),
        (
            '[default]\npublisher = "discord"\nurl_env = "NOW"\n',
            "default: publisher: discord publishes what was made for the channel discord",
        ),
        (webhook("url = 7"), "channels.instagram: url: should be a valid string"),
        (webhook('url = "http://a.example"'), "instagram: url must begin with https://, or allow_"),
        (webhook('reconciliation = "maybe"'), "reconciliation: should be 'keyed', 'queryable' or"),
        (webhook("reconciliation = none"), "reconciliation: is required"),
        (webhook("timeout_seconds = 0"), "timeout_seconds: should be greater than or equal to 0.1"),
        (webhook('timeout_seconds = "9"'), "timeout_seconds: should be a valid number"),
        (webhook('allow_http = "yes"'), "allow_http: should be a valid boolean"),
        (webhook("secret_env = none"), "secret_env: is required"),
        (webhook("secret_env = []"), "secret_env: value should have at least 1 item"),
        (webhook("secret_env = 7"), "secret_env: should be a valid list"),
        (webhook('secret_env = "GONE"'), "secret_env: the environment variable GONE is not set"),
        (webhook('secret_env = "EMPTY"'), "secret_env: the environment variable EMPTY is not set"),
        (
            webhook('secret_env = ["NOW", "POOR"]'),
            "channels.instagram: secret_env: the environment variable POOR must be whsec_ and the",
        ),
        (
            webhook(f'secret_env = "{SECRET}"'),
            "secret_env.0: must be the name of an environment variable in capitals, such as",
        ),
        (webhook(f'secret = "{SECRET}"'), "secret: is not a field of this contract"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """The operator reads which file, channel and field is wrong, and never a secret."""
    with pytest.raises(ContractInvalid) as caught:
        built(tmp_path, text)

    shown = str(caught.value)
    assert message in shown
    assert f"The channels file {tmp_path / 'channels.toml'} " in shown
    causes = f"{caught.value.__cause__!s}{caught.value.__cause__!r}"
    assert all(secret not in shown + causes for secret in (SECRET, "hunter2"))


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A folder in the file's place is a mistake, and not an absent file."""
    with pytest.raises(ContractInvalid, match=r"cannot be read: .*directory"):
        build_publishers(tmp_path, tools(tmp_path), ENVIRON)


class Closing(Outbox):
    """An outbox that counts how often it was closed, and may fail at it."""

    def __init__(self, folder: Path, fault: Exception | None = None) -> None:
        super().__init__(folder, utc_now)
        self.closed = 0
        self._fault = fault

    async def close(self) -> None:
        """Count, and fail if it was made for that."""
        self.closed += 1
        if self._fault is not None:
            raise self._fault


async def test_every_publisher_is_closed_once(tmp_path: Path) -> None:
    """A publisher of several channels is closed once, and a fault of another keeps none open."""
    shared, broken = Closing(tmp_path), Closing(tmp_path, OSError("it does not close"))
    publishers = ChannelPublishers(
        Route("outbox", shared), {"x": Route("outbox", broken), "email": Route("outbox", shared)}
    )

    with pytest.raises(OSError, match="it does not close"):
        await publishers.close()

    assert (shared.closed, broken.closed) == (1, 1)
