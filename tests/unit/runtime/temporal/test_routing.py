"""A worker whose build gets no work says so, and by which command it gets some."""

import asyncio
import logging
from contextlib import suppress

import pytest
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.common import WorkerDeploymentVersion
from temporalio.service import RPCStatusCode

from contracts import TASK_QUEUE
from runtime.temporal.builds import Build
from runtime.temporal.routing import tell_routing
from tests.support.fakes.task_queues import FakeTaskQueues

OWN = WorkerDeploymentVersion("phoenix", "2")


async def told(
    caplog: pytest.LogCaptureFixture, own: Build, queues: FakeTaskQueues, *currents: str
) -> list[str]:
    """Return what is logged while work goes to these builds, one after the other."""
    left = list(currents)

    async def pause(_: float) -> None:
        if not left:
            raise asyncio.CancelledError
        queues.current = left.pop(0)

    caplog.set_level(logging.INFO, "phoenix.worker")
    kind = TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
    with suppress(asyncio.CancelledError):
        await tell_routing(queues.client, TASK_QUEUE, kind, own, pause)
    return [record.getMessage() for record in caplog.records]


async def test_a_build_without_work_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """The command stands in the log, and a line more when it was given."""
    first, second = await told(caplog, OWN, FakeTaskQueues(), "1", "1", "2")

    assert "gets no work: that of 'campaigns' goes to phoenix:1" in first
    assert "set-current-version --deployment-name phoenix --build-id 2" in first
    assert second == "the work of 'campaigns' goes to phoenix:2"


async def test_a_worker_without_a_build_id_is_silent_until_it_is_left_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where there are no builds, nothing is said of them."""
    (said,) = await told(caplog, None, FakeTaskQueues(), "", "1")

    assert "--unversioned" in said


async def test_a_worker_that_may_not_ask_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody takes silence for work."""
    queues = FakeTaskQueues(refuses=RPCStatusCode.PERMISSION_DENIED)

    (said,) = await told(caplog, OWN, queues, "1", "1")

    assert said == "whether phoenix:2 gets work is unknown: it may not ask"
