"""Servers that turn everybody away, and repeat what they know and what they were just told."""

import asyncio
import ssl
import struct
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from html import escape
from typing import Final
from urllib.parse import quote

from tests.support.canaries.forms import told_in_every_form
from tests.support.publishing.networks.server import Answer, Network, Reply, Request

_REPEATED: Final = ("authorization", "webhook-signature", "x-amz-security-token", "x-team-token")
_SETTINGS, _HEADERS, _PING = 4, 1, 6
_ACKNOWLEDGED: Final = 1
_WHOLE: Final = 5
"""Flags of frames: the stream ends, and so do its headers."""
_PREFACE_BYTES: Final = 24
_STATUS_200: Final = b"\x88"
"""`:status: 200` in HPACK (RFC 7541, appendix A)."""


def repeating(*known: str, status: int = 401) -> Answer:
    """Return what refuses a request in its own words, and in every secret that is known of it."""

    def refuse(request: Request) -> Reply:
        heard = [request.headers[name] for name in _REPEATED if name in request.headers]
        told = [each for secret in known for each in told_in_every_form(secret)]
        body = request.body[:2000].decode(errors="replace")
        names = ("www-authenticate", "x-request-id")
        headers: dict[str, str] = {name: secret for name in names for secret in known[:1]}
        return Reply(status, {"error": [request.target, *heard, *told, body]}, headers)

    return refuse


class Careless(Network):
    """Any server over HTTP that does nothing else."""

    def __init__(self, *known: str, below: str = "") -> None:
        super().__init__()
        self.says = repeating(*known)
        self.below = below

    def answer(self, request: Request) -> Reply:
        """Never be asked."""
        raise NotImplementedError

    def commits(self, request: Request) -> bool:
        """See base class."""
        del request
        return False


class CarelessStore(Careless):
    """A service of objects, which speaks in XML."""

    def __init__(self, *known: str) -> None:
        super().__init__()
        self.says = self._refuse
        self._known = known

    def _refuse(self, request: Request) -> Reply:
        said = escape(" ".join([request.target, *request.headers.values(), *self._known]))
        code = "InvalidAccessKeyId"
        error = f"<Error><Code>{code}</Code><Message>{said}</Message></Error>"
        return Reply(403, error.encode(), {"content-type": "application/xml"})


class Lists(Careless):
    """A server that gives a list of readers while it is open."""

    def __init__(self, readers: list[str], below: str) -> None:
        super().__init__(below=below)
        lines = ["email,consent", *(f"{reader},yes" for reader in readers)]
        self._list = Reply(200, "\n".join(lines).encode(), {"content-type": "text/csv"})
        self.open()

    def open(self) -> None:
        """Give it to whoever asks."""
        self.says = self._list


@asynccontextmanager
async def careless_database(said: str) -> AsyncGenerator[str]:
    """Serve what turns everybody away as PostgreSQL does, with these words; yield host and port."""
    fields = "".join(f"{kind}{value}\0" for kind, value in (("S", "FATAL"), ("C", "28P01")))
    body = f"{fields}M{said}\0\0".encode()

    async def turn_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # a request for encryption
        writer.write(b"N")
        (length,) = struct.unpack("!i", await reader.readexactly(4))
        await reader.readexactly(length - 4)
        writer.write(b"E" + struct.pack("!i", len(body) + 4) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(turn_away, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def careless_temporal(
    said: str, context: ssl.SSLContext | None = None
) -> AsyncGenerator[str]:
    """Serve gRPC that lets nobody in, with these words; yield host and port.

    Args:
        said: What everybody is told.
        context: With it, TLS is spoken.
    """
    refusal = _STATUS_200 + b"".join(
        _literal(name, value)
        for name, value in (
            ("content-type", "application/grpc"),
            ("grpc-status", "16"),
            ("grpc-message", quote(said, safe=" ")),
        )
    )

    async def turn_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readexactly(_PREFACE_BYTES)
            writer.write(_frame(_SETTINGS, 0, 0, b""))
            while True:
                head = await reader.readexactly(9)
                kind, flags, stream = struct.unpack("!BBI", head[3:])
                content = await reader.readexactly(int.from_bytes(head[:3]))
                if kind == _HEADERS:
                    writer.write(_frame(_HEADERS, _WHOLE, stream, refusal))
                elif kind in {_SETTINGS, _PING} and not flags & _ACKNOWLEDGED:
                    own = content if kind == _PING else b""
                    writer.write(_frame(kind, _ACKNOWLEDGED, 0, own))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # whoever was turned away has gone
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(turn_away, "127.0.0.1", 0, ssl=context)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def _frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    """Return a frame of HTTP/2 (RFC 9113, section 4.1)."""
    return len(content).to_bytes(3) + struct.pack("!BBI", kind, flags, stream) + content


def _literal(name: str, value: str) -> bytes:
    """Return a header in HPACK that nothing is remembered of (RFC 7541, section 6.2.2)."""
    return b"\x00" + b"".join(_number(len(each)) + each.encode() for each in (name, value))


def _number(value: int) -> bytes:
    """Return a length in seven bits, and more where it does not fit (RFC 7541, section 5.1)."""
    most = 0x7F
    if value < most:
        return bytes([value])
    left, found = value - most, [most]
    while left > most:
        found.append(left % 128 + 128)
        left //= 128
    return bytes([*found, left])
