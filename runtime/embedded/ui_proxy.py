"""A reverse proxy in front of the Web UI, which answers the UI's own pages and nobody else's.

The development server's Web UI takes orders from whoever reaches its port. Any web page can, by
this machine's address or by a name that begins to mean it (DNS rebinding), and so can pages that
other programs of this machine serve. So a request counts only if it was made to the address under
which this program is known, and by a page of that address or by a person who opens one.

It is a program of its own that imports nothing of Phoenix's, so that it costs little.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Final

import h11

HOST: Final = "127.0.0.1"
NAMES: Final = (HOST, "localhost")
"""What people call this machine. Browsers ask nobody what `localhost` means (RFC 6761, section
6.3), and no page that is not of this machine has it as its name."""

_HEAD_SECONDS: Final = 30.0
"""How long a request may take to say what it wants."""
_CHUNK: Final = 64 * 1024

_READING: Final = frozenset({b"GET", b"HEAD"})
_HOP_BY_HOP: Final = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding"}
) | {b"upgrade", b"expect"}
"""Headers about a connection, which is another one behind (RFC 9110, section 7.6.1)."""
_OURS: Final = (
    # No other page shows it in a frame or keeps a hand on its window, so that nobody is led to
    # press a button of it unseen.
    (b"Content-Security-Policy", b"frame-ancestors 'self'"),
    (b"Cross-Origin-Opener-Policy", b"same-origin"),
    (b"Connection", b"close"),
)

Headers = Iterable[tuple[bytes, bytes]]


def refusal(request: h11.Request, port: int) -> str | None:
    """Return why a request is refused, or `None` when it is the UI's own or a person's.

    What browsers tell by themselves decides, and pages cannot change it: `Host`, `Origin` and the
    metadata of Fetch (`Sec-Fetch-*`, https://www.w3.org/TR/fetch-metadata/). A browser without
    these sends `Origin` with everything that is not merely read, and lets no page read the answer
    to another's.

    Args:
        request: Its first line and its headers.
        port: Where this program listens.
    """
    hosts = {f"{name}:{port}".encode() for name in NAMES}
    said: dict[bytes, bytes] = dict(request.headers)  # h11 gives the names in small letters
    if not request.target.startswith(b"/"):
        return "it asks for an address instead of a path"
    if said.get(b"host") not in hosts:
        return "it is addressed to another host"
    origin, site = said.get(b"origin"), said.get(b"sec-fetch-site")
    is_elsewhere = origin is not None and origin not in {b"http://" + host for host in hosts}
    is_elsewhere |= site not in {None, b"none", b"same-origin"}
    if is_elsewhere and not _opens_a_page(request, said):
        return "it comes from a page of another origin"
    if request.method not in _READING and origin is None:
        return "it gives an order without saying from which page"
    return None


def _opens_a_page(request: h11.Request, said: dict[bytes, bytes]) -> bool:
    """Whether somebody follows a link from elsewhere to a page, which gives no order by itself."""
    return (
        request.method in _READING
        and said.get(b"sec-fetch-mode") == b"navigate"
        and said.get(b"sec-fetch-dest") == b"document"
        and not request.target.startswith(b"/api/")
    )


class _Peer:
    """One end of the exchange."""

    def __init__(
        self,
        role: type[h11.CLIENT] | type[h11.SERVER],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._http = h11.Connection(role)
        self._reader = reader
        self._writer = writer

    async def next(self) -> h11.Event | None:
        """Return what it says next, or `None` when it has said everything."""
        while not isinstance(event := self._http.next_event(), h11.Event):
            if event is h11.PAUSED:
                return None
            self._http.receive_data(await self._reader.read(_CHUNK))
        return event

    async def say(self, event: h11.Event) -> None:
        """Say something to it."""
        data = self._http.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()

    async def hear_out(self, other: "_Peer") -> None:
        """Pass what it says on to the other, to the end of its message."""
        while True:
            event = await self.next()
            if not isinstance(event, h11.Data | h11.EndOfMessage):
                return
            await other.say(event)
            if isinstance(event, h11.EndOfMessage):
                return

    async def answer(self, status: HTTPStatus, text: str) -> None:
        """Answer in the place of whoever was asked, with one sentence."""
        body = f"{text}\n".encode()
        headers = [(b"Content-Type", b"text/plain; charset=utf-8"), *_OURS]
        reason = status.phrase.encode()
        await self.say(h11.Response(status_code=status, reason=reason, headers=headers))
        await self.say(h11.Data(data=body))
        await self.say(h11.EndOfMessage())

    def close(self) -> None:
        """Close the connection, whatever is still to be said."""
        self._writer.close()


class UiProxy:
    """The program at work: each connection carries one request and its answer."""

    def __init__(self, port: int, server_state: Path) -> None:
        """Take where to listen, and the file that says where the server's own Web UI is."""
        self._port = port
        self._server_state = server_state

    async def run(self) -> None:
        """Answer until the process ends."""
        server = await asyncio.start_server(self.serve, HOST, self._port)
        async with server:
            await server.serve_forever()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        client = _Peer(h11.SERVER, reader, writer)
        try:
            await self._exchange(client)
        except (h11.ProtocolError, OSError, TimeoutError) as error:
            # One of the two has left, or does not speak HTTP: there is nobody to tell.
            sys.stderr.write(f"broken off: {type(error).__name__}\n")
        finally:
            client.close()

    async def _exchange(self, client: _Peer) -> None:
        async with asyncio.timeout(_HEAD_SECONDS):
            request = await client.next()
        if not isinstance(request, h11.Request):
            return
        why = refusal(request, self._port)
        if why is not None:
            text = f"Refused, since {why}: open http://{HOST}:{self._port} by hand."
            await client.answer(HTTPStatus.FORBIDDEN, text)
            return
        try:
            behind = await self._connect()
        except (OSError, ValueError, LookupError):
            text = "The embedded Temporal server does not run: any command of Phoenix starts it."
            await client.answer(HTTPStatus.BAD_GATEWAY, text)
            return
        try:
            await _relay(request, client, behind)
        finally:
            behind.close()

    async def _connect(self) -> _Peer:
        known = json.loads(self._server_state.read_bytes())
        host, _, port = str(known["traits"]["ui"]).rpartition(":")
        return _Peer(h11.CLIENT, *await asyncio.open_connection(host, int(port)))


async def _relay(request: h11.Request, client: _Peer, behind: _Peer) -> None:
    forwarded = [*_end_to_end(request.headers), (b"Connection", b"close")]
    await behind.say(h11.Request(method=request.method, target=request.target, headers=forwarded))
    asking = asyncio.create_task(_ask(client, behind))
    try:
        answer = await behind.next()
        while isinstance(answer, h11.InformationalResponse):
            answer = await behind.next()
        if not isinstance(answer, h11.Response):
            return
        headers = [*_end_to_end(answer.headers), *_OURS]
        await client.say(
            h11.Response(status_code=answer.status_code, reason=answer.reason, headers=headers)
        )
        await behind.hear_out(client)
    finally:
        asking.cancel()
        await asyncio.wait({asking})


async def _ask(client: _Peer, behind: _Peer) -> None:
    try:
        await client.hear_out(behind)
    except (h11.ProtocolError, OSError):
        behind.close()  # nobody is to wait for the answer to half a question


def _end_to_end(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name not in _HOP_BY_HOP]


def main() -> None:
    """Read where to listen and where to look for the server, and answer until the process ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("server_state", type=Path)
    given = parser.parse_args()
    asyncio.run(UiProxy(given.port, given.server_state).run())


if __name__ == "__main__":
    main()
