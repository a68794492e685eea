"""A status says what the stage that is at work waits for, in the stage's own words."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.api.enums.v1 import PendingActivityState
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionResponse
from temporalio.client import WorkflowExecutionDescription
from temporalio.service import RPCError, RPCStatusCode

from contracts import CampaignState, CampaignStatus, Wait, WaitingFor
from contracts.names import publish_queue
from runtime.campaigns.pending import with_reports
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT
from tests.support.fakes.task_queues import FakeTaskQueues

FULL = "The disk of the ledger is full."
QUEUES = FakeTaskQueues()
QUEUE = publish_queue("x")


def status(wait: Wait | None) -> CampaignStatus:
    """Return a campaign's own account."""
    return CampaignStatus(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        name="Café",
        state=CampaignState.PUBLISH,
        finished=False,
        wait=wait,
    )


AT_WORK = status(Wait(on=WaitingFor.STAGE, why="the stage PUBLISH is at work"))


async def working(says: Any = None) -> PendingActivityInfo:
    """Return an activity that is at work, and what its heartbeats say."""
    payloads = await QUEUES.data_converter.encode([] if says is None else [says])
    pending = PendingActivityInfo()
    pending.heartbeat_details.payloads.extend(payloads)
    return pending


def untaken() -> PendingActivityInfo:
    """Return an activity that waits in a channel's queue."""
    pending = PendingActivityInfo(state=PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED)
    pending.activity_options.task_queue.name = QUEUE
    return pending


async def told(
    known: CampaignStatus, *pending: PendingActivityInfo, queues: FakeTaskQueues = QUEUES
) -> str | None:
    """Return why a campaign waits, once Temporal's record has been read."""
    response = DescribeWorkflowExecutionResponse(pending_activities=pending)
    run = cast("WorkflowExecutionDescription", SimpleNamespace(raw_description=response))
    found = await with_reports(queues.client, known, run)
    return None if found.wait is None else found.wait.why


async def test_a_stage_that_waits_for_its_ledger_is_heard() -> None:
    """An operator whose disk is full reads that, and not only that a stage is at work."""
    why = await told(AT_WORK, await working(FULL))

    assert why == f"the stage PUBLISH is at work; {FULL}"


async def test_stages_side_by_side_are_heard_once_each() -> None:
    """Channels that wait for the same are one reason, and not more than three are shown."""
    pending = [await working(says) for says in (FULL, FULL, "b", "c", "d")]

    assert await told(AT_WORK, *pending) == f"the stage PUBLISH is at work; {FULL}; b; c"


@pytest.mark.parametrize("says", [None, {"progress": 3}])
async def test_a_stage_that_says_nothing_is_at_work(says: Any) -> None:
    """Most have nothing to say."""
    assert await told(AT_WORK, await working(says)) == "the stage PUBLISH is at work"


@pytest.mark.parametrize("wait", [None, Wait(on=WaitingFor.ATTEMPT, why="ada has stopped it")])
async def test_a_campaign_that_waits_for_something_else_says_so_itself(wait: Wait | None) -> None:
    """What the campaign knows is not covered up."""
    assert await told(status(wait), await working(FULL)) == (wait.why if wait else None)


async def test_a_step_that_nobody_takes_is_told_with_its_queue() -> None:
    """An operator reads which worker to start, once however many steps wait there."""
    why = await told(AT_WORK, untaken(), untaken())

    assert why == f"the stage PUBLISH is at work; no worker serves {QUEUE}"


async def test_a_step_that_somebody_will_take_is_no_reason() -> None:
    """A full worker, or a rate, is nothing that an operator has to mend."""
    why = await told(AT_WORK, untaken(), queues=FakeTaskQueues(served=[QUEUE]))

    assert why == "the stage PUBLISH is at work"


@pytest.mark.parametrize("status", [RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED])
async def test_a_status_needs_no_right_to_ask_about_queues(status: RPCStatusCode) -> None:
    """Whoever may read campaigns alone, as in Temporal Cloud, reads them as before."""
    why = await told(AT_WORK, untaken(), await working(FULL), queues=FakeTaskQueues(refuses=status))

    assert why == f"the stage PUBLISH is at work; {FULL}"


async def test_a_server_that_fails_is_not_taken_for_a_closed_door() -> None:
    """Whoever asks hears that Temporal did not answer."""
    with pytest.raises(RPCError, match="it does not say"):
        await told(AT_WORK, untaken(), queues=FakeTaskQueues(refuses=RPCStatusCode.UNAVAILABLE))
