"""Starting a campaign once, however often it is submitted."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from pydantic import ValidationError
from temporalio.api.history.v1 import WorkflowExecutionStartedEventAttributes
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import FailureError, WorkflowAlreadyStartedError

from contracts import (
    MEMO_RAN_BEFORE,
    MEMO_RETRY_OF,
    SIGNAL_DUPLICATE,
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    DuplicateCount,
    DuplicateStart,
    SuppressedDuplicate,
    workflow_id,
)
from contracts.names import MEMO_NAME
from runtime.campaigns.endings import (
    EndedWithoutPayload,
    Handle,
    final_payload,
    was_turned_away,
)
from runtime.campaigns.replies import StartedCampaign
from runtime.refusals import Refused
from runtime.temporal.errors import (
    ANSWER_TIMEOUT,
    HasEnded,
    UnknownCampaign,
    translated_errors,
)
from workflows import visibility
from workflows.turns import priority_of

ACTIVITY_RECORD_DUPLICATE: Final = "record_duplicate"

_CUT_OFF: Final = {WorkflowExecutionStatus.TERMINATED, WorkflowExecutionStatus.TIMED_OUT}
"""How a run stands that somebody else ended, or the server: it came to no conclusion."""

_START_TIMEOUT: Final = timedelta(seconds=20)
_COUNT_WITHIN: Final = timedelta(days=1)
"""How long Temporal keeps a duplicate to be counted while no worker is there."""


async def start(client: Client, request: CampaignRequest, by: str) -> StartedCampaign:
    """Start a campaign, or attach to the run of the same request.

    A duplicate is counted: by the run itself, or in the ledger when the run has ended. When that
    run was ended from outside, another one goes on from what the ledger proves; one that was turned
    away at its tenant's limit is followed by another one, too.

    Raises:
        Refused: The execution id is taken by a different request.
        WrongUse: Temporal does not accept the request as it is.
    """
    execution = str(request.execution_id)
    try:
        with translated_errors(execution):
            run = await _begin(client, request, WorkflowIDReusePolicy.REJECT_DUPLICATE)
    except WorkflowAlreadyStartedError:
        with translated_errors(execution):
            return await _attach(client, request, by)
    return _started(request, run, duplicate=False)


async def _begin(
    client: Client, request: CampaignRequest, reuse: WorkflowIDReusePolicy, **memo: Any
) -> str | None:
    handle = await client.start_workflow(
        WORKFLOW_TYPE,
        request,
        id=workflow_id(request.execution_id),
        task_queue=TASK_QUEUE,
        id_reuse_policy=reuse,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        memo={MEMO_NAME: request.name, **_retried(request), **memo},
        static_summary=visibility.static_summary(request),
        static_details=visibility.static_details(request),
        search_attributes=visibility.at_start(request),
        priority=priority_of(request),
        rpc_timeout=_START_TIMEOUT,
    )
    return handle.result_run_id


def _retried(request: CampaignRequest) -> dict[str, str]:
    return {MEMO_RETRY_OF: str(request.retry_of[-1])} if request.retry_of else {}


async def _go_on(
    client: Client, request: CampaignRequest, handle: Handle
) -> StartedCampaign | None:
    """Start another run if the last one came to no conclusion, and nobody else has."""
    last = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
    is_cut_off = last.status in _CUT_OFF
    if not is_cut_off and not await _was_turned_away(handle, last.status):
        return None
    reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY
    memo = {MEMO_RAN_BEFORE: True} if is_cut_off else {}
    with suppress(WorkflowAlreadyStartedError):
        run = await _begin(client, request, reuse, **memo)
        return _started(request, run, duplicate=False).model_copy(update={"again": True})
    return None


async def _was_turned_away(handle: Handle, status: WorkflowExecutionStatus | None) -> bool:
    if status is not WorkflowExecutionStatus.FAILED:
        return False
    try:
        ended = await final_payload(handle)
    except EndedWithoutPayload:
        return False
    return ended is not None and was_turned_away(ended)


async def is_new(client: Client, request: CampaignRequest) -> bool:
    """Tell whether Temporal knows of nothing that was done of an execution.

    Raises:
        NotCarriedOut: It does not answer.
    """
    handle = client.get_workflow_handle(workflow_id(request.execution_id))
    try:
        with translated_errors(str(request.execution_id)):
            last = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
            return await _was_turned_away(handle, last.status)
    except UnknownCampaign:
        return True


async def _attach(client: Client, request: CampaignRequest, by: str) -> StartedCampaign:
    handle = client.get_workflow_handle(workflow_id(request.execution_id))
    begun = await _begun(handle)
    kind, queue = begun.workflow_type.name, begun.task_queue.name
    if (kind, queue) != (WORKFLOW_TYPE, TASK_QUEUE):
        raise Refused(
            f"the id {handle.id} is taken by a run of {kind} on task queue {queue!r}, which is no "
            f"run of {WORKFLOW_TYPE} on {TASK_QUEUE!r}; nothing was started. End that run, or give "
            "--new-execution"
        )
    if await _request_in(client, begun) != request:
        raise Refused(
            f"execution {request.execution_id} is taken by a different request; nothing was "
            "started. Give --new-execution for another run of this campaign, or leave "
            "execution_id out of the file so that it follows from the request's content"
        )
    going_on = await _go_on(client, request, handle)
    if going_on is not None:
        return going_on
    try:
        with translated_errors(str(request.execution_id)):
            await handle.signal(SIGNAL_DUPLICATE, DuplicateStart(by=by), rpc_timeout=ANSWER_TIMEOUT)
    except HasEnded:
        suppressed = await _count_in_ledger(client, request.execution_id, by)
        return _started(request, None, duplicate=True).model_copy(
            update={"finished": True, "duplicates_suppressed": suppressed}
        )
    return _started(request, None, duplicate=True)


def handle_of(client: Client, execution: UUID) -> Handle:
    """Return the handle of an execution's run, whether or not there is one."""
    return client.get_workflow_handle(workflow_id(execution), result_type=CampaignPayload)


