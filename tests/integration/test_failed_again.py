"""A failed campaign that is run again: what is done stays done, and nothing goes out twice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from activities.ledger import SqlLedger
from contracts import (
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    ChannelFailurePolicy,
    FailureReason,
    OutcomeUnknowable,
    Place,
    PlatformRefused,
    PublicationResolution,
    PublicationStatus,
    Reconciliation,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    Timing,
    WaitingFor,
    retry_id,
)
from runtime.campaigns.client import Campaigns
from runtime.refusals import WrongUse
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import request
from tests.support.worlds.campaigns import Campaign, World, open_idle_world

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
UNKNOWN = PublicationStatus.UNKNOWN
INSTAGRAM, X = Place("instagram", "feed"), Place("x", "post")
SOON = timedelta(milliseconds=1)
BROKEN = PlatformRefused("broken until it is mended")


@dataclass
class Scene:
    """A server, a worker with a ledger on disk, and an operator."""

    world: World
    campaigns: Campaigns

    async def failed(self, *faults: str, error: Exception = BROKEN) -> CampaignPayload:
        """Run a campaign whose operations fail so, and return how it ended."""
        for fault in faults:
            self.world.faults.plan(fault, error)
        timing = Timing(learning_window=SOON)
        wanted = request(execution_id=uuid4(), max_retries=0, timing=timing)
        execution = await self.begun(wanted)
        if error is not BROKEN:
            await self.campaign(execution).waits_for(WaitingFor.RESOLUTION)
            await self.world.env.sleep(wanted.timing.resolution_window)
        return await self.ended(execution)

    async def begun(self, wanted: CampaignRequest) -> UUID:
        """Start a campaign as an operator does."""
        return (await self.campaigns.start(wanted, "Ana")).execution_id

    async def ended(self, execution: UUID) -> CampaignPayload:
        """Return how a campaign ended."""
        return await self.campaigns.result(execution)

    async def retried(self, execution: UUID) -> CampaignPayload:
        """Have a failed campaign run again, and return how that ended."""
        self.world.faults.calls.clear()
        return await self.ended((await self.campaigns.retry(execution)).execution_id)

    def campaign(self, execution: UUID) -> Campaign:
        """Return a campaign for messages."""
        handle = self.world.client.get_workflow_handle(
            f"campaign-{execution}", result_type=CampaignPayload
        )
        return Campaign(handle)

    async def approved(self, execution: UUID) -> None:
        """Approve the report that awaits its review."""
        campaign = self.campaign(execution)
        status = await campaign.until(lambda status: status.awaiting_review)
        digest = status.report_digest
        decision = ReviewDecision(
            action=ReviewAction.APPROVE, reviewer="Ana", report_digest=digest or ""
        )
        await campaign.send("review", decision)

    def sent(self, place: str) -> int:
        """Return how often a channel was really called to publish."""
        return self.world.faults.calls.count(f"publish {place}")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Give a test a server whose clock skips what nobody has to wait for."""
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")
    async with (
        open_idle_world(PhoenixPlugin()) as world,
        world.worker(replace(world.stages(), ledger=ledger)),
    ):
        yield Scene(world, Campaigns(world.client, ledger.executions.publications))
        world.faults.release_all()
    await ledger.close()


async def test_a_retry_goes_on_where_the_campaign_failed(scene: Scene) -> None:
    """Whatever stage failed, those before it are not paid for again, and nothing is sent twice."""
    stages = ["scan", "compose", "produce x", "audit", "publish x", "learn"]
    for number, stage in enumerate(stages):
        failed = await scene.failed(stage)
        assert failed.current_state is CampaignState.FAILED, stage

        again = await scene.retried(failed.execution_id)

        calls = scene.world.faults.calls
        assert (again.current_state, again.retry_of) == (
            CampaignState.IDLE,
            [failed.execution_id],
        ), stage
        assert again.execution_id == retry_id(failed.execution_id)
        assert [one for one in stages[:3][:number] if one in calls] == [], stage
        assert "audit" in calls
        assert "produce instagram" not in calls or number < 2
        assert scene.sent("instagram") == (number < 4), stage
        assert scene.sent("x") == (number < 5), stage
        assert len(scene.world.platform.book) == 2 * (number + 1)
        status = await scene.campaigns.status(failed.execution_id)
        assert status.retried_as == again.execution_id


