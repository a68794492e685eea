"""What stands in front of the Web UI: who is answered, and that an answer arrives as it was."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final, Self

import h11
import pytest

from runtime.embedded.ui_proxy import UiProxy, refusal

PORT: Final = 8233
OWN: Final = {"Host": f"127.0.0.1:{PORT}"}
STRANGER: Final = {"Origin": "http://stranger.example", "Sec-Fetch-Site": "cross-site"}
LINK: Final = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}
PAGE: Final = {"Origin": f"http://127.0.0.1:{PORT}", "Sec-Fetch-Site": "same-origin"}

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def why(method: str, target: str, headers: dict[str, str]) -> str | None:
    """Return why a request is refused."""
    return refusal(h11.Request(method=method, target=target, headers=list(headers.items())), PORT)


@pytest.mark.parametrize(
    ("method", "target", "headers"),
    [
        ("GET", "/", OWN),
        ("GET", "/", {"Host": f"localhost:{PORT}"}),
        ("GET", "/", OWN | {"Sec-Fetch-Site": "none"}),
        ("GET", "/namespaces/default/workflows", OWN | LINK),
        ("GET", "/api/v1/namespaces", OWN | {"Sec-Fetch-Site": "same-origin"}),
        ("POST", "/api/v1/namespaces/default/workflows/a", OWN | PAGE),
        ("POST", "/api", {"Host": f"localhost:{PORT}", "Origin": f"http://localhost:{PORT}"}),
    ],
)
def test_the_ui_and_its_user_are_answered(
    method: str, target: str, headers: dict[str, str]
) -> None:
    """A person who opens a page, follows a link to it or presses a button of it is served."""
    assert why(method, target, headers) is None


@pytest.mark.parametrize(
    ("method", "target", "headers", "told"),
    [
        # A name that begins to mean this machine, an address in the place of a path, no name.
        ("GET", "/", {"Host": f"stranger.example:{PORT}"}, "another host"),
        ("GET", "/", {"Host": "127.0.0.1"}, "another host"),
        ("GET", "/", {"Host": f"127.0.0.1:{PORT + 1}"}, "another host"),
        ("GET", f"http://127.0.0.1:{PORT}/", OWN, "an address instead of a path"),
        # Another site's page: fetched, posted, embedded, framed, a socket.
        ("GET", "/", OWN | STRANGER, "another origin"),
        ("POST", "/api/v1/namespaces", OWN | STRANGER, "another origin"),
        ("POST", "/api", OWN | {"Origin": "null"}, "another origin"),
        ("GET", "/app.js", OWN | {"Sec-Fetch-Site": "cross-site"}, "another origin"),
        ("GET", "/", OWN | LINK | {"Sec-Fetch-Dest": "iframe"}, "another origin"),
        ("GET", "/api/v1/namespaces", OWN | LINK, "another origin"),
        ("POST", "/", OWN | LINK, "another origin"),
        ("GET", "/", OWN | {"Origin": "http://stranger.example", "Upgrade": "websocket"}, "origin"),
        ("OPTIONS", "/api/v1/namespaces", OWN | STRANGER, "another origin"),
        # Another port of this machine is the same site and another origin.
        ("GET", "/api", OWN | {"Sec-Fetch-Site": "same-site"}, "another origin"),
        ("POST", "/api", OWN | {"Origin": "http://127.0.0.1:3000"}, "another origin"),
        ("POST", "/api", OWN | {"Origin": f"https://127.0.0.1:{PORT}"}, "another origin"),
        # Browsers say from where an order comes.
        ("POST", "/api", OWN, "without saying from which page"),
        ("DELETE", "/api", OWN | {"Sec-Fetch-Site": "same-origin"}, "without saying"),
    ],
)
def test_nobody_else_is_answered(
    method: str, target: str, headers: dict[str, str], told: str
) -> None:
    """Whatever a web page can make a browser send does not reach the server behind."""
    assert told in str(why(method, target, headers))


class Behind:
    """A server that answers every request alike, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked = b""
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kept: yes\r\n\r\nhello"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        self.asked = await reader.readuntil(b"\r\n\r\n")
        if b"content-length: 4" in self.asked:
            self.asked += await reader.readexactly(4)
        writer.write(self.answer)
        await writer.drain()
        writer.close()


