"""The feeds that a request names by their addresses, fetched as a good guest does."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from activities.ports import ArtifactStore, ArtifactStores, Memory
from activities.radar.web import KnownVersion, NotFetched, Web
from activities.retrying import Pause
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    RadarOrder,
    Source,
    WebSource,
)

_BETWEEN: Final = 1.0
"""Seconds between two requests to one host."""
_ALL_SECONDS: Final = 120.0
"""What all feeds of one order may take together: a stage has five minutes."""
_AT_ONCE: Final = 8
_MOST_HOSTS: Final = 1000


@dataclass(frozen=True)
class Subscribed:
    """What was found at the addresses of one order."""

    sources: Sequence[Source]
    notes: Sequence[str]
    """Which feeds could not be fetched, and why."""


class Subscriptions:
    """Fetches feeds; one that is still what it was is not sent again.

    What is fetched is stored under its digest, so that a signal can be checked against it, and what
    is read of it depends on its bytes alone.
    """

    def __init__(
        self,
        web: Web,
        stores: ArtifactStores,
        memory: Memory,
        *,
        pause: Pause = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web = web
        self._stores = stores
        self._memory = memory
        self._pause = pause
        self._clock = clock
        self._next: dict[str, float] = {}

    async def fetched(self, order: RadarOrder) -> Subscribed:
        """Fetch every feed of an order. It has no effect but on what is kept of the feeds.

        Raises:
            Infrastructure: The store does not take them.
        """
        room = asyncio.Semaphore(_AT_ONCE)
        store = self._stores.of(order.tenant_id)

        async def source(feed: WebSource) -> Source | str:
            async with room:
                try:
                    return await self._source(feed, order, store)
                except NotFetched as error:
                    return f"{feed.name} {error}."

        tasks = [asyncio.ensure_future(source(feed)) for feed in order.feeds]
        if tasks:
            await asyncio.wait(tasks, timeout=_ALL_SECONDS)
        late = [task for task in tasks if task.cancel()]
        await asyncio.gather(*late, return_exceptions=True)
        found = [
            f"{feed.name} was not fetched: all feeds together took more than {_ALL_SECONDS:g} s."
            if task in late
            else task.result()
            for feed, task in zip(order.feeds, tasks, strict=True)
        ]
        return Subscribed(
            [one for one in found if isinstance(one, Source)],
            [one for one in found if isinstance(one, str)],
        )

    async def _source(self, feed: WebSource, order: RadarOrder, store: ArtifactStore) -> Source:
        known = await self._known(feed, order, store)
        await self._turn(urlsplit(feed.url).netloc)
        answer = await self._web.fetch(feed.url, known)
        if isinstance(answer, KnownVersion):
            return Source(name=feed.name, artifact=answer.artifact)
        version = KnownVersion(
            artifact=await store.put(answer.data, answer.media_type),
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        await self._memory.keep(order.tenant_id, _named(feed), version.model_dump_json())
        return Source(name=feed.name, artifact=version.artifact)

    async def _known(
        self, feed: WebSource, order: RadarOrder, store: ArtifactStore
    ) -> KnownVersion | None:
        """Return what is known of a feed, if its content is still there."""
        text = await self._memory.recall(order.tenant_id, _named(feed))
        if text is None:
            return None
        try:
            known = KnownVersion.model_validate_json(text)
            await store.get(known.artifact.sha256)
        except (ValidationError, ArtifactMissing, ArtifactAltered):
            return None
        return known

    async def _turn(self, host: str) -> None:
        """Wait until the host may be asked again."""
        now = self._clock()
        if len(self._next) > _MOST_HOSTS:
            self._next = {name: moment for name, moment in self._next.items() if moment > now}
        begins = max(now, self._next.get(host, now))
        self._next[host] = begins + _BETWEEN
        if begins > now:
            await self._pause(begins - now)


def _named(feed: WebSource) -> str:
    return f"feed {feed.url}"