async def test_a_retry_is_one_run_and_has_a_limit(scene: Scene) -> None:
    """Typed twice it starts one; only what failed is retried; retries end after five."""
    failed = await scene.failed("publish x")
    first = (await scene.campaigns.retry(failed.execution_id)).execution_id
    second = await scene.campaigns.retry(failed.execution_id)
    assert (second.execution_id, second.duplicate) == (first, True)
    await scene.ended(first)
    with pytest.raises(WrongUse, match="has not failed, and only what failed is retried"):
        await scene.campaigns.retry(first)

    last = (await scene.failed("publish x")).execution_id
    for number in range(1, 6):
        scene.world.faults.plan("publish x", BROKEN)
        again = await scene.retried(last)
        assert (len(again.retry_of), scene.sent("instagram")) == (number, 0)
        assert again.latest_publications()[INSTAGRAM].status is SENT
        last = again.execution_id
    with pytest.raises(WrongUse, match="is the last of 5 retries"):
        await scene.campaigns.retry(last)

    held = scene.world.faults.hold("scan")
    running = await scene.begun(request(execution_id=uuid4()))
    with pytest.raises(WrongUse, match="is still running"):
        await scene.campaigns.retry(running)
    held.set()


async def test_an_unknown_outcome_is_settled_under_its_first_key(scene: Scene) -> None:
    """What may be out is asked for, else a person looks; it is never sent again blindly."""
    platform = scene.world.platform
    platform.reconciliation, platform.answers_questions = Reconciliation.NEITHER, False
    platform.call_timeout = timedelta(seconds=0.3)  # whoever finds a lost call waits for its end
    lost = OutcomeUnknowable("the line went dead")
    failed = await scene.failed("answer x", error=lost)
    assert failed.terminal_reason is FailureReason.TIMEOUT
    assert failed.latest_publications()[X].status is UNKNOWN

    scene.world.faults.calls.clear()
    unresolved = scene.campaign((await scene.campaigns.retry(failed.execution_id)).execution_id)
    await unresolved.waits_for(WaitingFor.RESOLUTION)
    not_out = PublicationResolution(channel="x", placement="post", status=NOT_SENT, by="Ana")
    await unresolved.send("resolve_publication", not_out)
    ended = await unresolved.failed_payload()
    assert (ended.latest_publications()[X].status, scene.sent("x")) == (NOT_SENT, 0)
    again = await scene.retried(ended.execution_id)
    assert (again.current_state, scene.sent("x"), scene.sent("instagram")) == (
        CampaignState.IDLE,
        1,
        0,
    )

    failed = await scene.failed("answer x", error=lost)
    platform.answers_questions = True
    found = await scene.retried(failed.execution_id)
    assert (found.current_state, found.latest_publications()[X].status) == (
        CampaignState.IDLE,
        SENT,
    )
    assert scene.sent("x") == 0


async def test_what_was_taken_back_is_sent_again_after_a_review(scene: Scene) -> None:
    """What is not out any more goes out anew, and a person decides about the report of the retry.

    The former decision was about a report that was signed for the former execution.
    """
    retracting = request(
        execution_id=uuid4(),
        max_retries=0,
        timing=Timing(learning_window=SOON),
        on_channel_failure=ChannelFailurePolicy.RETRACT,
        review=ReviewPolicy(mode=ReviewMode.ALWAYS),
    )
    scene.world.faults.plan("publish x", BROKEN)
    execution = await scene.begun(retracting)
    await scene.approved(execution)
    failed = await scene.campaign(execution).failed_payload()
    assert failed.latest_publications()[INSTAGRAM].status is PublicationStatus.RETRACTED

    scene.world.faults.calls.clear()
    retry = (await scene.campaigns.retry(execution)).execution_id
    await scene.approved(retry)
    again = await scene.ended(retry)

    assert [again.latest_publications()[place].status for place in (INSTAGRAM, X)] == [SENT, SENT]
    assert (scene.sent("instagram"), scene.sent("x")) == (1, 1)
    assert again.audit_digests != failed.audit_digests
