"""A stage behind the interceptor that does as it is told, and what its heartbeats say."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from temporalio.activity import ActivityCancellationDetails
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities import interceptor
from activities.interceptor import StageInterceptor
from activities.promises import promised
from activities.retrying import Pauses
from activities.steps import HeldStep, held_step
from contracts import ArtifactRef, PendingAnswer, RadarInput, RadarResult
from tests.support.fakes.faults import Faults
from tests.support.fakes.ledger import FakeStep, FakeSteps
from tests.support.worlds.activities import execution, own_run

GIVEN = RadarInput(**execution(), request="0" * 64)
KEY = GIVEN.step_key, GIVEN.revision
QUICK = timedelta(milliseconds=15)
"""A heartbeat timeout: the lease is renewed three times in a little more."""


def scanned(documents: int) -> RadarResult:
    """Return what the stage may answer."""
    report = ArtifactRef(sha256="0" * 64, size=2, media_type="application/json")
    return RadarResult(report=report, documents=documents)


async def scan(given: RadarInput) -> RadarResult:
    """Stand for the activity whose name and types the interceptor sees."""
    raise NotImplementedError(given)


@dataclass
class Stage(ActivityInboundInterceptor):
    """The end of a chain of interceptors: an activity that does as it is told."""

    answer: Any
    runs: int = 0
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    step: HeldStep | None = None
    promises: list[PendingAnswer | None] = field(default_factory=list["PendingAnswer | None"])

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        """See base class."""
        self.runs += 1
        self.begun.set()
        self.promises.append(promised())
        if input.args == [GIVEN]:
            self.step = held_step()
        await asyncio.sleep(0)  # as any real activity, it lets others run
        if isinstance(self.answer, Exception):
            raise self.answer
        if isinstance(self.answer, asyncio.Event):
            await self.answer.wait()
            return scanned(1)
        return self.answer


@dataclass
class Scene:
    """A ledger, an activity and what its heartbeats say."""

    faults: Faults
    steps: FakeSteps
    stage: Stage
    said: list[tuple[Any, ...]] = field(default_factory=list)
    on_beat: Callable[[], None] = lambda: None
    stop_worker: Callable[[], None] = lambda: None
    heartbeat: timedelta | None = QUICK
    limit: timedelta | None = timedelta(minutes=1)
    caller: dict[str, Any] = field(default_factory=dict)
    """What is told of the caller; by default it is the campaign's own run."""

    @property
    def row(self) -> FakeStep:
        """What the ledger has about the step."""
        return self.steps.rows[KEY]

    async def run(self, *args: Any) -> Any:
        """Run the activity behind the interceptor."""
        env = ActivityEnvironment()
        env.info = replace(
            own_run(ActivityEnvironment.default_info()),
            heartbeat_timeout=self.heartbeat,
            start_to_close_timeout=self.limit,
            **self.caller,
        )
        env.on_heartbeat = self._beat
        self.stop_worker = lambda: env.cancel(ActivityCancellationDetails(worker_shutdown=True))
        inbound = StageInterceptor(self.steps, "tester").intercept_activity(self.stage)
        called = ExecuteActivityInput(fn=scan, args=list(args), executor=None, headers={})

        async def attempted() -> Any:
            return await inbound.execute_activity(called)

        return await env.run(attempted)

    def _beat(self, *details: Any) -> None:
        self.said.append(details)
        self.on_beat()


@asynccontextmanager
async def opened_scene(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Scene]:
    """Give a ledger that works, and a worker that does not tarry."""
    monkeypatch.setattr(interceptor, "_LEDGER_PAUSES", Pauses(0.01, 0.01))
    monkeypatch.setattr(interceptor, "_HOLDER_PAUSES", Pauses(0.01, 0.01))
    faults = Faults()
    async with asyncio.timeout(20):
        yield Scene(faults, FakeSteps(faults), Stage(scanned(7)))
