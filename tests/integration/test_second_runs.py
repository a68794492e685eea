"""A run that was ended from outside, and another one of the same execution: what each may say."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest

from activities.ledger import SqlLedger
from contracts import (
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CancelMessage,
    FailureReason,
    MetricsRecord,
    Place,
    PublicationStatus,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    WaitingFor,
    workflow_id,
)
from runtime.campaigns.client import Campaigns
from runtime.refusals import Refused
from tests.support.builders import EXECUTION, metrics, request
from tests.support.world import Campaign, World, open_real_world

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
UNKNOWN, RETRACTED = PublicationStatus.UNKNOWN, PublicationStatus.RETRACTED
X = Place("x", "post")
REVIEWED = ReviewPolicy(mode=ReviewMode.ALWAYS)


@dataclass
class Scene:
    """A server, a worker with a ledger on disk, and an operator."""

    world: World
    campaigns: Campaigns

    async def start(self, wanted: CampaignRequest) -> Campaign:
        """Start a campaign as an operator does, whatever has run before."""
        started = await self.campaigns.start(wanted, "Ana")
        assert not started.duplicate
        handle = self.world.client.get_workflow_handle(
            started.workflow_id, run_id=started.run_id, result_type=CampaignPayload
        )
        return Campaign(handle)

    async def statuses(self) -> dict[str, PublicationStatus]:
        """Return what an operator is told of each channel."""
        status = await self.campaigns.status(EXECUTION)
        return {one.channel: one.status for one in status.channels}


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Give a test a server of its own."""
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")
    async with open_real_world() as world, world.worker(replace(world.stages(), ledger=ledger)):
        yield Scene(world, Campaigns(world.client, ledger.executions.publications))
        world.faults.release_all()
    await ledger.close()


async def decided(campaign: Campaign, action: ReviewAction) -> str:
    """Decide about the report that awaits its review, and return its digest."""
    status = await campaign.until(lambda status: status.awaiting_review)
    digest = status.report_digest or ""
    comment = "calmer" if action is ReviewAction.REQUEST_CHANGES else None
    decision = ReviewDecision(action=action, reviewer="Ana", comment=comment, report_digest=digest)
    await campaign.send("review", decision)
    return digest


async def changed_and_approved(campaign: Campaign) -> None:
    """Ask for other content than at first, and approve that."""
    first = await decided(campaign, ReviewAction.REQUEST_CHANGES)
    await campaign.until(lambda status: status.report_digest not in {None, first})
    await decided(campaign, ReviewAction.APPROVE)


async def measured(campaign: Campaign) -> CampaignPayload:
    """Let a campaign end that waits for metrics."""
    await campaign.waits_for(WaitingFor.METRICS)
    await campaign.send("record_metrics", MetricsRecord(metrics=[metrics("x")], final=True))
    return await campaign.handle.result()


async def test_a_terminated_run_shows_what_the_ledger_proves(scene: Scene) -> None:
    """What was published is said, although nobody asked the run how it stood."""
    campaign = await scene.start(request("x"))
    await campaign.waits_for(WaitingFor.METRICS)

    await campaign.handle.terminate(reason="in the way")
    status = await scene.campaigns.status(EXECUTION)
    seen = await scene.campaigns.look(EXECUTION)

    assert (status.finished, status.state) == (True, CampaignState.FAILED)
    assert "in the way" in str(status.terminal_details)
    assert await scene.statuses() == {"x": SENT}
    assert seen is not None
    assert seen[1].terminal_reason is FailureReason.TIMEOUT
    assert seen[1].latest_publications()[X].status is SENT


async def test_a_run_that_was_terminated_in_a_call_denies_nothing(scene: Scene) -> None:
    """Whether it is out is unknown until somebody finds out, and the same request does."""
    release = scene.world.faults.hold("answer x")
    campaign = await scene.start(request("x", "instagram"))
    await scene.world.faults.called("answer x")
    await campaign.until(lambda _: len(scene.world.platform.book) == 2)

    await campaign.handle.terminate()
    during = await scene.statuses()
    seen = await scene.campaigns.look(EXECUTION)
    again = await scene.start(request("x", "instagram"))
    await again.until(lambda status: status.state is CampaignState.PUBLISH)
    release.set()
    await again.waits_for(WaitingFor.METRICS)

    assert during == {"x": UNKNOWN, "instagram": SENT}
    assert seen is not None
    assert seen[1].latest_publications()[X].status is UNKNOWN
    assert await scene.statuses() == {"x": SENT, "instagram": SENT}
    assert len(scene.world.platform.book) == 2


async def test_a_run_that_was_terminated_before_it_published_has_sent_nothing(
    scene: Scene,
) -> None:
    """The ledger knows the execution and no call of it: that is a proof."""
    campaign = await scene.start(request("x", review=REVIEWED))
    await campaign.until(lambda status: status.awaiting_review)

    await campaign.handle.terminate()

    assert await scene.statuses() == {"x": NOT_SENT}


async def test_where_the_ledger_is_not_reached_nothing_is_claimed(scene: Scene) -> None:
    """Neither sent nor not sent: the history alone does not know what a worker did last."""
    scene.world.faults.hold("answer x")
    campaign = await scene.start(request("x"))
    await scene.world.faults.called("answer x")
    await campaign.handle.terminate()

    status = await Campaigns(scene.world.client).status(EXECUTION)

    assert [one.status for one in status.channels] == [UNKNOWN]
    assert status.channels[0].detail == (
        "the run was ended from outside, and the ledger could not be asked"
    )


