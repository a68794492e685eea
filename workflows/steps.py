"""Running activities: within the retries of an execution, and again when a worker was lost."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar, cast, get_type_hints

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError, FailureError, is_cancelled_exception
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from contracts import Charge, Contract, SettleInput, StageInput, StageResult
    from workflows.failures import (
        UNREADABLE,
        asked_pause,
        charge_of,
        classify,
        is_final,
        is_reported,
    )
    from workflows.policies import (
        AT_ONCE,
        BOOKKEEPING,
        EFFECT,
        MAX_RESTARTS,
        SETTLE_RETRIES,
        STAGE,
        pause_before,
    )
    from workflows.record import Record

from workflows.lifting import look, too_late
from workflows.waits import Waits

_ENCRYPTED: Final = b"binary/encrypted"
"""The encoding that Temporal's samples of encryption use, and codecs after them. Whoever has the
codec never sees it: a worker without it leaves the task to another one."""

T = TypeVar("T")
R = TypeVar("R", bound=StageResult)
Method = Callable[[Any, Any], Awaitable[T]]


@dataclass(frozen=True)
class Ending(Generic[T]):
    """What became of a step: a result or an error, and the retries that it took."""

    result: T | None
    error: FailureError | asyncio.CancelledError | None
    retries: int


@dataclass(frozen=True)
class Work(Generic[T]):
    """What a step does."""

    method: Method[T]
    given: Any
    config: ActivityConfig
    summary: str
    """The line that the Web UI shows for the activity, and the name of the step for people."""
    retries: int | None
    """How often it may be tried again after it reported a failure; `None` is as often as needed."""


class Step(Generic[T]):
    """One activity that has been started, and is started again until it ends for good.

    An attempt that reported a failure uses one of the step's retries. One that ended with its
    worker, or that a worker of this release cannot make or read, is made again without that, but
    not for ever. One that cannot be made as things stand waits until somebody has mended them.
    """

    def __init__(self, record: Record, waits: Waits, work: Work[T]) -> None:
        self._record = record
        self._waits = waits
        self._work = work
        self._retries = 0
        self._restarts = 0
        self._earlier = 0
        self._cancelled = False
        self._handle = self._start()
        self._ending = asyncio.ensure_future(self._carry_out())

    async def ending(self) -> Ending[T]:
        """Wait for the end, whatever it is."""
        return await asyncio.shield(self._ending)

    def cancel(self) -> None:
        """Start no further attempt, and tell a running one."""
        self._cancelled = True
        self._handle.cancel()

    def _start(self) -> workflow.ActivityHandle[RawValue]:
        given = self._work.given
        if isinstance(given, StageInput):
            given = given.model_copy(update={"earlier": self._earlier})
        if isinstance(given, SettleInput):
            given = given.model_copy(update={"is_last": self._retries == self._work.retries})
        config = self._work.config.copy()
        config["summary"] = self._work.summary
        return workflow.start_activity(
            self._work.method.__name__, given, result_type=RawValue, **config
        )

    async def _carry_out(self) -> Ending[T]:
        while True:
            try:
                raw = await self._attempt()
                return Ending(self._read(raw), None, self._retries)
            except asyncio.CancelledError as error:
                return Ending(None, error, self._retries)
            except FailureError as error:
                charge = self._charge(error)
                if charge is None:
                    return Ending(None, error, self._retries)
                late = None
                if charge is Charge.LIFTING:
                    late = await self._lifted(classify(error).details)
                else:
                    await self._pause(error, charge)
                if late is not None or self._cancelled:
                    return Ending(None, error if late is None else late, self._retries)
            self._handle = self._start()

    async def _attempt(self) -> RawValue:
        # Not in a `finally`: that would also run when a campaign is put out of the cache.
        try:
            raw = await self._handle
        except (FailureError, asyncio.CancelledError):
            self._record.look_at_clock()
            raise
        self._record.look_at_clock()
        return raw

    def _charge(self, error: FailureError) -> Charge | None:
        """Return what another attempt is charged to, or `None` when there is to be none."""
        if self._cancelled or is_cancelled_exception(error) or is_final(error):
            return None
        charge = charge_of(error)
        if charge is Charge.RETRY:
            if self._retries == self._work.retries:
                return None
            self._retries += 1
        elif charge is Charge.RESTART:
            if self._restarts == MAX_RESTARTS:
                return None
            self._restarts += 1
        self._earlier += 1
        return charge

    async def _pause(self, error: FailureError, charge: Charge) -> None:
        """Leave everybody alone for a while, and let it be seen for how long and why."""
        failure = classify(error)
        pause = asked_pause(error) or pause_before(
            self._earlier + 1, is_held=charge is Charge.NOTHING
        )
        self._record.note_attempt(
            self._work.summary, failure.details, is_restart=charge is Charge.RESTART
        )
        self._waits.pause(self._work.summary, self._plan(charge), failure.details, pause)
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._cancelled,
                timeout=pause,
                timeout_summary=f"tries again: {self._work.summary}",
            )
        self._record.look_at_clock()
        self._waits.go_on(self._work.summary)

    async def _lifted(self, why: str) -> FailureError | None:
        """Wait until an emergency stop is lifted; return what ends the step if that is too late."""
        closes = self._record.request.timing.publish_before
        self._record.note_attempt(self._work.summary, why, is_restart=False)
        self._waits.hold(self._work.summary, why, closes)
        self._handle = look(self._work.given, closes, self._work.summary)
        late = None
        try:
            await self._attempt()
        except (FailureError, asyncio.CancelledError):
            late = None if closes is None or self._cancelled else too_late(closes, why)
        self._waits.go_on(self._work.summary)
        return late

    def _plan(self, charge: Charge) -> str:
        if charge is Charge.NOTHING:
            return "tried again until it can be done"
        if charge is Charge.RESTART:
            return f"restart {self._restarts} of {MAX_RESTARTS}"
        allowed = self._work.retries
        return f"retry {self._retries}" + ("" if allowed is None else f" of {allowed}")

    def _read(self, raw: RawValue) -> T:
        """Return a result as what the activity returns.

        Whether it can be read is part of the history: whoever replays it, with another release,
        has to go the same way.

        Raises:
            ApplicationError: It cannot be read here.
        """
        if raw.payload.metadata.get("encoding") == _ENCRYPTED:
            raise RuntimeError("its result is encrypted, and this worker has no codec")
        marker = f"unreadable: {self._work.summary} {self._earlier}"
        contract = _result_of(self._work.method)
        try:
            (result,) = workflow.payload_converter().from_payloads([raw.payload], [contract])
        except FailureError as error:
            workflow.patched(marker)
            why = f"its result cannot be read: {error.message}"
            raise ApplicationError(why, type=UNREADABLE) from None
        if workflow.unsafe.is_replaying() and workflow.patched(marker):
            raise ApplicationError("its result could not be read", type=UNREADABLE)
        return cast(T, result)


@cache
def _result_of(method: Method[Any]) -> Any:
    return get_type_hints(method)["return"]


class Steps:
    """Everything that one campaign has done by activities."""

    def __init__(self, record: Record, waits: Waits) -> None:
        self._record = record
        self._waits = waits

    def stage(
        self, method: Method[R], given: StageInput, summary: str, config: ActivityConfig = STAGE
    ) -> Step[R]:
        """Start a step of a stage: it may use the retries that the execution has left."""
        return self._start(Work(method, given, config, summary, self._record.retries_left))

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
        endings = await _all_of(steps)
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
        return Step(self._record, self._waits, work)

    async def _alone(self, work: Work[T]) -> T:
        (ending,) = await _all_of([self._start(work)])
        return result_of(ending)


async def _all_of(steps: Sequence[Step[T]]) -> list[Ending[T]]:
    ends = asyncio.gather(*(step.ending() for step in steps))
    try:
        return await asyncio.shield(ends)
    except asyncio.CancelledError:
        for step in steps:
            step.cancel()
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