async def request_of(client: Client, handle: Handle) -> CampaignRequest | None:
    """Return what a run was started with, or `None` when that is no request."""
    return await _request_in(client, await _begun(handle))


async def _begun(handle: Handle) -> WorkflowExecutionStartedEventAttributes:
    """Return how a run was started: the first event of every history."""
    async for event in handle.fetch_history_events(page_size=1):
        return event.workflow_execution_started_event_attributes
    return WorkflowExecutionStartedEventAttributes()


async def _request_in(
    client: Client, begun: WorkflowExecutionStartedEventAttributes
) -> CampaignRequest | None:
    try:
        values = await client.data_converter.decode(begun.input.payloads, [CampaignRequest])
    except (ValidationError, FailureError, ValueError, RuntimeError):
        return None  # started by another client, with something that is no request
    return values[0] if values else None


async def _count_in_ledger(client: Client, execution: UUID, by: str) -> int | None:
    activity = await client.start_activity(
        ACTIVITY_RECORD_DUPLICATE,
        SuppressedDuplicate(execution_id=execution, by=by),
        id=f"duplicate-{execution}-{uuid4()}",
        task_queue=TASK_QUEUE,
        schedule_to_close_timeout=_COUNT_WITHIN,
        start_to_close_timeout=ANSWER_TIMEOUT,
        result_type=DuplicateCount,
        summary=f"duplicate start by {by}"[:200],
    )
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT.total_seconds()):
            count: DuplicateCount = await activity.result()
            return count.suppressed
    except TimeoutError:
        return None  # Temporal keeps it: a worker counts it when one is there


def _started(request: CampaignRequest, run: str | None, *, duplicate: bool) -> StartedCampaign:
    return StartedCampaign(
        execution_id=request.execution_id,
        campaign_id=request.campaign_id,
        tenant_id=request.tenant_id,
        name=request.name,
        workflow_id=workflow_id(request.execution_id),
        run_id=run,
        duplicate=duplicate,
        retry_of=tuple(request.retry_of),
    )
