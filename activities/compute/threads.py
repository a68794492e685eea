"""Work in threads of this process, for commands that do one thing and end."""

import asyncio
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple
from uuid import UUID

from activities.ports import Limit

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class ThreadCompute:
    """Starts at once and needs no process, but nothing can stop its work: it keeps no limit."""

    async def run(
        self, function: Callable[[*Ts], T], *args: *Ts, what: str, tenant: UUID, limit: Limit
    ) -> T:
        """See `Compute.run`; whoever is cancelled leaves the work to its thread."""
        del what, tenant, limit
        return await asyncio.to_thread(function, *args)

    async def prepare(self) -> None:
        """Need nothing beforehand."""

    async def close(self) -> None:
        """Hold nothing open."""
