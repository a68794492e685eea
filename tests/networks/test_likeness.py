"""The servers that the other tests are made of answer as the networks' own do.

Each conversation is held with both. A status and the name of an error have to be the same; every
field that the made server has, the real one has with a value of the same type.
"""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2
import pytest

from activities.publish.bluesky.record import record_key
from tests.support.publishing.networks.bluesky import HANDLE, Bluesky
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.server import Network
from tests.support.publishing.outbox_orders import PICTURE
from tests.support.publishing.worlds.world import World

pytestmark = pytest.mark.e2e

NOBODYS: Final = "abcd-efgh-ijkl-mnop-of-nobody"
KEY: Final = record_key("a post")


@dataclass
class Talk:
    """A conversation with one server, and what it has said so far."""

    client: httpx2.AsyncClient
    heard: list[tuple[str, int, Any]] = field(default_factory=list[tuple[str, int, Any]])

    async def ask(self, about: str, method: str, path: str, token: str = "", **sent: Any) -> Any:
        """Make a call, note what is answered, and return it."""
        headers = sent.pop("headers", {})
        if token:
            headers |= {"authorization": f"Bearer {token}"}
        answer = await self.client.request(method, path, headers=headers, **sent)
        told = answer.json() if answer.content else {}
        self.heard.append((about, answer.status_code, told))
        return told