async def test_the_same_request_goes_on_after_a_termination(scene: Scene) -> None:
    """What the first run published is known from the beginning, and not published again."""
    first = await scene.start(request("x", review=REVIEWED))
    await decided(first, ReviewAction.APPROVE)
    await first.waits_for(WaitingFor.METRICS)
    await first.handle.terminate()

    second = await scene.start(request("x", review=REVIEWED))
    status = await second.until(lambda status: status.awaiting_review)
    await decided(second, ReviewAction.APPROVE)
    payload = await measured(second)

    assert [one.status for one in status.channels] == [SENT]
    assert payload.current_state is CampaignState.IDLE
    assert payload.latest_publications()[X].status is SENT
    assert scene.world.faults.calls.count("publish x") == 1
    with pytest.raises(AssertionError):
        await scene.start(request("x", review=REVIEWED))  # it has ended by itself


async def test_two_who_start_it_again_start_it_once(scene: Scene) -> None:
    """Only one run goes on, whoever asks for it."""
    first = await scene.start(request("x", review=REVIEWED))
    await first.handle.terminate()

    wanted = request("x", review=REVIEWED)
    started = await asyncio.gather(*(scene.campaigns.start(wanted, "Ana") for _ in range(4)))

    assert [one.again for one in started].count(True) == 1
    assert [one.duplicate for one in started].count(True) == 3


async def test_another_request_does_not_go_on_for_it(scene: Scene) -> None:
    """An execution has one request, also after its run was terminated."""
    first = await scene.start(request("x", review=REVIEWED))
    await first.handle.terminate()

    with pytest.raises(Refused, match="taken by a different request"):
        await scene.start(request("instagram"))


async def test_a_second_run_does_not_claim_what_the_first_one_published(scene: Scene) -> None:
    """It decided on other content: what is out is said to be another run's, and nothing goes out.

    The campaign does not end as one that published what its reviewer approved.
    """
    first = await scene.start(request("x", review=REVIEWED))
    await decided(first, ReviewAction.APPROVE)
    await first.waits_for(WaitingFor.METRICS)
    await first.handle.terminate()

    second = await scene.start(request("x", review=REVIEWED))
    await changed_and_approved(second)
    payload = await second.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    out = payload.latest_publications()[X]
    assert (out.status, str(out.detail)[:31]) == (SENT, "an earlier run of this executio")
    assert scene.world.faults.calls.count("publish x") == 1


async def test_a_run_that_was_reset_does_not_claim_it_either(scene: Scene) -> None:
    """A reset forgets the review and what followed, and the ledger does not."""
    first = await scene.start(request("x", review=REVIEWED))
    await decided(first, ReviewAction.APPROVE)
    await first.waits_for(WaitingFor.METRICS)

    second = await reset_before_the_review(scene.world, first)
    await changed_and_approved(second)
    payload = await second.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert payload.latest_publications()[X].status is SENT
    assert scene.world.faults.calls.count("publish x") == 1


async def test_a_run_that_was_reset_goes_on_with_what_is_out(scene: Scene) -> None:
    """The same decision leads to the same publication, which is not made twice."""
    first = await scene.start(request("x", review=REVIEWED))
    await decided(first, ReviewAction.APPROVE)
    await first.waits_for(WaitingFor.METRICS)

    second = await reset_before_the_review(scene.world, first)
    await decided(second, ReviewAction.APPROVE)
    payload = await measured(second)

    assert payload.latest_publications()[X].status is SENT
    assert scene.world.faults.calls.count("publish x") == 1


async def test_what_an_earlier_run_published_can_be_taken_back(scene: Scene) -> None:
    """A second run that is cancelled before it publishes takes back what is out all the same."""
    first = await scene.start(request("x", review=REVIEWED))
    await decided(first, ReviewAction.APPROVE)
    await first.waits_for(WaitingFor.METRICS)
    await first.handle.terminate()
    second = await scene.start(request("x", review=REVIEWED))
    await second.until(lambda status: status.awaiting_review)

    order = CancelMessage(by="Ana", retract=True).model_dump_json()
    await second.handle.cancel(reason=order)
    payload = await second.cancelled_payload()

    assert payload.latest_publications()[X].status is RETRACTED
    assert len(scene.world.platform.taken_back) == 1


async def reset_before_the_review(world: World, campaign: Campaign) -> Campaign:
    """Reset a campaign to where it awaited its review, without the review."""
    tasks: list[int] = []
    async for event in campaign.handle.fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
            break
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            tasks.append(event.event_id)
    answer = await world.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=world.client.namespace,
            workflow_execution=WorkflowExecution(
                workflow_id=workflow_id(EXECUTION), run_id=campaign.handle.run_id or ""
            ),
            reason="another decision",
            workflow_task_finish_event_id=tasks[-2],
            request_id="reset",
            reset_reapply_exclude_types=[ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE],
        )
    )
    handle = world.client.get_workflow_handle(
        workflow_id(EXECUTION), run_id=answer.run_id, result_type=CampaignPayload
    )
    return Campaign(handle)
