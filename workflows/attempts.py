"""One activity, tried until it ends for good: what each attempt is charged to, and what follows.

Longer than 250 lines because attempts, pauses and what ends them are one machine of states.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, Generic, TypeVar, cast, get_type_hints

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError, FailureError, is_cancelled_exception
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from contracts import Charge, FailureReason, PendingAnswer, SettleInput, StageInput
    from workflows.failures import (
        UNREADABLE,
        asked_pause,
        charge_of,
        classify,
        is_final,
        is_held,
        may_have_begun,
        promised_by,
    )
    from workflows.policies import MAX_RESTARTS, pause_before
    from workflows.reading import refuse_encrypted
    from workflows.record import Record

from workflows.waits import Waits

_AT_ONCE: Final = timedelta(milliseconds=1)
"""The shortest pause that is a timer."""

T = TypeVar("T")
Method = Callable[[Any, Any], Awaitable[T]]


@dataclass(frozen=True)
class Ending(Generic[T]):
    """What became of a step: a result or an error, and the retries that it took."""

    result: T | None
    error: FailureError | asyncio.CancelledError | None
    retries: int
    begun: int
    """Attempts that failed and had begun, as far as anybody can tell."""


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
    closes: datetime | None = None
    """From then on it is not waited for until it can be done; `None` is for ever."""


class Step(Generic[T]):
    """One activity that has been started, and is started again until it ends for good.

    An attempt that reported a failure uses one of the step's retries. One that ended with its
    worker, or that a worker of this release cannot make or read, is made again without that, but
    not for ever. One that cannot be made as things stand waits until somebody has mended them, and
    one that a service has promised an answer to is made again when it may be there.
    """

    def __init__(self, record: Record, waits: Waits, work: Work[T]) -> None:
        self._record = record
        self._waits = waits
        self._work = work
        self._retries = 0
        self._restarts = 0
        self._earlier = 0
        self._begun = 0
        self._promised: PendingAnswer | None = None
        self._is_at_work = True
        self._has_tried = False
        self._cancelled = False
        self._since = record.moment
        self._handle = self._start()
        self._ending = asyncio.ensure_future(self._carry_out())

    async def ending(self) -> Ending[T]:
        """Wait for the end, whatever it is."""
        return await asyncio.shield(self._ending)

    @property
    def may_have_effect(self) -> bool:
        """Whether an attempt is at work, or an earlier one may have done what it was to do."""
        return self._is_at_work or self._has_tried

    def cancel(self) -> None:
        """Start no further attempt, and tell a running one."""
        self._cancelled = True
        self._handle.cancel()

    @property
    def _type(self) -> str:
        """The type of its activity."""
        return self._work.method.__name__

    def _start(self) -> workflow.ActivityHandle[RawValue]:
        given = self._work.given
        if isinstance(given, SettleInput):
            given = given.model_copy(update={"is_last": self._retries == self._work.retries})
        elif isinstance(given, StageInput):
            given = given.model_copy(update={"earlier": self._begun, "pending": self._promised})
        config = self._work.config.copy()
        config["summary"] = self._work.summary
        self._is_at_work = True
        return workflow.start_activity(self._type, given, result_type=RawValue, **config)

    async def _carry_out(self) -> Ending[T]:
        while True:
            try:
                raw = await self._attempt()
                return self._ended(self._read(raw))
            except asyncio.CancelledError as error:  # pragma: no cover - only before it has begun
                return self._ended(error=error)
            except FailureError as error:
                self._begun += may_have_begun(error)
                self._promised = promised_by(error) or self._promised
                self._has_tried |= may_have_begun(error) and not is_held(error)
                self._is_at_work = False
                charge = self._charge(error)
                if charge is None:
                    return self._ended(error=error)
                await self._pause(error, charge)
                if self._cancelled:
                    return self._ended(error=error)
                if charge is Charge.NOTHING and self._time_left() == timedelta():
                    return self._ended(error=_too_late(error))
            self._handle = self._start()

    def _ended(
        self, result: T | None = None, error: FailureError | asyncio.CancelledError | None = None
    ) -> Ending[T]:
        spent = self._record.moment - self._since
        self._record.measures.step_ended(self._type, spent, error)
        return Ending(result, error, self._retries, self._begun)

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
        is_spared = charge is Charge.NOTHING and workflow.info().is_continue_as_new_suggested()
        pause = asked_pause(error) or pause_before(self._earlier + 1, is_spared=is_spared)
        if charge is Charge.NOTHING:
            pause = min(pause, max(self._time_left(), _AT_ONCE))
        self._record.note_attempt(
            self._work.summary,
            failure.details,
            is_restart=charge is Charge.RESTART,
            is_promised=promised_by(error) is not None,
        )
        self._record.measures.repeated(self._type, charge)
        self._waits.pause(self._work.summary, self._plan(charge), failure.details, pause)
        was_cancelled = _campaign_is_cancelled()
        try:
            await workflow.wait_condition(
                lambda: self._cancelled,
                timeout=pause,
                timeout_summary=f"tries again: {self._work.summary}",
            )
        except TimeoutError:
            pass
        except asyncio.CancelledError:
            # With the SDK's workflow logic flag 2 a cancellation ends every wait that it finds.
            if was_cancelled or not _campaign_is_cancelled():
                raise  # pragma: no cover - the campaign is put out of the cache
            self._cancelled = True
        self._record.look_at_clock()
        self._waits.go_on(self._work.summary)

    def _time_left(self) -> timedelta:
        """Return for how long it may be waited for, by the history's clock and no worker's."""
        promised = None if self._promised is None else self._promised.until
        ends = [moment for moment in (self._work.closes, promised) if moment is not None]
        left = min(ends) - self._record.moment if ends else timedelta.max
        return max(left, timedelta())

    def _plan(self, charge: Charge) -> str:
        if charge is Charge.NOTHING:
            if self._promised is not None:
                return f"asked for until {self._promised.until:%Y-%m-%d %H:%M} UTC"
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
            CannotBeDecrypted: It can be read elsewhere.
        """
        refuse_encrypted(raw)
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


def _too_late(error: FailureError) -> ApplicationError:
    why = f"the time for it ended while it waited: {classify(error).details}"
    return ApplicationError(why, type=FailureReason.TIMEOUT.value)


@cache
def _result_of(method: Method[Any]) -> Any:
    return get_type_hints(method)["return"]


def _campaign_is_cancelled() -> bool:
    return workflow.cancellation_reason() is not None
