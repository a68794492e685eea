"""Every activity of a worker has the same manners."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.interceptor import StageInterceptor
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ContractInvalid,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    RadarResult,
    WindowClosed,
)


@dataclass
class Stage(ActivityInboundInterceptor):
    """The end of a chain of interceptors: an activity that does as it is told."""

    answer: Any

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        """See base class."""
        del input
        await asyncio.sleep(0)  # as any real activity, it lets others run
        if isinstance(self.answer, Exception):
            raise self.answer
        if isinstance(self.answer, asyncio.Event):
            await self.answer.wait()
        return self.answer


async def intercepted(
    answer: Any, attempt: int = 3, beats: Callable[..., None] | None = None
) -> Any:
    """Run an activity behind the interceptor, at some attempt."""
    env = ActivityEnvironment()
    env.info = replace(
        ActivityEnvironment.default_info(),
        attempt=attempt,
        heartbeat_timeout=timedelta(milliseconds=3) if beats else None,
    )
    env.on_heartbeat = beats or (lambda *_: None)
    inbound = StageInterceptor().intercept_activity(Stage(answer))
    order = ExecuteActivityInput(fn=intercepted, args=[], executor=None, headers={})

    async def attempted() -> Any:
        return await inbound.execute_activity(order)

    return await env.run(attempted)


async def test_a_result_tells_how_many_attempts_it_took() -> None:
    """The retries that a stage really needed are counted, and other results stay as they are."""
    assert (await intercepted(RadarResult())).attempt == 3
    assert await intercepted("text") == "text"


@pytest.mark.parametrize(
    ("error", "kind", "final", "certain"),
    [
        (PlatformUnavailable("later"), "FAILED_PLATFORM", False, True),
        (ArtifactMissing("late"), "FAILED_PLATFORM", False, True),
        (PlatformRefused("no"), "FAILED_PLATFORM", True, True),
        (OutcomeUnknowable("who knows"), "FAILED_PLATFORM", True, False),
        (ArtifactAltered("other"), "FAILED_QUALITY", True, True),
        (ContractInvalid("what"), "FAILED_CONTRACT", True, True),
        (WindowClosed("late"), "FAILED_TIMEOUT", True, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
async def test_an_error_carries_its_class_and_its_attempt(
    error: Exception, kind: str, *, final: bool, certain: bool
) -> None:
    """The workflow sees whose fault it is, whether trying again may help, and what is not out."""
    with pytest.raises(ApplicationError) as failure:
        await intercepted(error)

    assert (failure.value.type, failure.value.non_retryable) == (kind, final)
    assert failure.value.message == str(error)
    assert failure.value.details == ({"attempt": 3, "nothing_sent": certain},)


async def test_an_error_of_no_class_is_passed_on() -> None:
    """A mistake in our own code keeps its name and its stack."""
    with pytest.raises(ZeroDivisionError):
        await intercepted(ZeroDivisionError())


async def test_a_working_activity_says_that_it_lives() -> None:
    """A worker that was killed is noticed early, because a living one beats."""
    enough = asyncio.Event()
    beats: list[object] = []

    def beat(*details: Any) -> None:
        beats.append(details)
        if len(beats) == 3:
            enough.set()

    await intercepted(enough, beats=beat)

    assert len(beats) == 3
