"""Whether somebody asks for the work that waits in each task queue."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.client import Client

from contracts import TASK_QUEUE, as_prose
from runtime.doctor.replies import Finding, Health
from runtime.temporal.builds import how_to_route, how_to_stop_ramp, named
from runtime.temporal.queues import Served, served
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
    waiting = f"{found.waiting} tasks wait"
    if not found.asking and found.absent == [None]:
        return Finding(
            part=part,
            health=Health.FAULTY,
            says=f"nobody has asked for work from {TASK_QUEUE!r} lately; {waiting}",
            to_do="start one: python worker.py",
        )
    if why := found.why_unserved(f"{TASK_QUEUE!r}"):
        says, to_do = as_prose(f"{why}; {waiting}"), as_prose(_how_to_serve(found))
        return Finding(part=part, health=Health.FAULTY, says=says, to_do=to_do)
    goes = "" if found.routing.deployment is None else f"; work goes to {found.routing}"
    says = as_prose(f"{_workers(found)} on {TASK_QUEUE!r}{goes}; {waiting}")
    if not found.idle:
        return Finding(part=part, health=Health.WELL, says=says)
    to_do = f"stop them, or let all work go to them: {how_to_route(found.idle[0], found.routing)}"
    return Finding(part=part, health=Health.DOUBTFUL, says=says, to_do=as_prose(to_do))


def _workers(found: Served) -> str:
    """Name those that ask for work, and their builds where there are any."""
    told: list[str] = []
    for name, build in found.asking.items():
        of = "" if build is None else f" of {named(build)}"
        told.append(f"{name}{of}" if build in found.routing.builds else f"{name}{of} (gets none)")
    return ", ".join(told)


def _how_to_serve(found: Served) -> str:
    """Say how work finds workers again."""
    absent = found.absent[0]
    name = "PHOENIX_BUILD_ID"
    start = f"without {name}" if absent is None else f"with {name}={absent.build_id}"
    if absent == found.routing.ramping and absent != found.routing.current:
        instead = how_to_stop_ramp(found.routing)
    elif found.idle:
        instead = how_to_route(found.idle[0], found.routing)
    else:
        return f"start one {start}"
    return f"start one {start}, or let work go to those that are there: {instead}"


async def _own_queues(client: Client, part: str) -> Finding:
    """Say whether each kind of work and channel that has a queue of its own is served."""
    names = [queue.name for queue in own_queues()]
    answers = await asyncio.gather(
        *(served(client, name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY) for name in names)
    )
    found = {name: one for name, one in zip(names, answers, strict=True) if one is not None}
    if len(found) < len(names):
        return _not_told(part)
    lacking = {name: one for name, one in found.items() if one.absent}
    is_waited_for = any(one.waiting for one in lacking.values())
    if not lacking:
        return Finding(part=part, health=Health.WELL, says="every queue is served")
    if len(lacking) == len(names) and not is_waited_for:
        says = "no queue of a kind of work is served, and nothing waits in one"
        return Finding(part=part, health=Health.WELL, says=says)
    listed = ", ".join(
        f"{name} ({one.waiting} tasks wait{_though(one)})" for name, one in lacking.items()
    )
    return Finding(
        part=part,
        health=Health.FAULTY if is_waited_for else Health.DOUBTFUL,
        says=as_prose(f"no worker serves {listed}"),
        to_do="start one with its role, such as python worker.py --role compute, or with all",
    )


def _though(found: Served) -> str:
    """Say of a queue that workers ask it, and that its work goes to others."""
    if not found.asking:
        return ""
    asking = ", ".join(dict.fromkeys(named(build) for build in found.asking.values()))
    return f" for {found.routing}; {asking} asks"


def _not_told(part: str) -> Finding:
    return Finding(
        part=part,
        health=Health.DOUBTFUL,
        says="this client may not ask Temporal who takes work",
        to_do="let it describe task queues, or look at each worker's PHOENIX_READY_FILE",
    )
