"""Who asks for work from a task queue, as Temporal knows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

MAY_NOT_ASK: Final = frozenset({RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED})
"""How Temporal answers whoever may not describe a task queue."""
_ANSWER: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class Served:
    """What waits in a queue, and for whom."""

    by: Sequence[str]
    """Workers that have asked within the last five minutes, which is as long as Temporal remembers
    them."""
    waiting: int
    """Tasks, about."""


async def served(client: Client, queue: str, kind: TaskQueueType.ValueType) -> Served | None:
    """Return who takes work of one kind from a queue, or `None` where this client may not ask.

    Raises:
        RPCError: It may ask, and Temporal does not say.
    """
    try:
        answer = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace,
                task_queue=TaskQueue(name=queue),
                task_queue_type=kind,
                report_stats=True,
            ),
            timeout=_ANSWER,
        )
    except RPCError as error:
        if error.status not in MAY_NOT_ASK:
            raise
        return None
    names = sorted({poller.identity for poller in answer.pollers})
    return Served(names, answer.stats.approximate_backlog_count)