class Scene:
    """A proxy in front of a server, and a client."""

    def __init__(self, state: Path) -> None:
        self.behind = Behind()
        self.state = state
        self._proxy = UiProxy(PORT, state)
        self._stack = AsyncExitStack()
        self._port = 0

    async def __aenter__(self) -> Self:
        behind = await self._listening(self.behind.serve)
        self.state.write_text(json.dumps({"pid": 1, "traits": {"ui": f"127.0.0.1:{behind}"}}))
        self._port = await self._listening(self._proxy.serve)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _listening(
        self,
        serve: "asyncio.streams._ClientConnectedCallback",  # the module's own name for it
    ) -> int:
        server = await self._stack.enter_async_context(
            await asyncio.start_server(serve, "127.0.0.1", 0)
        )
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def ask(self, request: bytes) -> bytes:
        """Send bytes and return all that comes back."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(request)
        if not request:
            writer.write_eof()
        answer = await reader.read()
        writer.close()
        return answer


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Give a proxy in front of a server."""
    async with Scene(tmp_path / "state.json") as scene:
        yield scene


def request(method: str = "GET", body: bytes = b"", **headers: str) -> bytes:
    """Return a request of the UI's own page."""
    given = OWN | PAGE | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} /page HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def test_an_answer_arrives_as_it_was_given(scene: Scene) -> None:
    """Status, headers and body of the UI are its own; it learns the host that was asked for."""
    answer = await scene.ask(request())

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"x-kept: yes\r\n" in answer.lower()
    assert answer.endswith(b"\r\n\r\nhello")
    assert b"host: 127.0.0.1:8233\r\n" in scene.behind.asked


async def test_nobody_frames_the_ui_or_keeps_a_hand_on_its_window(scene: Scene) -> None:
    """A person is not led to press one of its buttons unseen."""
    answer = await scene.ask(request())

    assert b"Content-Security-Policy: frame-ancestors 'self'\r\n" in answer
    assert b"Cross-Origin-Opener-Policy: same-origin\r\n" in answer


async def test_what_a_page_sends_arrives_whole(scene: Scene) -> None:
    """An order of the UI's own page reaches the server with its body."""
    await scene.ask(request("POST", b"work", Content_Length="4"))

    assert scene.behind.asked.startswith(b"POST /page HTTP/1.1\r\n")
    assert scene.behind.asked.endswith(b"\r\n\r\nwork")


async def test_an_answer_that_is_still_growing_is_passed_on(scene: Scene) -> None:
    """A long answer in pieces, and one that is announced before it is given, arrive."""
    scene.behind.answer = (
        b"HTTP/1.1 103 Early Hints\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"
    )

    answer = await scene.ask(request())

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert b"".join(body.split(b"\r\n")[1::2]) == b"onetwo"


async def test_one_connection_carries_one_request(scene: Scene) -> None:
    """A second request that hides behind the first is never passed on unjudged."""
    hidden = b"GET /hidden HTTP/1.1\r\nHost: stranger.example\r\n\r\n"

    answer = await scene.ask(request() + hidden)

    assert answer.count(b"HTTP/1.1") == 1
    assert b"hidden" not in scene.behind.asked
    assert b"connection: close\r\n" in scene.behind.asked.lower()


async def test_a_stranger_is_told_and_the_server_is_not_asked(scene: Scene) -> None:
    """A refusal is a sentence that says what a person does instead."""
    answer = await scene.ask(b"GET / HTTP/1.1\r\nHost: stranger.example\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert b"open http://127.0.0.1:8233 by hand" in answer
    assert scene.behind.asked == b""


@pytest.mark.parametrize("state", ["", "{}", '{"traits": {"ui": "127.0.0.1:1"}}'])
async def test_a_server_that_does_not_run_is_told(scene: Scene, state: str) -> None:
    """Who opens the UI while the server is down learns what starts it."""
    scene.state.write_text(state)

    answer = await scene.ask(request())

    assert answer.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
    assert b"any command of Phoenix starts it" in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x16\x03\x01\x02\x00 hello of TLS",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:8233\r\nHost: stranger.example\r\n\r\n",
        request("POST", b"", Content_Length="4", Transfer_Encoding="chunked") + b"zz\r\n",
    ],
)
async def test_what_is_no_request_is_not_answered(scene: Scene, sent: bytes) -> None:
    """Nonsense ends its own connection and nothing else."""
    assert await scene.ask(sent) == b""
    assert (await scene.ask(request())).endswith(b"hello")


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n"])
async def test_a_server_that_gives_no_answer_ends_the_connection(
    scene: Scene, answer: bytes
) -> None:
    """Nobody waits for an answer that does not come."""
    scene.behind.answer = answer

    assert await scene.ask(request()) == b""
