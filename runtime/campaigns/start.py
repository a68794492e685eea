"""Starting a campaign once, however often it is submitted."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from pydantic import ValidationError
from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import FailureError, WorkflowAlreadyStartedError

from contracts import (
    SIGNAL_DUPLICATE,
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignRequest,
    DuplicateCount,
    DuplicateStart,
    SuppressedDuplicate,
    workflow_id,
)
from runtime.campaigns.endings import Handle
from runtime.campaigns.replies import StartedCampaign
from runtime.refusals import Refused
from runtime.temporal import attributes
from runtime.temporal.errors import ANSWER_TIMEOUT, HasEnded, translated_errors

MEMO_NAME: Final = "name"
ACTIVITY_RECORD_DUPLICATE: Final = "record_duplicate"

_START_TIMEOUT: Final = timedelta(seconds=20)
_COUNT_WITHIN: Final = timedelta(days=1)
"""How long Temporal keeps a duplicate to be counted while no worker is there."""


async def start(client: Client, request: CampaignRequest, by: str) -> StartedCampaign:
    """Start a campaign, or attach to the run of the same request.

    A duplicate is counted: by the run itself, or in the ledger when the run has ended.

    Raises:
        Refused: The execution id is taken by a different request.
        WrongUse: Temporal does not accept the request as it is.
    """
    execution = str(request.execution_id)
    try:
        with translated_errors(execution):
            handle = await client.start_workflow(
                WORKFLOW_TYPE,
                request,
                id=workflow_id(request.execution_id),
                task_queue=TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                memo={MEMO_NAME: request.name},
                static_summary=_summary(request),
                static_details=_details(request),
                search_attributes=attributes.at_start(request),
                priority=Priority(fairness_key=str(request.tenant_id)),
                rpc_timeout=_START_TIMEOUT,
            )
    except WorkflowAlreadyStartedError:
        with translated_errors(execution):
            return await _attach(client, request, by)
    return _started(request, handle.result_run_id, duplicate=False)


async def _attach(client: Client, request: CampaignRequest, by: str) -> StartedCampaign:
    handle = client.get_workflow_handle(workflow_id(request.execution_id))
    if await request_of(client, handle) != request:
        raise Refused(
            f"execution {request.execution_id} is taken by a different request; nothing was "
            "started. Give --new-execution for another run of this campaign, or leave "
            "execution_id out of the file so that it follows from the request's content"
        )
    try:
        with translated_errors(str(request.execution_id)):
            await handle.signal(SIGNAL_DUPLICATE, DuplicateStart(by=by), rpc_timeout=ANSWER_TIMEOUT)
    except HasEnded:
        suppressed = await _count_in_ledger(client, request.execution_id, by)
        return _started(request, None, duplicate=True).model_copy(
            update={"finished": True, "duplicates_suppressed": suppressed}
        )
    return _started(request, None, duplicate=True)


async def request_of(client: Client, handle: Handle) -> CampaignRequest | None:
    """Return what a run was started with, or `None` when that is no request."""
    async for event in handle.fetch_history_events(page_size=1):
        payloads = event.workflow_execution_started_event_attributes.input.payloads
        try:
            values = await client.data_converter.decode(payloads, [CampaignRequest])
        except (ValidationError, FailureError, ValueError, RuntimeError):
            return None  # started by another client, with something that is no request
        return values[0] if values else None
    return None


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
    )


def _summary(request: CampaignRequest) -> str:
    return f"{request.name} · {request.tenant_id}"[:200]


def _details(request: CampaignRequest) -> str:
    channels = ", ".join(f"{plan.channel} ({plan.placement})" for plan in request.channels)
    return "\n".join(
        (
            f"- Campaign: `{request.campaign_id}`",
            f"- Tenant: `{request.tenant_id}`",
            f"- Execution: `{request.execution_id}`",
            f"- Channels: {channels}",
            f"- Budget: {request.budget.total:g} {request.budget.currency}",
        )
    )
