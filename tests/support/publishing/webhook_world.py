"""A webhook's publisher, and platforms for it: one that fails by plan, one that says one thing."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from activities.publish.webhook.publisher import WebhookPublisher
from activities.publish.webhook.settings import WebhookSettings
from contracts import Publication, Reconciliation, utc_now
from tests.chaos.book import Book
from tests.chaos.faults import Plan
from tests.chaos.platform import SECRET, Platform
from tests.support.publishing.outbox_orders import PICTURE, SHA, order

CONTENT = {SHA: PICTURE}


def settings(url: str, **changes: Any) -> WebhookSettings:
    """Return the settings of a webhook there with these fields changed."""
    values: dict[str, Any] = {
        "url": url,
        "reconciliation": Reconciliation.KEYED,
        "secrets": (SECRET,),
    }
    return WebhookSettings.model_validate(values | changes)


@asynccontextmanager
async def publishing(
    url: str, clock: Callable[[], datetime] = utc_now, **changes: Any
) -> AsyncGenerator[WebhookPublisher, None]:
    """Yield a publisher to an endpoint, and close it afterwards."""
    publisher = WebhookPublisher(settings(url, **changes), clock)
    try:
        yield publisher
    finally:
        await publisher.close()


@asynccontextmanager
async def failing(
    book: Path, level: str, *faults: str, plan: Plan | None = None, **changes: Any
) -> AsyncGenerator[WebhookPublisher, None]:
    """Yield a publisher to one level of a platform whose publications meet these faults."""
    notes = Book(book)
    platform = Platform(notes, plan or Plan({"*": faults}), hold=5)
    fields: dict[str, Any] = {"reconciliation": Reconciliation(level)} | changes
    try:
        async with (
            platform.serving() as url,
            publishing(f"{url}/{level}", **fields) as publisher,
        ):
            yield publisher
    finally:
        notes.close()


class Saying:
    """An endpoint that says the same bytes to every caller, and keeps what it was sent."""

    def __init__(self, raw: bytes, *, hang_up: bool = True) -> None:
        self._raw = raw
        self._hang_up = hang_up
        self.heard: list[bytes] = []

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[str, None]:
        """Yield its address."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/posts"
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            self.heard.append(await reader.read(65_536))
            writer.write(self._raw)
            await writer.drain()
            if not self._hang_up:
                await reader.read()
        writer.close()


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole HTTP answer; underscores in the names of headers stand for hyphens."""
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def published(publisher: WebhookPublisher) -> Publication:
    """Publish the usual order."""
    return await publisher.publish(order(), CONTENT)