async def with_bluesky(talk: Talk, handle: str, password: str) -> None:
    """Go through every call that publishing makes, and what it may be answered."""

    async def ask(about: str, name: str, token: str = "", **sent: Any) -> Any:
        method = "GET" if name.startswith("repo.getRecord") else "POST"
        return await talk.ask(about, method, f"/xrpc/com.atproto.{name}", token, **sent)

    async def begin(about: str, word: str) -> Any:
        who = {"identifier": handle, "password": word}
        return await ask(about, "server.createSession", json=who)

    async def put(about: str, key: str = KEY, **changes: Any) -> Any:
        record = {
            "$type": "app.bsky.feed.post",
            "text": "Café",
            "createdAt": "2026-11-29T00:00:00.000Z",
            "embed": {
                "$type": "app.bsky.embed.images",
                "images": [{"alt": "Una bolsa", "image": blob}],
            },
        }
        said = place | {"rkey": key, "record": record | changes, "swapRecord": None}
        return await ask(about, "repo.putRecord", access, json=said)

    async def upload(about: str, data: bytes) -> Any:
        form = {"content-type": "image/png"}
        return await ask(about, "repo.uploadBlob", access, content=data, headers=form)

    await begin("another password", NOBODYS)
    session = await begin("the password", password)
    access, refresh = session["accessJwt"], session["refreshJwt"]
    place = {"repo": session["did"], "collection": "app.bsky.feed.post"}
    get = f"repo.getRecord?repo={session['did']}&collection=app.bsky.feed.post&rkey={KEY}"
    blob = (await upload("a picture", PICTURE))["blob"]
    large = (await upload("a picture that is too large", bytes(1_000_001)))["blob"]
    await ask("a record that is not there", get, access)
    await put("a record")
    await put("the same record again")
    await put("another record under its key", text="Té")
    await put("a text that is too long", record_key("b"), text="é" * 301)
    await put("a key of another form", "none")
    nowhere = blob | {"ref": {"$link": f"bafkrei{'a' * 52}"}}
    for about, key, image in (
        ("a picture that was not sent", "c", nowhere),
        ("a post with a picture that is too large", "d", large),
    ):
        embed = {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": image}]}
        await put(about, record_key(key), embed=embed)
    await ask("a record that is there", get, access)
    for about in ("a deletion", "a deletion of what is gone"):
        await ask(about, "repo.deleteRecord", access, json=place | {"rkey": KEY})
    await ask("the record that was deleted", get, access)
    await ask("a token that is none", "repo.putRecord", NOBODYS, json=place)
    renewed = await ask("another session", "server.refreshSession", refresh)
    await ask("one more by the same token", "server.refreshSession", refresh)
    await ask("one by an access token", "server.refreshSession", renewed["accessJwt"])
    await ask("the end of the session", "server.deleteSession", renewed["refreshJwt"])
    await ask("one after its end", "server.refreshSession", renewed["refreshJwt"])


async def with_mastodon(talk: Talk, _: str, token: str) -> None:
    """Go through every call that publishing makes, and what it may be answered."""
    account = "/api/v1/accounts/verify_credentials"

    async def say(about: str, key: str, text: str, by: str = token) -> Any:
        said = {"status": text, "media_ids": [media["id"]], "visibility": "unlisted"}
        headers = {"idempotency-key": key}
        return await talk.ask(
            about, "POST", "/api/v1/statuses", by, json=said | {"language": "es"}, headers=headers
        )

    await talk.ask("its limits", "GET", "/api/v2/instance")
    await talk.ask("nobody's account", "GET", account, NOBODYS)
    me = (await talk.ask("the account", "GET", account, token))["id"]
    media = await talk.ask(
        *("a picture", "POST", "/api/v2/media", token),
        data={"focus": "0.0009765625,-0.5", "description": "Una bolsa"},
        files={"file": ("a.png", PICTURE, "image/png")},
    )
    await talk.ask("the picture", "GET", f"/api/v1/media/{media['id']}", token)
    await say("a post by nobody", "a", "Café", NOBODYS)
    posted = await say("a post", "a", "Café")
    again = await say("the same post again", "a", "Café")
    assert again["id"] == posted["id"]
    await say("another post", "b", "Té")
    posts = f"/api/v1/accounts/{me}/statuses?limit=1&exclude_reblogs=true"
    (latest,) = await talk.ask("the latest posts", "GET", posts, token)
    (before,) = await talk.ask("those before", "GET", f"{posts}&max_id={latest['id']}", token)
    assert before["id"] == posted["id"]
    post = f"/api/v1/statuses/{posted['id']}"
    await talk.ask("a deletion", "DELETE", post, token)
    await talk.ask("a deletion of what is gone", "DELETE", post, token)


@dataclass(frozen=True)
class Likeness:
    """A server of the tests, and what is said to it and to the one that it stands for."""

    made: Callable[[], Network]
    handle: str
    secret: Callable[[Any], str]
    talk: Callable[[Talk, str, str], Any]


LIKENESSES: Final = {
    "bluesky": Likeness(Bluesky, HANDLE, lambda made: str(made.password), with_bluesky),
    "mastodon": Likeness(Mastodon, "", lambda made: str(made.token), with_mastodon),
}


@asynccontextmanager
async def talking(url: str) -> AsyncGenerator[Talk]:
    """Yield a conversation with the server at an address."""
    async with httpx2.AsyncClient(base_url=url, trust_env=False) as client:
        yield Talk(client)


NOT_SAID: Final = {"its limits: .configuration.media_attachments.description_limit is not there"}
"""What Mastodon says since 4.4, and `mastodon-mock` 0.6.1 leaves out."""


def differences(made: Any, real: Any, place: str = "") -> Iterator[str]:
    """Yield what a made answer says that the real one does not say so."""
    match made, real:
        case dict(), dict():
            for name, value in made.items():
                if name in real:
                    yield from differences(value, real[name], f"{place}.{name}")
                else:
                    yield f"{place}.{name} is not there"
        case list(), list():
            for one, other in zip(made, real, strict=False):
                yield from differences(one, other, f"{place}[]")
        case (None, _) | (_, None):
            return  # a value that may be left out
        case (int() | float(), int() | float()) if not isinstance(made, bool):
            return  # whole or not, it is a number
        case _ if type(made) is not type(real):
            yield f"{place} is {real!r} and not {made!r}"
        case _:
            return  # a value of the same type


async def test_the_server_of_the_tests_answers_as_the_real_one(opened: tuple[str, World]) -> None:
    """What every other test stands on is so: statuses, errors and what answers consist of."""
    name, world = opened
    like = LIKENESSES[name]
    server = like.made()
    async with server.serving() as url, talking(url) as with_made:
        await like.talk(with_made, like.handle, like.secret(server))
    secret = next(iter(world.environ.values()))
    async with talking(str(world.section["url"])) as with_real:
        await like.talk(with_real, str(world.section.get("handle", "")), secret)

    found: list[str] = []
    for (about, status, told), (_, real_status, real) in zip(
        with_made.heard, with_real.heard, strict=True
    ):
        if status != real_status:
            found.append(f"{about}: {real_status} and not {status}")
        elif name == "bluesky" and not 200 <= status < 300 and told["error"] != real["error"]:
            found.append(f"{about}: {real} and not {told}")
        found += [f"{about}: {each}" for each in differences(told, real)]
    assert set(found) <= NOT_SAID, "\n".join(found)
