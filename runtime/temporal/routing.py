"""A worker's log says whether its build gets work, whenever that changes.

A worker with a build id gets nothing until somebody routes work to it, and one without gets
nothing once work is routed to builds: either looks healthy, and its campaigns stand still.
"""

import asyncio
import logging
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.client import Client
from temporalio.service import RPCError

from activities.retrying import Pause
from runtime.temporal import secrecy
from runtime.temporal.builds import Build, how_to_route, named
from runtime.temporal.queues import Served, served

_FIRST: Final = 2.0
"""Seconds after which Temporal knows a build that has begun to ask."""
_EVERY: Final = 30.0
"""Seconds between two questions."""

log = logging.getLogger("phoenix.worker")


async def tell_routing(
    client: Client,
    queue: str,
    kind: TaskQueueType.ValueType,
    own: Build,
    pause: Pause = asyncio.sleep,
) -> None:
    """Ask again and again, and log what is new. It ends where this client may not ask.

    Args:
        client: The worker's connection.
        queue: Where it asks for work.
        kind: Of which kind.
        own: The worker's build.
        pause: How it is waited.
    """
    told = ("", True)  # nothing is said of a worker without a build id where there are no builds
    await pause(_FIRST)
    while True:
        try:
            found = await served(client, queue, kind)
        except RPCError as error:
            log.debug("Temporal does not say where work goes: %s", secrecy.told(error.message))
        else:
            if found is None:
                if own is not None:
                    log.warning("whether %s gets work is unknown: it may not ask", named(own))
                return
            told = _tell(queue, own, found, told)
        await pause(_EVERY)


def _tell(queue: str, own: Build, found: Served, told: tuple[str, bool]) -> tuple[str, bool]:
    routing = found.routing
    gets_work = own in routing.builds
    new = (str(routing), gets_work)
    is_silent = own is None and gets_work and told[1]
    if new == told or is_silent:
        return new
    if gets_work:
        log.info("the work of %r goes to %s", queue, routing)
    else:
        log.warning(
            "gets no work: that of %r goes to %s, and this worker is one of %s; all work comes "
            "to it with: %s",
            queue,
            routing,
            named(own),
            how_to_route(own, routing),
        )
    return new
