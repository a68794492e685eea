"""One slot of a schedule: it starts the slot's campaign once, or says why it is missed.

A schedule gives the same order to each of its slots, and Temporal adds the slot's moment to the
workflow's id. The slot's execution follows from both, so the campaign of a slot has one id,
whatever starts the slot and however often. See ADR 50.
"""

from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from contracts import (
        WORKFLOW_TYPE,
        CampaignRequest,
        ContractInvalid,
        FailureReason,
        workflow_id,
    )
    from contracts.names import MEMO_NAME, SLOT_WORKFLOW_TYPE
    from contracts.schedule import SlotOrder, StartedSlot, slot_execution, slot_of
    from workflows.reading import read
    from workflows.turns import priority_of
    from workflows.visibility import at_start, static_details, static_summary


@workflow.defn(name=SLOT_WORKFLOW_TYPE)
class SlotWorkflow:
    """One slot.

    It takes one argument, a `SlotOrder`, and its id names the slot. It ends *Completed* when the
    slot's campaign has been started, now or before, and *Failed* as `FAILED_TIMEOUT` when the slot
    came too late, or as `FAILED_CONTRACT` when the order is none.
    """

    @workflow.run
    async def run(self, *arguments: Any) -> StartedSlot:
        """Start the campaign of the slot, unless the slot's time has passed."""
        try:
            order = read(SlotOrder, arguments)
        except ContractInvalid as error:
            raise _failure(FailureReason.CONTRACT_INVALID, str(error)) from None
        named = workflow.info().workflow_id
        slot = slot_of(named, order.schedule)
        if slot is None:
            why = f"{named} names no slot of schedule {order.schedule}"
            raise _failure(FailureReason.CONTRACT_INVALID, why)
        now = workflow.now()
        if not order.late and now > slot + order.within:
            why = (
                f"missed: the slot of {_moment(slot)} could not begin before {_moment(now)}, and "
                f"may begin within {order.within}; nothing was started"
            )
            raise _failure(FailureReason.TIMEOUT, why)
        request = request_of(order, slot, now)
        return StartedSlot(
            schedule=order.schedule,
            slot=slot,
            execution_id=request.execution_id,
            duplicate=not await _start(request),
        )


def request_of(order: SlotOrder, slot: datetime, now: datetime) -> CampaignRequest:
    """Return what a slot runs: the order's request, to be published within the slot's time."""
    begins = now if order.late else slot
    timing = order.request.timing.model_copy(update={"publish_before": begins + order.within})
    execution = slot_execution(order.schedule, slot)
    return order.request.model_copy(update={"execution_id": execution, "timing": timing})


async def _start(request: CampaignRequest) -> bool:
    """Start a campaign, and return whether there was none under its id."""
    try:
        await workflow.start_child_workflow(
            WORKFLOW_TYPE,
            request,
            id=workflow_id(request.execution_id),
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            memo={MEMO_NAME: request.name},
            search_attributes=at_start(request),
            static_summary=static_summary(request),
            static_details=static_details(request),
            priority=priority_of(request),
        )
    except WorkflowAlreadyStartedError:
        return False
    return True


def _failure(reason: FailureReason, why: str) -> ApplicationError:
    return ApplicationError(why, type=reason.value, non_retryable=True)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
