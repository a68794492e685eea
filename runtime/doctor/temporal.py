"""Whether Temporal is there, knows the search attributes, and has workers that ask for work."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    GetSystemInfoRequest,
)
from temporalio.client import Client

from contracts import TASK_QUEUE, as_prose
from runtime.doctor.replies import Finding, Health
from runtime.embedded.server import server_daemon
from runtime.embedded.worker import worker_daemon
from runtime.settings import Settings
from runtime.temporal import attributes
from runtime.temporal.connection import Target, join, read_target
from runtime.temporal.plugin import client_identity
from runtime.temporal.queues import served
from runtime.temporal.roles import own_queues

_ANSWER: Final = timedelta(seconds=5)
_KINDS: Final = {
    "workflow tasks": TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    "activities": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
}
_SHORTEST_RETENTION: Final = timedelta(days=1)
"""With less, a campaign that has ended is soon shown by the ledger alone."""


async def examine_temporal(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the Temporal that is meant. The embedded one is not started for it.

    Raises:
        WrongUse: It is not reached, or its search attributes are of other types.
    """
    target = read_target(settings)
    if target.is_embedded and not server_daemon(settings).is_running():
        yield Finding(
            part="temporal",
            health=Health.DOUBTFUL,
            says=f"the embedded server, which is meant, does not run at {target.address}",
            to_do="starter.py up starts it, as every command does that needs it",
        )
        return
    began = time.monotonic()
    client = await join(settings, client_identity(settings.identity))
    yield await _server(client, target, time.monotonic() - began)
    yield await _namespace(client)
    yield await _search_attributes(client)
    for kind, task_queue_type in _KINDS.items():
        yield await _workers(client, kind, task_queue_type)
    yield await _own_queues(client)
    if target.is_embedded:
        yield _embedded_worker(settings)


async def _server(client: Client, target: Target, seconds: float) -> Finding:
    info = await client.workflow_service.get_system_info(GetSystemInfoRequest(), timeout=_ANSWER)
    return Finding(
        part="temporal",
        health=Health.WELL,
        says=as_prose(
            f"server {info.server_version} at {target.address} (from {target.origin}), "
            f"reached in {1000 * seconds:.0f} ms"
        ),
    )


async def _namespace(client: Client) -> Finding:
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace), timeout=_ANSWER
    )
    keeps = described.config.workflow_execution_retention_ttl.ToTimedelta()
    is_short = keeps < _SHORTEST_RETENTION
    return Finding(
        part="namespace",
        health=Health.DOUBTFUL if is_short else Health.WELL,
        says=as_prose(
            f"{client.namespace} keeps campaigns that have ended for "
            f"{keeps / timedelta(hours=1):g} hours"
        ),
        to_do="keep them for a day or longer: afterwards the ledger alone knows how one ended"
        if is_short
        else None,
    )


async def _search_attributes(client: Client) -> Finding:
    absent = await attributes.missing(client)
    if absent:
        return Finding(
            part="search attributes",
            health=Health.FAULTY,
            says=f"{', '.join(absent)} are missing, so that campaigns cannot be found",
            to_do="start a worker, which registers them, or give what it says when it may not",
        )
    return Finding(
        part="search attributes", health=Health.WELL, says="all of them have their types"
    )


async def _workers(client: Client, kind: str, task_queue_type: TaskQueueType.ValueType) -> Finding:
    found = await served(client, TASK_QUEUE, task_queue_type)
    names, waiting = found.by, found.waiting
    part = f"workers for {kind}"
    if not names:
        return Finding(
            part=part,
            health=Health.FAULTY,
            says=f"nobody has asked for work from {TASK_QUEUE!r} lately; {waiting} tasks wait",
            to_do="start one: python worker.py",
        )
    return Finding(
        part=part,
        health=Health.WELL,
        says=as_prose(f"{', '.join(names)} on {TASK_QUEUE!r}; {waiting} tasks wait"),
    )


async def _own_queues(client: Client) -> Finding:
    """Say whether each kind of work and channel that has a queue of its own is served."""
    part = "workers by kind of work"
    names = [queue.name for queue in own_queues()]
    found = await asyncio.gather(
        *(served(client, name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY) for name in names)
    )
    lacking = [
        f"{name} ({one.waiting} tasks wait)"
        for name, one in zip(names, found, strict=True)
        if not one.by
    ]
    is_waited_for = any(one.waiting for one in found if not one.by)
    if not lacking:
        return Finding(part=part, health=Health.WELL, says="every queue is served")
    if len(lacking) == len(names) and not is_waited_for:
        says = "no queue of a kind of work is served, and nothing waits in one"
        return Finding(part=part, health=Health.WELL, says=says)
    return Finding(
        part=part,
        health=Health.FAULTY if is_waited_for else Health.DOUBTFUL,
        says=as_prose(f"no worker serves {', '.join(lacking)}"),
        to_do="start one with its role, such as python worker.py --role compute, or with all",
    )


def _embedded_worker(settings: Settings) -> Finding:
    daemon = worker_daemon(settings)
    if daemon.is_running():
        return Finding(
            part="embedded worker", health=Health.WELL, says=f"runs, and logs to {daemon.log}"
        )
    return Finding(
        part="embedded worker",
        health=Health.DOUBTFUL,
        says="does not run",
        to_do="starter.py up starts it, as every command does that needs it",
    )
