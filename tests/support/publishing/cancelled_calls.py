"""Activities that are cancelled while a channel is busy."""

import asyncio
from typing import Any

from contracts import PublishResult
from tests.support.worlds.activities import World


async def cancelled_during(world: World, during: str, name: str, order: Any) -> PublishResult:
    """Run an activity that is cancelled twice while the channel is busy; return its result."""
    may_end = world.faults.hold(during)
    call = asyncio.ensure_future(world.run(name, order))
    await world.faults.called(during)
    for _ in range(2):
        call.cancel()
        await asyncio.sleep(0)
    may_end.set()
    result: PublishResult = await call
    return result
