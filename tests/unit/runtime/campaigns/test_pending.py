"""A status says what the stage that is at work waits for, in the stage's own words."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionResponse
from temporalio.client import Client, WorkflowExecutionDescription
from temporalio.converter import DataConverter

from contracts import CampaignState, CampaignStatus, Wait, WaitingFor
from runtime.campaigns.pending import with_reports
from runtime.temporal.converter import with_contracts
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT

FULL = "The disk of the ledger is full."


@dataclass
class Known:
    """A client that can read what stands in Temporal's record."""

    data_converter: DataConverter


CLIENT = cast("Client", Known(with_contracts()))


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
    payloads = await CLIENT.data_converter.encode([] if says is None else [says])
    pending = PendingActivityInfo()
    pending.heartbeat_details.payloads.extend(payloads)
    return pending


async def told(known: CampaignStatus, *pending: PendingActivityInfo) -> str | None:
    """Return why a campaign waits, once Temporal's record has been read."""
    response = DescribeWorkflowExecutionResponse(pending_activities=pending)
    run = cast("WorkflowExecutionDescription", SimpleNamespace(raw_description=response))
    found = await with_reports(CLIENT, known, run)
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
