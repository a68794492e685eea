"""The workflows of slots: starting one, and what became of those that have begun."""

import asyncio
from datetime import datetime
from typing import Final
from uuid import UUID

from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionStatus,
    WorkflowFailureError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from contracts import TASK_QUEUE, as_prose
from contracts.names import SLOT_WORKFLOW_TYPE
from contracts.schedule import (
    SlotOrder,
    StartedSlot,
    schedule_workflow_id,
    slot_execution,
    slot_of,
    slot_workflow_id,
)
from runtime.campaigns.endings import final_payload, was_turned_away
from runtime.campaigns.start import handle_of
from runtime.campaigns.stuck import tried_in_vain
from runtime.refusals import Refused, Unknown
from runtime.schedule.calls import translated
from runtime.schedule.replies import PastSlot, SlotState
from runtime.temporal.errors import ANSWER_TIMEOUT, nobody_answers, reason_of
from workflows.visibility import of_tenant, static_summary

MOST_SHOWN: Final = 20
"""Slots whose end is looked up one by one."""


async def run_slot(client: Client, order: SlotOrder, slot: datetime) -> StartedSlot:
    """Run one slot, or find that it has run.

    Raises:
        NoWorker: The slot is ordered, and no worker has begun it in time.
        Refused: The slot's workflow refuses it, or no worker can carry it on.
    """
    with translated(order.schedule):
        handle = await client.start_workflow(
            SLOT_WORKFLOW_TYPE,
            order,
            id=slot_workflow_id(order.schedule, slot),
            task_queue=TASK_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=static_summary(order.request),
            search_attributes=of_tenant(order.request),
            result_type=StartedSlot,
            rpc_timeout=ANSWER_TIMEOUT,
        )
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT.total_seconds()):
                started: StartedSlot = await handle.result()
                return started
        except WorkflowFailureError as error:
            raise Refused(
                f"the slot of {slot} was not started: {reason_of(error.cause)}"
            ) from error
        except TimeoutError as error:
            raise await _why_not_begun(client, order.schedule, slot) from error


async def _why_not_begun(client: Client, schedule: str, slot: datetime) -> Refused:
    run = slot_workflow_id(schedule, slot)
    known = (
        f"it is ordered: 'starter.py schedule show {schedule}' shows what becomes of {run}, and "
        f"its campaign will be {slot_execution(schedule, slot)}"
    )
    named = f"the slot of {slot:%Y-%m-%d %H:%M:%S} UTC"
    if (tried := await tried_in_vain(client, run)) is None:
        return nobody_answers(named, known)
    return Refused(f"no worker can carry {named} on at the moment, {tried}; {known}")


async def youngest(client: Client, schedule: str) -> list[PastSlot]:
    """Return what became of the youngest slots that have begun, youngest first."""
    beginning = schedule_workflow_id(schedule)
    query = f'WorkflowType="{SLOT_WORKFLOW_TYPE}" AND WorkflowId STARTS_WITH "{beginning}-"'
    found: dict[datetime, PastSlot] = {}
    with translated(schedule):
        async for run in client.list_workflows(query):
            slot = slot_of(run.id, schedule)
            if slot is None or slot in found:  # another schedule's, or an earlier run of it
                continue
            found[slot] = await _past(client, schedule, slot, run)
            if len(found) == MOST_SHOWN:
                break
    return sorted(found.values(), key=lambda one: one.slot, reverse=True)


async def _past(client: Client, schedule: str, slot: datetime, run: WorkflowExecution) -> PastSlot:
    why: str | None = None
    state = SlotState.WAITING
    if run.status is WorkflowExecutionStatus.COMPLETED:
        why = await _why_turned_away(client, slot_execution(schedule, slot))
        state = SlotState.TURNED_AWAY if why else SlotState.STARTED
    elif run.status is not WorkflowExecutionStatus.RUNNING:
        state, why = SlotState.MISSED, await _why(client, run)
    return PastSlot(slot=slot, state=state, execution_id=slot_execution(schedule, slot), why=why)


async def _why_turned_away(client: Client, execution: UUID) -> str | None:
    """Return why nothing was done of a slot's campaign; `None` where it was let in or may be."""
    handle = handle_of(client, execution)
    try:
        run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
        if run.status is not WorkflowExecutionStatus.FAILED:
            return None
        ended = await final_payload(handle)
    except (RPCError, Refused, Unknown):
        return None  # Temporal has forgotten it, or it was no campaign
    return ended.terminal_details if ended is not None and was_turned_away(ended) else None


async def _why(client: Client, run: WorkflowExecution) -> str:
    try:
        await client.get_workflow_handle(run.id, run_id=run.run_id).result()
    except WorkflowFailureError as error:
        return as_prose(reason_of(error.cause))
    return "it gives no reason"
