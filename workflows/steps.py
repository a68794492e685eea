"""What a campaign has done by activities: stages within its retries, and what is no stage."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from contracts import Contract, SettleInput, StageInput, StageResult
    from workflows.failures import is_final, is_reported
    from workflows.policies import AT_ONCE, BOOKKEEPING, EFFECT, SETTLE_RETRIES, STAGE
    from workflows.record import Record
    from workflows.turns import in_turn

from workflows.attempts import Ending, Method, Step, Work
from workflows.waits import Waits

T = TypeVar("T")
R = TypeVar("R", bound=StageResult)


class Steps:
    """Everything that one campaign has done by activities."""

    def __init__(self, record: Record, waits: Waits) -> None:
        self._record = record
        self._waits = waits

    def stage(
        self,
        method: Method[R],
        given: StageInput,
        summary: str,
        config: ActivityConfig = STAGE,
        closes: datetime | None = None,
    ) -> Step[R]:
        """Start a step of a stage: it may use the retries that the execution has left."""
        return self._start(Work(method, given, config, summary, self._record.retries_left, closes))

    async def one(self, method: Method[R], given: StageInput, summary: str) -> R:
        """Carry a stage out in one step.

        Raises:
            FailureError: It failed for good.
        """
        (ending,) = await self.all_of([self.stage(method, given, summary)])
        return result_of(ending)

    async def all_of(self, steps: Sequence[Step[R]]) -> list[Ending[R]]:
        """Wait for the steps of a stage, and count the most retries that one of them needed.

        A step that fails does not stop the others. When the campaign is cancelled, every step is
        told, its end is waited for as its cancellation type says, and then the cancellation goes
        on.
        """
        endings = await self._ended(steps)
        self._record.count_retries(max(ending.retries for ending in endings))
        return endings

    async def at_once(self, method: Method[R], given: StageInput, summary: str) -> R:
        """Carry a stage out within the workflow's task or, if that fails, in an activity.

        Raises:
            FailureError: It failed for good.
        """
        try:
            return await _locally(method, given, summary)
        except FailureError as error:
            if is_final(error) or is_cancelled_exception(error):
                raise
            if is_reported(error):
                if not self._record.retries_left:
                    raise
                self._record.count_retries(1)
        return await self.one(method, given, summary)

    async def unrecorded(self, method: Method[T], given: Contract, summary: str) -> T:
        """Do what may be done again: within the workflow's task or, if that fails, in an activity.

        What is given is not written into the history, and what comes of it is one event.

        Raises:
            FailureError: It was refused.
        """
        try:
            return await _locally(method, given, summary)
        except FailureError as error:
            if is_final(error) or is_cancelled_exception(error):
                raise
        return await self.noted(method, given, summary)

    async def answered_at_once(self, method: Method[T], given: Contract, summary: str) -> T | None:
        """Return what is answered within the workflow's task; `None` when nothing is."""
        try:
            return await _locally(method, given, summary)
        except FailureError:
            return None

    async def noted(self, method: Method[T], given: Contract, summary: str) -> T:
        """Have something noted for ever, in an activity: its being done is part of the history.

        A workflow's task that is thrown away because something came in between may decide
        otherwise the next time; what was noted within it would contradict that.

        Raises:
            FailureError: It was refused.
        """
        return await self._alone(Work(method, given, BOOKKEEPING, summary, retries=None))

    async def settled(self, method: Method[T], given: SettleInput, summary: str) -> T:
        """Find out what is out, or take it back, without using the execution's retries.

        Raises:
            FailureError: Nothing could be found out.
        """
        return await self._alone(Work(method, given, EFFECT, summary, SETTLE_RETRIES))

    def _start(self, work: Work[T]) -> Step[T]:
        record = self._record
        config = in_turn(work.config, work.given, record.request, record.admission)
        return Step(record, self._waits, replace(work, config=config))

    async def _alone(self, work: Work[T]) -> T:
        (ending,) = await self._ended([self._start(work)])
        return result_of(ending)

    async def _ended(self, steps: Sequence[Step[T]]) -> list[Ending[T]]:
        ends = asyncio.gather(*(step.ending() for step in steps))
        try:
            return await asyncio.shield(ends)
        except asyncio.CancelledError:
            for step in steps:
                step.cancel()
            self._record.cancelling = True
            self._waits.work("it is being cancelled: what is in flight is settled first")
            await ends
            raise


async def _locally(method: Method[T], given: Contract, summary: str) -> T:
    config = AT_ONCE.copy()
    config["summary"] = summary
    return await workflow.execute_local_activity_method(method, given, **config)


def result_of(ending: Ending[T]) -> T:
    """Return an ending's result, or raise what came instead."""
    if ending.error is not None:
        raise ending.error
    return cast(T, ending.result)


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


async def followed_by(work: Awaitable[T], after: Callable[[], Coroutine[Any, Any, None]]) -> T:
    """Return what work comes to, after something else that is done whatever comes of it.

    It is no `finally`: that would begin something also when a campaign is put out of the cache.
    """
    try:
        result = await work
    except (Exception, asyncio.CancelledError):
        await uninterrupted(after())
        raise
    await uninterrupted(after())
    return result
