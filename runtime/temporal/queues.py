"""Who asks for work from a task queue, and who gets it, as Temporal knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType, WorkerVersioningMode
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode

from runtime.temporal.builds import Build, Routing, known_routing, named

MAY_NOT_ASK: Final = frozenset({RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED})
"""How Temporal answers whoever may not describe a task queue."""
_ANSWER: Final = timedelta(seconds=5)
_VERSIONED: Final = WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED


@dataclass(frozen=True)
class Served:
    """What waits in a queue, and for whom."""

    asking: Mapping[str, Build]
    """Workers that have asked within the last five minutes, which is as long as Temporal remembers
    them, with the build of each."""
    routing: Routing
    """Which builds get the work."""
    waiting: int
    """Tasks, about."""

    @property
    def by(self) -> Sequence[str]:
        """Workers that ask and get work."""
        return [name for name, build in self.asking.items() if build in self.routing.builds]

    @property
    def idle(self) -> Sequence[Build]:
        """Builds whose workers ask, and get nothing."""
        builds = dict.fromkeys(self.asking.values())
        return [build for build in builds if build not in self.routing.builds]

    @property
    def absent(self) -> Sequence[Build]:
        """Builds that the work goes to, and of which no worker asks."""
        asking = set(self.asking.values())
        return [build for build in self.routing.builds if build not in asking]

    def why_unserved(self, queue: str) -> str | None:
        """Say that work stays in the queue because nobody takes it, where that is so."""
        if not self.absent:
            return None
        if self.absent == [None] and not self.asking:
            return f"no worker serves {queue}"
        lacking = " or ".join(named(build) for build in self.absent)
        return f"the work of {queue} goes to {self.routing}, and no worker of {lacking} asks for it"


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
    asking = {poller.identity: _build_of(poller) for poller in answer.pollers}
    return Served(
        asking={name: asking[name] for name in sorted(asking)},
        routing=known_routing(answer.versioning_info),
        waiting=answer.stats.approximate_backlog_count,
    )


def _build_of(poller: PollerInfo) -> Build:
    told = poller.deployment_options
    if told.worker_versioning_mode != _VERSIONED:
        return None
    return WorkerDeploymentVersion(told.deployment_name, told.build_id)
