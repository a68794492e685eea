"""Running activities within the retries that an execution has left."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from contracts import StageInput, StageResult
    from workflows.failures import attempts_of, is_final, is_reported
    from workflows.policies import AT_ONCE, BOOKKEEPING, STAGE, retries, with_summary
    from workflows.record import Record

P = TypeVar("P")
T = TypeVar("T")
R = TypeVar("R", bound=StageResult)
Method = Callable[[Any, Any], Awaitable[R]]


@dataclass(frozen=True)
class Ending(Generic[R]):
    """What became of one activity: a result or an error, and the attempts that it took."""

    result: R | None
    error: FailureError | asyncio.CancelledError | None
    attempts: int


class Step(Generic[R]):
    """One activity that has been started."""

    def __init__(
        self,
        record: Record,
        method: Method[R],
        given: StageInput,
        config: ActivityConfig,
        summary: str,
    ) -> None:
        self._method = method
        self._given = given
        self._config = with_summary(config, summary)
        self._retries = record.retries_left
        self.begin()

    def begin(self, used: int = 0) -> None:
        """Start the activity, of whose retries so many have been used."""
        left = self._retries - used
        self._allowed = left + 1
        policy = self._config.copy()
        policy["retry_policy"] = retries(left)
        self._handle = workflow.start_activity_method(self._method, self._given, **policy)

    async def ending(self) -> Ending[R]:
        """Wait for the end, whatever it is."""
        try:
            result = await self._handle
        except (FailureError, asyncio.CancelledError) as error:
            # Also a result that cannot be read: it ends this step and no other.
            return Ending(None, error, attempts_of(error, self._allowed))
        return Ending(result, None, result.attempt)

    def cancel(self) -> None:
        """Start no further attempt, and tell a running one."""
        self._handle.cancel()


async def unrecorded(method: Callable[[Any, P], Awaitable[T]], given: P, summary: str) -> T:
    """Do what may be done again: within the workflow's task or, if that fails, in an activity.

    What is given is not written into the history, and what comes of it is one event.

    Raises:
        ActivityError: It was refused.
    """
    config = AT_ONCE.copy()
    config["summary"] = summary
    try:
        return await workflow.execute_local_activity_method(method, given, **config)
    except FailureError as error:
        if is_final(error) or is_cancelled_exception(error):
            raise
    return await noted(method, given, summary)


async def noted(method: Callable[[Any, P], Awaitable[T]], given: P, summary: str) -> T:
    """Have something noted for ever, in an activity: its being done is then part of the history.

    A workflow's task that is thrown away because something came in between may decide otherwise
    the next time; what was noted within it would contradict that.

    Raises:
        ActivityError: It was refused.
    """
    return await workflow.execute_activity_method(
        method, given, **with_summary(BOOKKEEPING, summary)
    )


async def at_once(record: Record, method: Method[R], given: StageInput, summary: str) -> R:
    """Carry a stage out within the workflow's task or, if that fails, in an activity.

    What the stage reports counts as an attempt; that there was no time for it does not.

    Raises:
        ActivityError: It failed for good.
    """
    config = AT_ONCE.copy()
    config["summary"] = summary
    try:
        return await workflow.execute_local_activity_method(method, given, **config)
    except FailureError as error:
        if is_final(error) or is_cancelled_exception(error):
            raise
        if is_reported(error):
            if not record.retries_left:
                raise
            record.count_retries(1)
    return await one(record, Step(record, method, given, STAGE, summary))


async def all_of(record: Record, steps: Sequence[Step[R]]) -> list[Ending[R]]:
    """Wait for steps that work side by side, and count the most retries that one needed.

    A step that fails does not stop the others. When the campaign is cancelled, every step is
    told, its end is waited for as its cancellation type says, and then the cancellation goes on.
    """
    ends = asyncio.gather(*(step.ending() for step in steps))
    try:
        endings = await asyncio.shield(ends)
    except asyncio.CancelledError:
        for step in steps:
            step.cancel()
        await ends
        raise
    record.count_retries(max(ending.attempts for ending in endings) - 1)
    return endings


async def one(record: Record, step: Step[R]) -> R:
    """Wait for a step that works alone.

    Raises:
        ActivityError: It failed for good.
    """
    (ending,) = await all_of(record, [step])
    return result_of(ending)


def result_of(ending: Ending[R]) -> R:
    """Return an ending's result, or raise what came instead."""
    if ending.result is None:
        raise ending.error or AssertionError("an ending has a result or an error")
    return ending.result


async def uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Finish work that must not be cut in two, and let a cancellation go on after it.

    Raises:
        CancelledError: The campaign was cancelled meanwhile; the work is done all the same.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
