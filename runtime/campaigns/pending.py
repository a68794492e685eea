"""What the activities of a running campaign say of themselves, read from Temporal's own record.

A campaign knows that a stage is at work; that the stage waits for its ledger within an attempt is
in the attempt's heartbeats alone.
"""

from typing import Final

from temporalio.client import Client, WorkflowExecutionDescription

from contracts import CampaignStatus, WaitingFor, as_prose

_MOST: Final = 3
"""Activities whose words are shown; more would hide the first."""


async def with_reports(
    client: Client, status: CampaignStatus, run: WorkflowExecutionDescription
) -> CampaignStatus:
    """Return a campaign's status with what its activities report, if a stage is at work."""
    wait = status.wait
    if wait is None or wait.on is not WaitingFor.STAGE:
        return status
    said: dict[str, None] = {}
    for pending in run.raw_description.pending_activities:
        for word in await client.data_converter.decode(pending.heartbeat_details.payloads):
            if isinstance(word, str):
                said[word] = None
    if not said:
        return status
    why = as_prose("; ".join([wait.why, *list(said)[:_MOST]]))
    return status.model_copy(update={"wait": wait.model_copy(update={"why": why})})
