"""A publication that an emergency stop holds back: it says so, and goes on when that is lifted."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    FailureError,
    is_cancelled_exception,
)

with workflow.unsafe.imports_passed_through():
    from activities.publish.activity import PublishActivities
    from contracts import (
        CampaignState,
        FailureReason,
        LiftingInput,
        PublishInput,
        PublishResult,
    )
    from workflows.failures import stopped_by
    from workflows.policies import EFFECT, LIFTING, with_summary
    from workflows.record import Record

from workflows.steps import Ending, Step
from workflows.waits import Waits

_AT_ONCE: Final = timedelta(milliseconds=1)
"""What is left of a window that is over; Temporal takes no time-out that is not positive."""


class Publishing(Step[PublishResult]):
    """One publication, begun anew as often as an emergency stop has held it back.

    While it is held, nothing of the execution's retries is used. It does not wait beyond the time
    to publish.
    """

    def __init__(self, record: Record, waits: Waits, given: PublishInput) -> None:
        self._waits = waits
        self._asked = LiftingInput(tenant_id=given.tenant_id, channel=given.channel)
        self._closes = record.request.timing.publish_before
        self._place = given.place
        self._lifting: workflow.ActivityHandle[None] | None = None
        self._is_cancelled = False
        self._ending: Ending[PublishResult] | None = None
        summary = f"{CampaignState.PUBLISH} {given.place}"
        super().__init__(record, PublishActivities.publish_channel, given, EFFECT, summary)

    async def ending(self) -> Ending[PublishResult]:
        """See base class."""
        if self._ending is None:
            self._ending = await self._end()
        return self._ending

    def cancel(self) -> None:
        """See base class."""
        self._is_cancelled = True
        super().cancel()
        if self._lifting is not None:
            self._lifting.cancel()

    async def _end(self) -> Ending[PublishResult]:
        used = 0
        while True:
            # A task each: CPython 3.11 does not trace what an exception was thrown through.
            ending = await asyncio.ensure_future(super().ending())
            why = stopped_by(ending.error)
            if why is None or self._is_cancelled:
                return replace(ending, attempts=ending.attempts + used)
            used += ending.attempts - 1  # the last one was held back, and did not fail
            error = await asyncio.ensure_future(self._wait(why))
            if error is not None:
                return Ending(None, error, used + 1)
            self.begin(used)

    async def _wait(self, why: str) -> FailureError | asyncio.CancelledError | None:
        """Return when the stop is lifted, or what ended the waiting for it."""
        config = with_summary(LIFTING, f"stopped {self._place}")
        if self._closes is not None:
            left = self._closes - workflow.now()
            config["schedule_to_close_timeout"] = max(left, _AT_ONCE)
        with self._waits.held(why, self._closes):
            self._lifting = workflow.start_activity_method(
                PublishActivities.await_lifting, self._asked, **config
            )
            try:
                await self._lifting
            except (ActivityError, asyncio.CancelledError) as error:
                if self._closes is None or is_cancelled_exception(error):
                    return error
                return self._too_late(why)
        # A cancellation that came together with the lifting must not begin anything.
        return None if not self._is_cancelled else asyncio.CancelledError()

    def _too_late(self, why: str) -> FailureError:
        """Say it by the workflow's clock: a worker's may be slow, and would be asked for ever."""
        told = f"the time to publish ended at {self._closes:%Y-%m-%d %H:%M:%S} UTC. {why}"
        return ApplicationError(told, type=FailureReason.TIMEOUT.value)
