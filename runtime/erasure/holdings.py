"""The places where something of a tenant is held: what it is, how many, and erasing it.

To erase twice is to erase once, at every place.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from activities.ledger import SqlLedger, upkeep
from activities.memory.folder import FolderMemory
from activities.publish.outbox.files import folder_of, number_of_posts
from activities.store import SweepableStore, remove_folder
from contracts import Infrastructure
from contracts.base import utc_now
from runtime.erasure.runs import TenantRuns
from runtime.progress import Say
from runtime.schedule.schedules import Schedules

_AT_ONCE: Final = 8
_CLOCKS: Final = timedelta(days=1)
"""By how much a store's clock may be ahead of this one."""


class Holding(Protocol):
    """One place."""

    @property
    def where(self) -> str:
        """Its name, as people say it."""
        ...

    async def held(self) -> Mapping[str, int]:
        """Count what is there of the tenant, by kind."""
        ...

    async def erase(self) -> None:
        """Take it away.

        Raises:
            CampaignError: It cannot be taken away, or not all of it.
            NotCarriedOut: Temporal refuses it, or gives no answer.
            OSError: A file cannot be deleted.
        """
        ...


class HeldSchedules:
    """Schedules, whose requests are the tenant's."""

    where = "Temporal"

    def __init__(self, schedules: Schedules, tenant_id: UUID) -> None:
        self._schedules = schedules
        self._tenant_id = tenant_id

    async def held(self) -> Mapping[str, int]:
        """See the port."""
        return {"schedules": len(await self._schedules.of_tenant(self._tenant_id))}

    async def erase(self) -> None:
        """See the port."""
        for schedule in await self._schedules.of_tenant(self._tenant_id):
            await self._schedules.delete(schedule)


class HeldRows:
    """Rows of the ledger."""

    where = "the ledger"

    def __init__(
        self, ledger: SqlLedger, url: str, tenant_id: UUID, executions: Mapping[UUID, UUID]
    ) -> None:
        self._ledger = ledger
        self._url = url
        self._tenant_id = tenant_id
        self._executions = executions

    @property
    def has_executions(self) -> bool:
        """Whether the ledger knows an execution of the tenant's, erased ones included."""
        return bool(self._executions)

    async def held(self) -> Mapping[str, int]:
        """See the port."""
        words = await self._ledger.erasure.words(self._tenant_id, self._executions)
        return {
            "executions": words.executions,
            "steps": words.steps,
            "recipients": words.recipients,
            "lifted stops": words.stops,
        }

    async def erase(self) -> None:
        """See the port."""
        await self._ledger.erasure.erase(self._tenant_id, self._executions)
        # Also when nothing was left: an earlier attempt may have ended before it.
        await self._ledger.close()
        await upkeep.compact(self._url)


class HeldMemory:
    """What providers need not ask for again: feeds, and the answers of models."""

    where = "the memory of this machine"

    def __init__(self, folder: Path, tenant_id: UUID) -> None:
        self._memory = FolderMemory(folder)
        self._tenant_id = tenant_id

    async def held(self) -> Mapping[str, int]:
        """See the port."""
        return {"answers": await self._memory.number_of(self._tenant_id)}

    async def erase(self) -> None:
        """See the port."""
        await self._memory.forget(self._tenant_id)


class HeldPosts:
    """Posts in the outbox, with their pages."""

    where = "the outbox"

    def __init__(self, outbox: Path, tenant_id: UUID) -> None:
        self._outbox = outbox
        self._tenant_id = tenant_id

    async def held(self) -> Mapping[str, int]:
        """See the port."""
        return {"posts": await asyncio.to_thread(number_of_posts, self._outbox, self._tenant_id)}

    async def erase(self) -> None:
        """See the port."""
        await asyncio.to_thread(remove_folder, folder_of(self._outbox, self._tenant_id))


class HeldArtifacts:
    """Artefacts in the tenant's own store: no other tenant's campaign reads them."""

    where = "the artefact store"

    def __init__(self, store: SweepableStore) -> None:
        self._store = store

    async def held(self) -> Mapping[str, int]:
        """See the port."""
        return {"artefacts": len(await self._store.stored())}

    async def erase(self) -> None:
        """See the port."""
        before = utc_now() + _CLOCKS
        stored = await self._store.stored()
        for start in range(0, len(stored), _AT_ONCE):
            some = stored[start : start + _AT_ONCE]
            await asyncio.gather(*(self._store.discard(one, before) for one in some))
        if await self._store.stored():
            raise Infrastructure("something was stored meanwhile")


class HeldRuns:
    """Histories of what has ended. They go last: they say which executions there were."""

    where = "Temporal"

    def __init__(self, runs: TenantRuns, say: Say) -> None:
        self._runs = runs
        self._say = say

    async def held(self) -> Mapping[str, int]:
        """See the port."""
        return {"runs": len(await self._runs.closed())}

    async def erase(self) -> None:
        """See the port."""
        await self._runs.delete(self._say)
