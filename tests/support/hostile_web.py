"""A server on the web that answers as no server should, and what each of its answers comes to.

Longer than 250 lines because it is a table of a hundred answers, read beside each other.
"""

import asyncio
import gzip
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final

_RSS: Final = (
    b'<rss version="2.0"><channel><item><title>tea</title>'
    b"<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>"
)
_BIG: Final = b"x" * 6_000_000
ENDLESS: Final = b"\0endless"
"""Stands for a body that never ends."""
SILENT: Final = b"\0silent"
"""Stands for an answer that never comes."""


def answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """Return an answer with the right length, unless a header says another."""
    named = {line.partition(":")[0].lower() for line in headers}
    lines = [f"HTTP/1.1 {status}", *headers]
    if not named & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return an answer in chunks."""
    parts = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return answer(parts + end, "Transfer-Encoding: chunked")


def packed(body: bytes, times: int = 1) -> bytes:
    """Return an answer whose body is compressed."""
    for _ in range(times):
        body = gzip.compress(body, mtime=0)
    return answer(body, "Content-Encoding: " + ", ".join(["gzip"] * times))


def _entities() -> bytes:
    lines = [b'<!ENTITY a0 "lol">']
    lines += [b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)]
    return b'<?xml version="1.0"?><!DOCTYPE rss [%b]>' % b"".join(lines) + _RSS.replace(
        b"tea", b"&a11;"
    )


PROTOCOL: Final[Mapping[str, tuple[bytes, str]]] = {
    "nothing": (b"", "could not be fetched"),
    "silence": (SILENT, "did not answer whole within"),
    "not-http": (b"SSH-2.0-OpenSSH_9.6\r\n", "could not be fetched"),
    "page-only": (b"<html>hello</html>", "could not be fetched"),
    "http-0.9": (_RSS, "could not be fetched"),
    "http-3": (b"HTTP/3 200 OK\r\n\r\n", "could not be fetched"),
    "status-text": (b"HTTP/1.1 OK 200\r\n\r\n", "could not be fetched"),
    "status-0": (b"HTTP/1.1 000 ?\r\n\r\n", "could not be fetched"),
    "status-huge": (b"HTTP/1.1 99999 ?\r\n\r\n", "could not be fetched"),
    "status-999": (answer(status="999 Denied"), "answered 999"),
    "informational": (b"HTTP/1.1 102 Processing\r\n\r\n" * 40 + SILENT, "could not be fetched|did"),
    "upgrade": (answer(status="101 Switching Protocols"), "could not be fetched|answered 101"),
    "cut-status": (b"HTTP/1.1 20", "could not be fetched"),
    "cut-headers": (b"HTTP/1.1 200 OK\r\nContent-Le", "could not be fetched"),
    "cut-body": (answer(_RSS[:40], "Content-Length: 4000"), "could not be fetched"),
    "header-bomb": (answer(_RSS, "X: " + "x" * 200_000), "could not be fetched"),
    "many-headers": (answer(_RSS, *[f"X-{n}: y" for n in range(20_000)]), "could not be fetched"),
    "header-nul": (answer(_RSS, "X: a\0b"), "could not be fetched"),
    "header-space": (answer(_RSS, "Content-Length : 5"), "could not be fetched"),
    "header-folded": (answer(_RSS, "X: a\r\n b"), ""),
    "length-negative": (answer(_RSS, "Content-Length: -1"), "could not be fetched"),
    "length-text": (answer(_RSS, "Content-Length: many"), "could not be fetched"),
    "length-huge": (answer(_RSS, f"Content-Length: {10**30}"), "could not be fetched"),
    "length-twice": (
        answer(_RSS, "Content-Length: 3", "Content-Length: 4"),
        "could not be fetched",
    ),
    "length-short": (answer(_RSS, "Content-Length: 20"), "has no|cannot be read|is no"),
    "both-lengths": (
        answer(b"5\r\nabcde\r\n0\r\n\r\n", "Content-Length: 3", "Transfer-Encoding: chunked"),
        "",
    ),
    "chunk-size-text": (answer(b"zz\r\nx\r\n", "Transfer-Encoding: chunked"), "could not be"),
    "chunk-size-negative": (answer(b"-5\r\nx\r\n", "Transfer-Encoding: chunked"), "could not be"),
    "chunk-size-huge": (answer(b"f" * 40 + b"\r\nx", "Transfer-Encoding: chunked"), "could not be"),
    "chunk-without-end": (chunked(_RSS, end=b""), "could not be fetched"),
    "chunks-tiny-endless": (answer(ENDLESS, "Transfer-Encoding: chunked"), "could not be|has more"),
    "chunk-trailer-bomb": (
        chunked(_RSS, end=b"0\r\nX: " + b"x" * 300_000 + b"\r\n\r\n"),
        "could not be fetched",
    ),
    "transfer-gzip": (answer(_RSS, "Transfer-Encoding: gzip"), "could not be fetched"),
    "endless": (answer(ENDLESS, "Content-Length: 999999999999"), "has more than 5,000,000 bytes"),
    "big": (answer(_BIG), "has more than 5,000,000 bytes"),
    "partial": (answer(_RSS, "Content-Range: bytes 0-9/99", status="206 P"), "answered 206"),
    "no-content": (answer(status="204 No Content"), "answered 204"),
    "unasked-304": (answer(status="304 Not Modified"), "answered 304"),
    "unauthorized": (answer(status="401 U"), "answered 401"),
    "payment": (answer(status="402 P"), "answered 402"),
    "gone": (answer(status="410 Gone"), "answered 410"),
    "teapot": (answer(status="418 Teapot"), "answered 418"),
    "busy": (answer(b"", "Retry-After: 999999", status="429 Busy"), "answered 429"),
    "broken": (answer(_BIG, status="500 Broken"), "answered 500"),
    "away": (answer(b"", "Retry-After: 1e999", status="503 Away"), "answered 503"),
}
"""How the protocol is broken, and what the note says (alternatives in a regular expression)."""

CODING: Final[Mapping[str, tuple[bytes, str]]] = {
    "bomb": (packed(b"0" * 80_000_000), "has more than 5,000,000 bytes"),
    "bomb-in-feed": (packed(_RSS + b" " * 80_000_000), "has more than 5,000,000 bytes"),
    "bomb-twice": (packed(b"0" * 1_000_000, times=2), "is encoded as 'gzip, gzip'"),
    "packed-cut": (
        answer(gzip.compress(_RSS)[:30], "Content-Encoding: gzip"),
        "ends before its end",
    ),
    "packed-not": (answer(_RSS, "Content-Encoding: gzip"), "could not be fetched"),
    "packed-empty": (answer(b"", "Content-Encoding: gzip"), "ends before its end"),
    "packed-checksum": (
        answer(gzip.compress(_RSS)[:-8] + b"\0" * 8, "Content-Encoding: gzip"),
        "could not be fetched",
    ),
    "deflate": (answer(zlib.compress(_RSS), "Content-Encoding: deflate"), "nobody asked for"),
    "brotli": (answer(b"\x0b\x02", "Content-Encoding: br"), "is encoded as 'br'"),
    "zstd": (answer(b"(\xb5/\xfd", "Content-Encoding: zstd"), "is encoded as 'zstd'"),
    "coding-long": (answer(_RSS, "Content-Encoding: " + "g" * 3000), "nobody asked for"),
    "coding-odd": (answer(_RSS, "Content-Encoding: \xff"), "nobody asked for"),
}
"""How a body is packed wrongly."""

BODIES: Final[Mapping[str, bytes]] = {
    "empty": b"",
    "blank": b" \n" * 1000,
    "nul": b"\0" * 4000,
    "random": bytes(range(256)) * 40,
    "html": b"<!doctype html><html><body><h1>Not found</h1></body></html>",
    "login": b"<html><form action='/login'><input name=password></form></html>",
    "json-text": b'"hello"',
    "json-number": b"17",
    "json-null": b"null",
    "json-object": b'{"error": "quota"}',
    "json-cut": b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "a',
    "json-deep": b"[" * 400_000,
    "json-deep-objects": b'{"a":' * 200_000,
    "json-nan": b'[{"date": NaN, "text": Infinity}]',
    "json-digits": b"9" * 1_000_000,
    "json-surrogate": b'[{"date": "2026-03-01", "text": "\\ud800"}]',
    "json-doubled": b'{"items": [], "items": [{"title": "a"}]}',
    "entities": _entities(),
    "entity-external": (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _RSS.replace(b"tea", b"&x;")
    ),
    "entity-remote": (
        b'<!DOCTYPE rss SYSTEM "http://127.0.0.2/evil.dtd">' + _RSS.replace(b"tea", b"&x;")
    ),
    "entity-parameter": b'<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.2/">%p;]>' + _RSS,
    "include": _RSS.replace(b"tea", b'<xi:include href="http://127.0.0.2/"/>'),
    "stylesheet": b'<?xml-stylesheet href="http://127.0.0.2/a.xsl"?>' + _RSS,
    "link": _RSS.replace(b"tea", b"<![CDATA[<img src=http://127.0.0.2/pixel>tea]]>"),
    "enclosure": _RSS.replace(b"<title>", b'<enclosure url="http://127.0.0.2/a.mp3"/><title>'),
    "moved-to": _RSS.replace(b"<item>", b"<newLocation>http://127.0.0.2/</newLocation><item>"),
    "nested": b'<rss version="2.0">' + b"<a>" * 300_000,
    "unclosed": b'<rss version="2.0"><channel><item><title>' + b"a" * 1_000_000,
    "items": b"<rss><channel>" + b"<item><title>a</title></item>" * 100_000 + b"</channel></rss>",
    "dates": _RSS.replace(b"Mon, 02 Mar 2026", b"Mon, 99 Foo 99999"),
    "ahead": _RSS.replace(b"2026", b"9999"),
    "utf-16": _RSS.decode().encode("utf-16"),
    "utf-16-bare": _RSS.decode().encode("utf-16-le"),
    "utf-32": _RSS.decode().encode("utf-32"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>' + _RSS,
    "ebcdic": b'<?xml version="1.0" encoding="cp037"?>' + _RSS.decode().encode("cp037"),
    "encoding-long": b'<?xml version="1.0" encoding="' + b"u" * 5000 + b'"?>' + _RSS,
    "columns": b"date,text," + b"a," * 100_000 + b"\n2026-03-01,x\n",
    "quotes": b'date,text\n2026-03-01,"' + b'""' * 500_000,
    "formula": b"date,text\n2026-03-01,=HYPERLINK(1)\n",
    "opml": b'<opml version="2.0"><body><outline xmlUrl="http://127.0.0.2/"/></body></opml>',
    "sitemap": b"<urlset><url><loc>http://127.0.0.2/</loc></url></urlset>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="fetch(1)"/>',
    "zip": b"PK\x03\x04" + b"\0" * 500,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "bidi": _RSS.replace(b"tea", "\u202etea\u2066".encode()),
    "controls": _RSS.replace(b"tea", b"t\x1b[31mea\x07"),
}
"""Contents that are fetched whole and are no feed that anybody wants."""

FORBIDDEN: Final = (
    "http://127.0.0.2:{port}/",
    "http://127.2:{port}/",
    "http://2130706434:{port}/",
    "http://0x7f000002:{port}/",
    "http://0x7f.0.0.2:{port}/",
    "http://0177.0.0.2:{port}/",
    "http://[::ffff:127.0.0.2]:{port}/",
    "http://[::ffff:7f00:2]:{port}/",
    "http://[::127.0.0.2]:{port}/",
    "http://[64:ff9b::127.0.0.2]:{port}/",
    "http://[64:ff9b:1::7f00:2]:{port}/",
    "http://[2002:7f00:2::]:{port}/",
    "http://[2001:0:7f00:2::1]:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0:{port}/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://168.63.129.16/machine?comp=goalstate",
    "http://192.0.0.192/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://metadata.test/computeMetadata/v1/",
    "http://rebinding.test:{port}/",
    "http://mixed.test:{port}/",
)
"""Addresses at which nothing may be asked; the first ones lead to a server that would tell."""

ELSEWHERE: Final = (
    "file:///etc/passwd",
    "ftp://127.0.0.2/a",
    "gopher://127.0.0.2:6379/_FLUSHALL",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "http://user:secret@127.0.0.1/",
    "http://[broken/",
    "http://127.0.0.1:99999/",
    "http://ex\xe4mple.test/",
)
"""What a redirect may name that is no address to fetch."""


class HostileWeb:
    """A server that answers by the path, and notes every path that it was asked for."""

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.heads: list[bytes] = []
        self.connections = 0
        self.port = 0

    @asynccontextmanager
    async def serving(self, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[str]:
        """Serve meanwhile, and yield the address."""
        over = asyncio.Event()
        server = await asyncio.start_server(self._served(over), host, port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield f"http://{host}:{self.port}"
        finally:
            over.set()
            server.close()

    def _served(
        self, over: asyncio.Event
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                path = head.split(b" ")[1].decode()
                self.asked.append(path)
                await self._say(self.answers.get(path, answer(status="404 N")), writer, over)
            writer.transport.abort()

        return serve

    async def _say(self, said: bytes, writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
        for mark in (SILENT, ENDLESS):
            before, found, _ = said.partition(mark)
            writer.write(before)
            await writer.drain()
            if found and mark == SILENT:
                await over.wait()
            while found and not over.is_set():
                writer.write(b"1\r\nx\r\n" * 10_000)
                await writer.drain()
            if found:
                return
            said = before
        writer.close()
        await writer.wait_closed()
