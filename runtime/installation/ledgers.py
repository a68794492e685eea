"""Whether workers of one Temporal have one ledger, as their names say.

What workers share they tell each other in the ledger (`shared.py`), so that those of another ledger
are not heard there. Temporal knows all that ask for work, by name.
"""

import asyncio
import logging
import re
from collections.abc import Collection, Mapping
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.client import Client
from temporalio.service import RPCError

from activities.retrying import Pause
from contracts import TASK_QUEUE, LedgerIdentity
from runtime.temporal import secrecy
from runtime.temporal.queues import Served, served
from runtime.temporal.roles import own_queues

_SHOWN: Final = 8
"""Characters of a ledger's id that a name has: enough to tell a few apart."""
_MARK: Final = re.compile(rf" ledger=([0-9a-f]{{{_SHOWN}}})$")
_FIRST: Final = 2.0
"""Seconds after which Temporal knows a worker that has begun to ask."""
_EVERY: Final = 60.0
"""Seconds between two questions."""

log = logging.getLogger("phoenix.worker")


def marked(worker: str, ledger: LedgerIdentity) -> str:
    """Return the name of a worker with the ledger that it has."""
    return f"{worker} ledger={short(ledger)}"


def short(ledger: LedgerIdentity) -> str:
    """Return how a ledger is called in a worker's name."""
    return str(ledger.id)[:_SHOWN]


def by_ledger(workers: Collection[str]) -> Mapping[str, list[str]]:
    """Return the names of workers by their ledgers, without those of releases that tell none."""
    found: dict[str, list[str]] = {}
    for worker in sorted(workers):
        if mark := _MARK.search(worker):
            found.setdefault(mark[1], []).append(worker)
    return found


async def asking(client: Client) -> Collection[str]:
    """Return the names of all workers that asked for work within the last five minutes.

    There is none where this client may not ask.

    Raises:
        RPCError: It may ask, and Temporal does not say.
    """
    activities = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
    queues = [TASK_QUEUE, *(queue.name for queue in own_queues())]
    told = await asyncio.gather(*(served(client, name, activities) for name in queues))
    return {name for found in told if isinstance(found, Served) for name in found.asking}


def why_apart(found: Mapping[str, list[str]]) -> str:
    """Say that there are several ledgers, and what to do."""
    whose = " and ".join(f"{ledger} ({', '.join(names)})" for ledger, names in found.items())
    return (
        f"workers of one Temporal have different ledgers: {whose}, of those that asked for work "
        "within the last five minutes; a campaign that was begun with one stands still with the "
        "other: give all of them the same PHOENIX_LEDGER_URL, and stop those that have the wrong "
        "one"
    )


async def tell_other_ledgers(client: Client, pause: Pause = asyncio.sleep) -> None:
    """Warn of workers with other ledgers, again and again, whenever those are others.

    Args:
        client: A worker's connection.
        pause: How it is waited.
    """
    told: Collection[str] = ()
    await pause(_FIRST)
    while True:
        try:
            found = by_ledger(await asking(client))
        except RPCError as error:
            log.debug("Temporal does not say who works for it: %s", secrecy.told(error.message))
        else:
            if len(found) > 1 and found.keys() != told:
                log.warning("%s", why_apart(found))
            told = found.keys()
        await pause(_EVERY)
