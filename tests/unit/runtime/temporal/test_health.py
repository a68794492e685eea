"""A worker is healthy while it takes and finishes work, and not because its process exists."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import PollerInfo
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from runtime.temporal.health import LONGEST_SILENCE, Health, announce, keep_fresh

KINDS: Final = (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)


class Server:
    """What Temporal says about who asks it for work, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.asked: dict[int, dict[str, float]] = {kind: {} for kind in KINDS}
        self.refuses: RPCError | None = None
        client = SimpleNamespace(namespace="default", workflow_service=self)
        self.health = Health(cast(Client, client), "queue", "me", lambda: self.now)

    def asks(self, who: str = "me", *kinds: int) -> None:
        """Have a worker ask for work."""
        for kind in kinds or KINDS:
            self.asked[kind][who] = self.now - 500  # its clock is not ours

    async def describe_task_queue(
        self, request: DescribeTaskQueueRequest, **_: Any
    ) -> DescribeTaskQueueResponse:
        """Answer as Temporal does."""
        assert (request.namespace, request.task_queue.name) == ("default", "queue")
        if self.refuses is not None:
            raise self.refuses
        return DescribeTaskQueueResponse(
            pollers=[
                PollerInfo(identity=who, last_access_time=Timestamp(seconds=int(when)))
                for who, when in self.asked[request.task_queue_type].items()
            ]
        )


def error(status: RPCStatusCode) -> RPCError:
    """Return how Temporal refuses an answer."""
    return RPCError("it does not say", status, b"")


async def test_a_worker_that_asks_for_work_is_healthy() -> None:
    """However long it lives."""
    server = Server()
    for _ in range(10):
        server.now += LONGEST_SILENCE
        server.asks()
        assert await server.health.is_good()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_worker_that_asks_no_more_is_not(kind: int) -> None:
    """Whether it is its decisions or its activities that do not come to an end."""
    server = Server()
    server.asks()
    assert await server.health.is_good()
    server.now += LONGEST_SILENCE + 1
    server.asks("me", *(each for each in KINDS if each != kind))
    server.asks("a neighbour")

    assert not await server.health.is_good()

    server.asks()
    assert await server.health.is_good()


async def test_a_worker_may_be_slow_to_come_up_and_no_more() -> None:
    """Before it has ever asked, it has as long as any other."""
    server = Server()
    server.now += LONGEST_SILENCE
    assert await server.health.is_good()
    server.now += 1

    assert not await server.health.is_good()


@pytest.mark.parametrize(
    ("status", "good"),
    [
        (RPCStatusCode.PERMISSION_DENIED, True),
        (RPCStatusCode.UNIMPLEMENTED, True),
        (RPCStatusCode.UNAVAILABLE, False),
    ],
)
async def test_where_temporal_does_not_say_it_is_told_once(
    status: RPCStatusCode, caplog: pytest.LogCaptureFixture, *, good: bool
) -> None:
    """Who may not ask is believed to live; who reaches nobody does no work."""
    server = Server()
    server.refuses = error(status)

    assert [await server.health.is_good() for _ in range(3)] == [good] * 3
    assert caplog.text.count("Temporal does not say whether it sees this worker") == 1


class Moments:
    """A pause that is over at once, so many times, and does something each time."""

    def __init__(self, *happenings: Callable[[], object]) -> None:
        self._happenings = list(happenings)

    async def __call__(self, _: float) -> None:
        """Let the next thing happen; after the last, the worker is stopped."""
        if not self._happenings:
            raise asyncio.CancelledError
        self._happenings.pop(0)()


async def _until_stopped(work: Awaitable[None]) -> None:
    with pytest.raises(asyncio.CancelledError):
        await work


async def test_the_ready_file_is_fresh_while_the_worker_is_healthy(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A container's health check needs no more than the time of a file."""
    server, ready = Server(), tmp_path / "ready"
    announce(ready)
    times: list[float] = []

    def next_one(seconds: float, *, asks: bool = False) -> Callable[[], object]:
        def happen() -> None:
            server.now += seconds
            times.append(ready.stat().st_mtime)
            os.utime(ready, (0, 0))
            if asks:
                server.asks()

        return happen

    caplog.set_level(logging.ERROR, "phoenix.worker")
    moments = Moments(
        next_one(10, asks=True), next_one(200), next_one(10), next_one(10, asks=True), next_one(1)
    )
    await _until_stopped(keep_fresh(ready, server.health, moments))

    assert [when > 0 for when in times] == [True, True, False, False, True]
    assert caplog.text.count("takes no more work, although its process lives: restart it") == 1


async def test_a_ready_file_that_was_tidied_away_comes_back(tmp_path: Path) -> None:
    """Whoever empties a temporary folder does not make a healthy worker look ill."""
    server, ready = Server(), tmp_path / "ready"
    await _until_stopped(keep_fresh(ready, server.health, Moments(server.asks)))

    assert ready.read_text("ascii") == f"{os.getpid()}\n"
