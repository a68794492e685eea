"""Publishing into folders that people can look at and programs can read."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from activities.publish.outbox.call import Call
from activities.publish.outbox.files import folder_of
from activities.publish.outbox.folder import OutboxFolder
from contracts import Publication, PublishOrder, Reconciliation, SettleOrder

_MARGIN: Final = timedelta(seconds=2)
"""How much sooner than `call_timeout` a call gives up, so that its caller still hears of it."""

T = TypeVar("T")


class Outbox:
    """A folder for each tenant, with everything that the tenant published; see `OutboxFolder`.

    Tenants share nothing, neither a page nor a feed nor a lock. A call gives up, and changes
    nothing, before `call_timeout` is over.
    """

    def __init__(
        self,
        root: Path,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the folder, what tells the time of a post, and what tells seconds that pass."""
        self._root = root.absolute()
        self._clock = clock
        self._monotonic = monotonic
        self._lines: dict[UUID, list[Call]] = defaultdict(list)

    @property
    def reconciliation(self) -> Reconciliation:
        """It publishes once under a key, however often and wherever it is asked to."""
        return Reconciliation.KEYED

    @property
    def call_timeout(self) -> timedelta:
        """Longer than a folder takes that works at all."""
        return timedelta(seconds=10)

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Publish once per `order.step_key`; see `OutboxFolder.publish` for what it raises."""
        return await self._in_time(order, lambda folder, call: folder.publish(order, content, call))

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return what lies under `order.step_key`; see `OutboxFolder.find` for what it raises."""
        return await self._in_time(order, lambda folder, call: folder.find(order, call))

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Take the post out of sight; see `OutboxFolder.retract` for what it raises."""
        return await self._in_time(order, lambda folder, call: folder.retract(order, call))

    async def close(self) -> None:
        """Nothing is held open between two calls."""

    async def _in_time(
        self, order: PublishOrder | SettleOrder, work: Callable[[OutboxFolder, Call], T]
    ) -> T:
        tenant = order.tenant_id
        folder = OutboxFolder(folder_of(self._root, tenant), self._clock)
        seconds = (self.call_timeout - _MARGIN).total_seconds()
        call = Call(self._monotonic, seconds, self._lines[tenant])
        # A thread of its own: calls that wait for one tenant's lock keep no other call waiting,
        # be it another tenant's or another stage's.
        thread = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, work, folder, call)
        finally:
            call.cut_off()
            thread.shutdown(wait=False)
