"""What the activities of a running campaign say of themselves, read from Temporal's own record.

A campaign knows that a stage is at work; that the stage waits for its ledger within an attempt is
in the attempt's heartbeats alone.
"""

from typing import Final

from temporalio.api.enums.v1 import PendingActivityState, TaskQueueType
from temporalio.client import Client, WorkflowExecutionDescription

from contracts import CampaignStatus, WaitingFor, as_prose
from runtime.temporal.queues import served

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
    said |= dict.fromkeys(await _unserved(client, run))
    if not said:
        return status
    why = as_prose("; ".join([wait.why, *list(said)[:_MOST]]))
    return status.model_copy(update={"wait": wait.model_copy(update={"why": why})})


async def _unserved(client: Client, run: WorkflowExecutionDescription) -> list[str]:
    """Say from which queues a step of the campaign waits to be taken, and nobody takes any."""
    queues = {
        pending.activity_options.task_queue.name
        for pending in run.raw_description.pending_activities
        if pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED
    }
    said: list[str] = []
    for queue in sorted(queues - {""}):
        found = await served(client, queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
        why = None if found is None else found.why_unserved(queue)
        if why is not None:
            said.append(why)
    return said
