"""What the activities of a running campaign say of themselves, read from Temporal's own record.

A campaign knows that a stage is at work; that the stage waits for its ledger, or was refused and is
tried again, stands with the activity.
"""

from typing import Final

from temporalio.api.enums.v1 import PendingActivityState
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.client import Client, WorkflowExecutionDescription
from temporalio.exceptions import FailureError

from contracts import CampaignStatus, WaitingFor, as_prose

_MOST: Final = 3
"""Activities whose words are shown; more would hide the first."""


async def with_reports(
    client: Client, status: CampaignStatus, run: WorkflowExecutionDescription
) -> CampaignStatus:
    """Return a campaign's status with what its pending activities report, if a stage is at work."""
    wait = status.wait
    if wait is None or wait.on is not WaitingFor.STAGE:
        return status
    told = [await _report(client, one) for one in run.raw_description.pending_activities]
    said = list(dict.fromkeys(one for one in told if one))[:_MOST]
    if not said:
        return status
    why = as_prose("; ".join([wait.why, *said]))
    return status.model_copy(update={"wait": wait.model_copy(update={"why": why})})


async def _report(client: Client, pending: PendingActivityInfo) -> str | None:
    """Return what an activity waits for, or why it is to be tried again and when."""
    if pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED:
        beats = await client.data_converter.decode(pending.heartbeat_details.payloads)
        return beats[0] if beats and isinstance(beats[0], str) else None
    if not pending.HasField("last_failure"):
        return None
    failure = await client.data_converter.decode_failure(pending.last_failure)
    why = failure.message if isinstance(failure, FailureError) else str(failure)
    at = pending.scheduled_time.ToDatetime()
    return f"{why.rstrip('.')}; attempt {pending.attempt} follows at {at:%H:%M:%S} UTC"
