"""No wait outgrows what Temporal keeps of a run: the campaign goes on in a new one, as it was."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from contracts import (
    AnswerLost,
    CampaignState,
    MetricsRecord,
    PublicationStatus,
    Reconciliation,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    Timing,
    WaitingFor,
)
from tests.support.builders import metrics, request
from tests.support.campaigns.continuing import LONG, SIGNALS, outgrown
from tests.support.worlds.campaigns import World, open_real_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Give a test a server on which histories soon are long, with a worker."""
    async with open_real_world(LONG) as world, world.worker():
        yield world


async def test_a_review_is_waited_for_in_the_next_run(world: World) -> None:
    """The reviewer, the deadline and what was made stay the same, and it goes out once."""
    campaign = await world.start(
        request(
            "instagram",
            review=ReviewPolicy(mode=ReviewMode.ALWAYS),
            timing=Timing(learning_window=timedelta(milliseconds=1)),
        )
    )
    before = await campaign.waits_for(WaitingFor.REVIEW)

    after = await outgrown(campaign)
    await campaign.send(
        "review",
        ReviewDecision(
            action=ReviewAction.APPROVE, reviewer="Ana", report_digest=after.report_digest or ""
        ),
    )
    payload = await campaign.handle.result()

    assert (after.wait, after.report_digest) == (before.wait, before.report_digest)
    assert after.duplicates_suppressed >= SIGNALS
    assert payload.current_state is CampaignState.IDLE
    assert payload.execution_log[0].action == "received"
    assert len([entry for entry in payload.execution_log if entry.action == "gate_decided"]) == 2
    assert [world.faults.calls.count(name) for name in ("open", "scan", "audit")] == [1, 1, 1]
    assert len(world.platform.book) == 1


async def test_changes_are_made_in_the_next_run(world: World) -> None:
    """A reviewer who asks for changes after that gets a second round, with a new deadline."""
    campaign = await world.start(
        request("instagram", review=ReviewPolicy(mode=ReviewMode.ALWAYS, max_revisions=1))
    )
    first = await campaign.waits_for(WaitingFor.REVIEW)
    await outgrown(campaign)

    await campaign.send(
        "review",
        ReviewDecision(
            action=ReviewAction.REQUEST_CHANGES,
            reviewer="Ana",
            comment="calmer",
            report_digest=first.report_digest or "",
        ),
    )
    second = await campaign.until(
        lambda status: status.awaiting_review and status.report_digest != first.report_digest
    )

    assert second.revision == 1
    assert first.wait is not None
    assert first.wait.until is not None
    assert second.wait is not None
    assert second.wait.until is not None
    assert second.wait.until > first.wait.until


async def test_metrics_are_waited_for_in_the_next_run(world: World) -> None:
    """What was measured before counts, and what is learned is learned of all of it."""
    campaign = await world.start(request("instagram", "x"))
    before = await campaign.waits_for(WaitingFor.METRICS)
    await campaign.send("record_metrics", MetricsRecord(metrics=[metrics("instagram")], final=True))

    after = await outgrown(campaign)
    await campaign.send("record_metrics", MetricsRecord(metrics=[metrics("x")], final=True))
    payload = await campaign.handle.result()

    assert after.wait == before.wait
    assert payload.learning is not None
    assert [each.channel for each in payload.metrics] == ["instagram", "x"]
    assert len(world.platform.book) == 2


async def test_a_pause_lasts_in_the_next_run(world: World) -> None:
    """A campaign that is paused stays so, and what was approved is not asked for again."""
    campaign = await world.start(
        request(
            "instagram",
            review=ReviewPolicy(mode=ReviewMode.ALWAYS),
            timing=Timing(learning_window=timedelta(milliseconds=1)),
        )
    )
    status = await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.send("pause", {"by": "Luis"})
    await campaign.send(
        "review",
        ReviewDecision(
            action=ReviewAction.APPROVE, reviewer="Ana", report_digest=status.report_digest or ""
        ),
    )
    await campaign.waits_for(WaitingFor.RESUME)

    after = await outgrown(campaign)
    await campaign.send("resume", {"by": "Luis"})
    payload = await campaign.handle.result()

    assert (after.paused, after.state) == (True, CampaignState.QUALITY_AUDIT)
    assert len(payload.reviews) == 1
    assert len(world.platform.book) == 1


async def test_a_doubt_is_settled_in_the_next_run(world: World) -> None:
    """A person can still say what is out, and why it was not known is not forgotten."""
    world.platform.reconciliation = Reconciliation.NEITHER
    world.platform.answers_questions = False
    world.faults.plan("answer instagram", AnswerLost("the line broke"))
    campaign = await world.start(request("instagram"))
    before = await campaign.waits_for(WaitingFor.RESOLUTION)

    after = await outgrown(campaign)
    await campaign.send(
        "resolve_publication", {"channel": "instagram", "status": "not_sent", "by": "Ana"}
    )
    payload = await campaign.failed_payload()

    assert after.wait == before.wait
    assert after.channels[0].status is PublicationStatus.UNKNOWN
    assert "the line broke" in (payload.terminal_details or "")
    assert world.faults.calls.count("publish instagram") == 1
