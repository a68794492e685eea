"""What Temporal says of its task queues to a client that asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from temporalio.api.enums.v1 import WorkerVersioningMode
from temporalio.api.taskqueue.v1 import PollerInfo
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.service import RPCError, RPCStatusCode

from runtime.temporal.converter import with_contracts


@dataclass
class FakeTaskQueues:
    """Stands where a client's connection is, and knows task queues alone."""

    served: Iterable[str] = ()
    """The queues that a worker has lately asked."""
    names: Iterable[str] = ("phoenix-worker@host:1",)
    """What those are called that have asked."""
    waiting: dict[str, int] = field(default_factory=dict[str, int])
    """Tasks, by queue."""
    build: str = ""
    """The build id of the worker that has asked; none by default."""
    current: str = ""
    """The build id that work goes to; none by default."""
    ramping: tuple[str, float] = ("", 0.0)
    """The build id that a percentage of it goes to."""
    refuses: RPCStatusCode | None = None
    """How whoever asks is answered instead."""
    namespace: str = "default"
    data_converter: DataConverter = field(default_factory=with_contracts)

    @property
    def client(self) -> Client:
        """The client."""
        return cast("Client", self)

    @property
    def workflow_service(self) -> "FakeTaskQueues":
        """What answers the client's requests."""
        return self

    async def describe_task_queue(
        self, request: DescribeTaskQueueRequest, **_: Any
    ) -> DescribeTaskQueueResponse:
        """Answer as Temporal does."""
        if self.refuses is not None:
            raise RPCError("it does not say", self.refuses, b"")
        queue = request.task_queue.name
        answer = DescribeTaskQueueResponse()
        answer.stats.approximate_backlog_count = self.waiting.get(queue, 0)
        for name in self.names if queue in self.served else ():
            poller = PollerInfo(identity=name)
            if self.build:
                told = poller.deployment_options
                told.deployment_name, told.build_id = "phoenix", self.build
                told.worker_versioning_mode = WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED
            answer.pollers.append(poller)
        info, (ramping, percentage) = answer.versioning_info, self.ramping
        if self.current:
            info.current_deployment_version.deployment_name = "phoenix"
            info.current_deployment_version.build_id = self.current
        if ramping:
            info.ramping_deployment_version.deployment_name = "phoenix"
            info.ramping_deployment_version.build_id = ramping
            info.ramping_version_percentage = percentage
        return answer
