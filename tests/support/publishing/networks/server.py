"""A server over HTTP that a network of the tests is made of, with faults on demand."""

import asyncio
import json
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from tests.support.publishing.networks.troubles import Trouble

_HUGE: Final = b"x" * 10_000_000


@dataclass(frozen=True)
class Request:
    """What a caller sends."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    target: str = ""
    """Path and query as they came."""

    @property
    def token(self) -> str:
        """What it brings to prove who it is."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def json(self) -> Any:
        """Return its body as JSON."""
        return json.loads(self.body)

    def parts(self) -> dict[str, bytes]:
        """Return the parts of a form by their names."""
        return {name: part.get_payload(decode=True) for name, part in self._parts()}  # type: ignore[misc]

    def files(self) -> dict[str, tuple[str, bytes]]:
        """Return media type and bytes of the parts of a form that are files."""
        return {
            name: (part.get_content_type(), part.get_payload(decode=True))  # type: ignore[misc]
            for name, part in self._parts()
            if part.get_filename()
        }

    def fields(self) -> dict[str, str]:
        """Return the parts of a form that are no files, as texts."""
        return {
            name: self.parts()[name].decode()
            for name, part in self._parts()
            if not part.get_filename()
        }

    def _parts(self) -> "list[tuple[str, Message[str, str]]]":
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        form = message_from_bytes(head + self.body)
        return [
            (str(part.get_param("name", header="content-disposition")), part)
            for part in form.walk()
            if not part.is_multipart()
        ]


@dataclass(frozen=True)
class Reply:
    """What a server answers."""

    status: int = 200
    body: Any = b""
    """Bytes, or what is sent as JSON."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def raw(self) -> bytes:
        """Return it as it goes over the wire."""
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        headers = {"content-length": len(body), "connection": "close"} | dict(self.headers)
        lines = [f"HTTP/1.1 {self.status} Said"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


Answer = Callable[[Request], Reply]


class _Cut(Exception):
    """The connection is reset instead of an answer."""


_BEFORE: Final = {
    Trouble.REFUSED: Reply(400, {"error": "not in this house"}),
    Trouble.REVOKED: Reply(401, {"error": "this token was revoked"}),
    Trouble.BUSY: Reply(429, {"error": "too many"}, {"retry-after": "2"}),
    Trouble.MOVED: Reply(308, b"", {"location": "/elsewhere"}),
    Trouble.BROKEN_BEFORE: Reply(500, {"error": "broken"}),
}
_AFTER: Final = {
    Trouble.BROKEN_AFTER: Reply(500, {"error": "broken"}),
    Trouble.NONSENSE: Reply(200, b"<html>Thank you!</html>"),
    Trouble.NOTHING: Reply(200),
    Trouble.HUGE: Reply(500, _HUGE),
}


class Network(ABC):
    """One server; the troubles that are planned meet the calls that make something public."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.heard: list[Request] = []
        self.url = ""
        self.troubled: str | None = None
        """Which calls the troubles meet instead, as a pattern of method and path."""
        self.says: Reply | Answer | None = None
        """What it answers, whatever it is asked."""
        self.below = ""
        """What its address has as its path, beginning with a slash."""

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Do what is asked, and say so."""

    @abstractmethod
    def commits(self, request: Request) -> bool:
        """Tell whether a call would make something public."""

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[str]:
        """Serve on 127.0.0.1 meanwhile, and yield the address."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{self.below}"
        try:
            yield self.url
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # A caller that goes away in the middle has ended its request, and that is all.
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                request = await _read(reader, self.below)
                self.heard.append(request)
                writer.write(self._reply(request).raw())
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except _Cut:
            pass
        finally:
            writer.transport.abort()

    def _reply(self, request: Request) -> Reply:
        trouble = self.troubles.pop(0) if self.troubles and self._is_met(request) else None
        if trouble is Trouble.CUT_BEFORE:
            raise _Cut
        if trouble is not None and trouble in _BEFORE:
            return _BEFORE[trouble]
        says = self.says or self.answer
        reply = says if isinstance(says, Reply) else says(request)
        if trouble is Trouble.CUT_AFTER:
            raise _Cut
        return reply if trouble is None else _AFTER[trouble]

    def _is_met(self, request: Request) -> bool:
        if self.troubled is None:
            return self.commits(request)
        return re.search(self.troubled, f"{request.method} {request.path}") is not None


async def _read(reader: asyncio.StreamReader, below: str) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return Request(method, parts.path.removeprefix(below), query, headers, body, target)
