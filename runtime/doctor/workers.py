"""Whether somebody asks for the work that waits in each task queue."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.client import Client

from contracts import TASK_QUEUE, as_prose
from runtime.doctor.replies import Finding, Health
from runtime.temporal.queues import served
from runtime.temporal.roles import own_queues

_KINDS: Final = {
    "workflow tasks": TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    "activities": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
}


async def examine_workers(client: Client) -> AsyncIterator[Finding]:
    """Look at the queue of the campaigns, and at those of kinds of work and channels.

    Raises:
        RPCError: Temporal does not say, although this client may ask.
    """
    for kind, task_queue_type in _KINDS.items():
        yield await _campaigns(client, f"workers for {kind}", task_queue_type)
    yield await _own_queues(client, "workers by kind of work")


async def _campaigns(
    client: Client, part: str, task_queue_type: TaskQueueType.ValueType
) -> Finding:
    found = await served(client, TASK_QUEUE, task_queue_type)
    if found is None:
        return _not_told(part)
    if not found.by:
        return Finding(
            part=part,
            health=Health.FAULTY,
            says=f"nobody has asked for work from {TASK_QUEUE!r} lately; "
            f"{found.waiting} tasks wait",
            to_do="start one: python worker.py",
        )
    return Finding(
        part=part,
        health=Health.WELL,
        says=as_prose(f"{', '.join(found.by)} on {TASK_QUEUE!r}; {found.waiting} tasks wait"),
    )


async def _own_queues(client: Client, part: str) -> Finding:
    """Say whether each kind of work and channel that has a queue of its own is served."""
    names = [queue.name for queue in own_queues()]
    answers = await asyncio.gather(
        *(served(client, name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY) for name in names)
    )
    found = {name: one for name, one in zip(names, answers, strict=True) if one is not None}
    if len(found) < len(names):
        return _not_told(part)
    lacking = {name: one.waiting for name, one in found.items() if not one.by}
    is_waited_for = any(lacking.values())
    if not lacking:
        return Finding(part=part, health=Health.WELL, says="every queue is served")
    if len(lacking) == len(names) and not is_waited_for:
        says = "no queue of a kind of work is served, and nothing waits in one"
        return Finding(part=part, health=Health.WELL, says=says)
    listed = ", ".join(f"{name} ({waiting} tasks wait)" for name, waiting in lacking.items())
    return Finding(
        part=part,
        health=Health.FAULTY if is_waited_for else Health.DOUBTFUL,
        says=as_prose(f"no worker serves {listed}"),
        to_do="start one with its role, such as python worker.py --role compute, or with all",
    )


def _not_told(part: str) -> Finding:
    return Finding(
        part=part,
        health=Health.DOUBTFUL,
        says="this client may not ask Temporal who takes work",
        to_do="let it describe task queues, or look at each worker's PHOENIX_READY_FILE",
    )
