"""Runs that are stuck: workers are there, and none of them can carry the run on.

Such a run's workflow task fails again and again, for want of a key, by code that goes another way
than the history, or by a defect. It is open all the same, and Temporal lists it as running, in the
state that it had come to.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from temporalio.api.common.v1 import WorkflowExecution as Execution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError

from contracts import WORKFLOW_TYPE
from contracts.names import SLOT_WORKFLOW_TYPE
from runtime.refusals import Sealed
from runtime.temporal.errors import ANSWER_TIMEOUT, SEALED, reason_of

MOST_ASKED: Final = 200
"""Runs that are asked for one by one, the youngest ones: a millisecond or two each."""
_STUCK_FROM: Final = 3
"""The attempt from which on a run counts as stuck: a worker that was killed costs one."""
_AT_ONCE: Final = 10
_EVENTS: Final = 50
"""The last events of a history, among which the failure stands: people go on sending messages."""
_LONGEST: Final = 300

_REPORTED: Final = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")
"""What newer servers say of a run whose workflow task has failed some five times (in a minute)."""
OPEN: Final = (
    f'WorkflowType IN ("{WORKFLOW_TYPE}", "{SLOT_WORKFLOW_TYPE}") AND ExecutionStatus = "Running"'
)
_PROBLEMS: Final = (
    f'{OPEN} AND {_REPORTED.name} IN ("category=WorkflowTaskFailed", '
    '"category=WorkflowTaskTimedOut")'
)


async def stuck_among(client: Client, runs: Sequence[WorkflowExecution]) -> Collection[str]:
    """Return the workflow ids of those that are stuck.

    Beyond the first `MOST_ASKED` that are open, what Temporal lists has to do.
    """
    running = [run for run in runs if run.status is WorkflowExecutionStatus.RUNNING]
    asked = await attempts(client, [run.id for run in running[:MOST_ASKED]])
    reported = {
        run.id for run in running[MOST_ASKED:] if run.typed_search_attributes.get(_REPORTED)
    }
    return asked.keys() | reported


async def reported(client: Client) -> Sequence[str] | None:
    """Return the open runs of which Temporal reports problems; `None` where it never does."""
    try:
        return [run.id async for run in client.list_workflows(_PROBLEMS, limit=MOST_ASKED)]
    except RPCError:
        return None


async def attempts(client: Client, workflow_ids: Sequence[str]) -> Mapping[str, int]:
    """Return those that are stuck, each with the attempts that were in vain."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def of(workflow_id: str) -> int:
        async with places:
            try:
                run = await client.get_workflow_handle(workflow_id).describe(
                    rpc_timeout=ANSWER_TIMEOUT
                )
            except RPCError:  # it has ended and gone meanwhile, or nobody can tell
                return 0
            return run.raw_description.pending_workflow_task.attempt

    found = await asyncio.gather(*map(of, workflow_ids))
    pairs = zip(workflow_ids, found, strict=True)
    return {name: attempt - 1 for name, attempt in pairs if attempt >= _STUCK_FROM}


async def tried_in_vain(client: Client, workflow_id: str) -> str | None:
    """Return how often workers have tried in vain to carry a run on, and why it was in vain.

    Returns `None` where none has, or nobody can tell.
    """
    try:
        run = await client.get_workflow_handle(workflow_id).describe(rpc_timeout=ANSWER_TIMEOUT)
    except RPCError:
        return None
    attempt = run.raw_description.pending_workflow_task.attempt
    return (
        f"after {attempt} attempts: {await why_stuck(client, workflow_id)}" if attempt > 1 else None
    )


async def why_stuck(client: Client, workflow_id: str) -> str:
    """Return why a run cannot be carried on, in the words of the worker that tried."""
    asked = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=Execution(workflow_id=workflow_id),
        maximum_page_size=_EVENTS,
    )
    try:
        answer = await client.workflow_service.get_workflow_execution_history_reverse(
            asked, timeout=ANSWER_TIMEOUT
        )
    except RPCError:
        return "its history is not shown"
    for event in answer.history.events:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            return await _told(client, event)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
            return "its worker gave no answer in time"
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            break
    return "the worker's log says why"


async def _told(client: Client, event: HistoryEvent) -> str:
    failure = event.workflow_task_failed_event_attributes.failure
    try:
        text = reason_of(await client.data_converter.decode_failure(failure))
    except Sealed as error:
        return f"what its worker says is encrypted, and {error}"
    if text == SEALED:
        return (
            "what its worker says is encrypted with a key that PHOENIX_PAYLOAD_KEYS does not name"
        )
    return " ".join(text.split())[:_LONGEST].rstrip(".")
