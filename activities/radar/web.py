"""One feed fetched from the web: asked for as politely as a reader does, and bounded in every way.

Rule 1: nothing that is fetched says what is fetched next, but for a few redirects that are judged
like the first address.
Rule 2: whatever goes wrong is the feed's affair alone, and is told in one sentence.
"""

import asyncio
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpcore2

from activities.http.strangers import Forbidden, GuardedNetwork, Network, Resolve, resolve
from activities.radar.sources import MAX_BYTES
from contracts import ArtifactRef, Contract, as_prose, is_feed_address

MAX_REDIRECTS: Final = 5
_MAX_URL: Final = 2000
_LONGEST_WHY: Final = 150
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_GZIP: Final = {"gzip", "x-gzip"}
"""RFC 9110, section 8.4.1.3."""
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
"""How zlib is told to read it."""
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]{1,90}")
_HEADERS: Final = (
    ("accept", "application/feed+json, application/rss+xml, application/atom+xml, */*;q=0.5"),
    ("accept-encoding", "gzip"),
    ("connection", "close"),
    ("user-agent", "Phoenix (feed reader)"),
)


class NotFetched(Exception):
    """A feed could not be fetched; the message says why, as a sentence without its subject."""


class KnownVersion(Contract):
    """What is known of a feed that was fetched before."""

    artifact: ArtifactRef
    """Its content."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """A feed as it was answered."""

    data: bytes
    media_type: str
    etag: str | None
    last_modified: str | None


class Web:
    """Fetches from the public internet, and from networks that an operator has opened."""

    def __init__(
        self, allowed: Sequence[Network], seconds: float, resolve: Resolve = resolve
    ) -> None:
        """Take the networks, the time for one feed in all, and what finds addresses."""
        self._allowed = allowed
        self._seconds = seconds
        self._resolve = resolve

    async def fetch(self, url: str, known: KnownVersion | None) -> Fetched | KnownVersion:
        """Return what is there, which may still be what is known.

        Raises:
            NotFetched: Whatever came in between.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._followed(url, known)
        except NotFetched:
            raise
        except TimeoutError as error:
            raise NotFetched(f"did not answer whole within {self._seconds:g} s") from error
        except Forbidden as error:
            raise NotFetched(f"is not asked: {error}") from error
        except Exception as error:  # whatever a stranger's server provokes is told of it
            why = " ".join(as_prose(str(error) or type(error).__name__, _LONGEST_WHY).split())
            raise NotFetched(f"could not be fetched ({why})") from error

    async def _followed(self, url: str, known: KnownVersion | None) -> Fetched | KnownVersion:
        network = GuardedNetwork(self._allowed, self._resolve)
        async with httpcore2.AsyncConnectionPool(network_backend=network) as pool:
            for _ in range(MAX_REDIRECTS + 1):
                answer = await self._once(pool, url, known)
                if not isinstance(answer, str):
                    return answer
                url = _redirected(url, answer)
        raise NotFetched(f"leads from one address to another more than {MAX_REDIRECTS} times")

    async def _once(
        self, pool: httpcore2.AsyncConnectionPool, url: str, known: KnownVersion | None
    ) -> Fetched | KnownVersion | str:
        """Ask once; return what is there, what is still known, or where it leads."""
        headers = [*_HEADERS, *_conditions(known)]
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        address = httpcore2.URL(url.encode("ascii"))
        async with pool.stream("GET", address, headers=encoded) as response:
            said = {name.lower(): value for name, value in reversed(response.headers)}
            if response.status == HTTPStatus.NOT_MODIFIED and known is not None:
                return known
            if response.status in _REDIRECTS and b"location" in said:
                return said[b"location"].decode("ascii")
            if response.status != HTTPStatus.OK:
                raise NotFetched(f"answered {response.status}")
            coding = said.get(b"content-encoding", b"identity").decode("latin-1")
            data = await _content(response, coding)
        return Fetched(
            data,
            _media_type(_text(said, b"content-type") or ""),
            _text(said, b"etag"),
            _text(said, b"last-modified"),
        )


def _redirected(url: str, location: str) -> str:
    target = urljoin(url, location).partition("#")[0]
    if not is_feed_address(target):
        raise NotFetched("leads to what is no address on the web")
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
        raise NotFetched("leads from an encrypted address to one in the clear")
    return target


def _conditions(known: KnownVersion | None) -> list[tuple[str, str]]:
    if known is None:
        return []
    named = (("if-none-match", known.etag), ("if-modified-since", known.last_modified))
    return [(name, value) for name, value in named if value is not None]


async def _content(response: httpcore2.Response, coding: str) -> bytes:
    """Read the body, decoded, and no more of it than a source may have."""
    coding = coding.strip().lower()
    if coding not in {"identity", *_GZIP}:
        raise NotFetched(f"is encoded as {coding[:40]!r}, which nobody asked for")
    inflate = zlib.decompressobj(_GZIP_WINDOW) if coding in _GZIP else None
    data = bytearray()
    read = 0
    async for chunk in response.aiter_stream():
        read += len(chunk)
        room = MAX_BYTES + 1 - len(data)
        data += chunk[:room] if inflate is None else inflate.decompress(chunk, room)
        if len(data) > MAX_BYTES or read > MAX_BYTES:
            raise NotFetched(f"has more than {MAX_BYTES:,} bytes")
    if inflate is not None and not inflate.eof:
        raise NotFetched("ends before its end")
    return bytes(data)


def _text(headers: dict[bytes, bytes], name: bytes) -> str | None:
    """Return a header that can be sent again as it came."""
    value = headers.get(name, b"").decode("latin-1").strip()
    return value if value.isprintable() and 0 < len(value) <= _MAX_URL else None


def _media_type(said: str) -> str:
    """Return a media type that an artefact can have; what is none is said to be bytes."""
    name = said.partition(";")[0].strip().lower()
    return name if _MEDIA_TYPE.fullmatch(name) else "application/octet-stream"
