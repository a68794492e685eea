"""Waiting until an emergency stop is lifted: without end, and without an event for each look."""

from datetime import datetime, timedelta
from typing import Any, Final

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.publish.activity import PublishActivities
    from contracts import FailureReason, LiftingInput
    from workflows.policies import LIFTING

_AT_ONCE: Final = timedelta(milliseconds=1)
"""What is left of a time that is over; Temporal takes no time-out that is not positive."""


def look(given: Any, closes: datetime | None, summary: str) -> workflow.ActivityHandle[RawValue]:
    """Start looking whether what holds a publication has been lifted.

    Args:
        given: What publishing was given.
        closes: When the time to publish is over; `None` when it never is.
        summary: The name of the publication.
    """
    config = LIFTING.copy()
    config["summary"] = f"stopped: {summary}"
    if closes is not None:
        config["schedule_to_close_timeout"] = max(closes - workflow.now(), _AT_ONCE)
    return workflow.start_activity(
        PublishActivities.await_lifting.__name__,
        LiftingInput(tenant_id=given.tenant_id, channel=given.channel),
        result_type=RawValue,
        **config,
    )


def too_late(closes: datetime, why: str) -> ApplicationError:
    """Return the error of a publication that was held until the time for it was over.

    It is told by the workflow's clock: a worker whose clock is slow would be asked for ever.
    """
    told = f"the time to publish ended at {closes:%Y-%m-%d %H:%M:%S} UTC; {why}"
    return ApplicationError(told, type=FailureReason.TIMEOUT.value)
