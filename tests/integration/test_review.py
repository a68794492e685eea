"""A person decides about the report that was read, once, and within the window."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType

from contracts import (
    CampaignState,
    FailureReason,
    QualityVerdict,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    Severity,
    WaitingFor,
)
from domain.signing import digest as digest_of
from tests.support.builders import check, request
from tests.support.workflow_logic import UNDER_BOTH
from tests.support.worlds.campaigns import Campaign, World

pytestmark = UNDER_BOTH

ASKS = check(QualityVerdict.WARN, Severity.HIGH, "RULE_NOT_ENFORCEABLE", "rule_coverage_check")


async def awaiting_review(world: World, **changes: Any) -> tuple[Campaign, str]:
    """Start a campaign that needs a review, and return the digest of its report."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request(**changes))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    assert status.awaiting_review
    assert status.report_digest is not None
    return campaign, status.report_digest


def decision(
    digest: str, action: ReviewAction = ReviewAction.APPROVE, comment: str | None = None
) -> ReviewDecision:
    """Return Ana's decision."""
    return ReviewDecision(action=action, reviewer="Ana", comment=comment, report_digest=digest)


async def test_an_approved_campaign_is_published(world: World) -> None:
    """An approval of the report that was read opens the gate."""
    campaign, digest = await awaiting_review(world)

    await campaign.send("review", decision(digest))
    payload = await campaign.handle.result()

    assert payload.terminal_reason is None
    assert [entry.reviewer for entry in payload.reviews] == ["Ana"]
    assert len(world.platform.book) == 2


async def test_a_rejected_campaign_is_never_published(world: World) -> None:
    """A rejection ends the campaign as `FAILED_QUALITY`, with the reviewer's words."""
    campaign, digest = await awaiting_review(world)

    await campaign.send("review", decision(digest, ReviewAction.REJECT, "suena desesperado"))
    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.QUALITY_CHECK_FAILED
    assert payload.terminal_details == "Rejected by Ana: suena desesperado"
    assert world.platform.book == []


async def test_changes_lead_to_a_new_report(world: World) -> None:
    """Requested changes go back to content production, append, and need a decision of their own."""
    campaign, digest = await awaiting_review(world)

    await campaign.send("review", decision(digest, ReviewAction.REQUEST_CHANGES, "sin prisa"))
    second = await campaign.until(
        lambda status: status.awaiting_review and status.report_digest != digest
    )
    assert second.report_digest is not None
    await campaign.send("review", decision(second.report_digest))
    payload = await campaign.handle.result()

    assert payload.revision == 1
    assert payload.audit_digests == [digest, second.report_digest]
    assert [asset.revision for asset in payload.assets] == [0, 0, 1, 1]
    assert payload.quality_audit is not None
    assert digest_of(payload.quality_audit) == second.report_digest
    assert world.providers.orders[-1].changes == ["sin prisa"]
    assert len(world.platform.book) == 2


async def test_nobody_answers(world: World) -> None:
    """A review that nobody answers within its window ends as `FAILED_TIMEOUT`."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request(review=ReviewPolicy(window=timedelta(hours=6))))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert payload.terminal_details == "nobody reviewed it within 6:00:00"
    assert world.platform.book == []


async def test_a_decision_about_another_report_is_refused(world: World) -> None:
    """A stale digest changes nothing, leaves no trace, and says which one is right."""
    campaign, digest = await awaiting_review(world)

    why = await campaign.refusal("review", decision("0" * 64))

    assert f"the one to review is {digest}" in why
    assert (await campaign.status()).awaiting_review
    history = await campaign.handle.fetch_history()
    assert EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED not in [
        event.event_type for event in history.events
    ]


async def test_a_second_decision_is_refused(world: World) -> None:
    """Once decided is decided, also when the second decision comes at the same moment."""
    campaign, digest = await awaiting_review(world)
    await campaign.send("pause", {"by": "Luis"})
    await campaign.send("review", decision(digest))

    why = await campaign.refusal("review", decision(digest, ReviewAction.REJECT))

    assert "a decision was already taken" in why
    assert len((await campaign.payload()).reviews) == 1


async def test_a_decision_before_anything_awaits_it_is_refused(world: World) -> None:
    """An approval cannot be given in advance."""
    world.faults.hold("scan")
    campaign = await world.start(request())
    await campaign.until(lambda status: status.state is CampaignState.RADAR_SCAN)

    why = await campaign.refusal("review", decision("0" * 64))

    assert "nothing awaits a review: the campaign stands in RADAR_SCAN" in why


async def test_revisions_are_bounded(world: World) -> None:
    """A reviewer who may not request more changes learns it and can still decide."""
    campaign, digest = await awaiting_review(world, review=ReviewPolicy(max_revisions=0))

    why = await campaign.refusal(
        "review", decision(digest, ReviewAction.REQUEST_CHANGES, "otra vez")
    )
    await campaign.send("review", decision(digest))

    assert "approve or reject" in why
    assert (await campaign.handle.result()).revision == 0


async def test_nonsense_in_a_message_is_refused(world: World) -> None:
    """A message that does not fit its contract is refused with the field that is wrong."""
    campaign, digest = await awaiting_review(world)

    why = await campaign.refusal("review", {"action": "maybe", "report_digest": digest})

    assert "does not fit ReviewDecision" in why
    assert "reviewer: is required" in why
    assert (await campaign.status()).awaiting_review


async def test_a_signal_decides_too(world: World) -> None:
    """A system that can only signal can approve; its mistakes are in the campaign's log."""
    campaign, digest = await awaiting_review(world)

    await campaign.handle.signal("review", {"action": "approve"})
    await campaign.handle.signal("review", decision("0" * 64))
    await campaign.handle.signal("review", decision(digest))
    payload = await campaign.handle.result()

    refused = [entry for entry in payload.execution_log if entry.action == "signal_refused"]
    assert [entry.metadata["message"] for entry in refused] == ["review", "review"]
    assert "reviewer: is required" in refused[0].metadata["why"]
    assert len(payload.reviews) == 1


@pytest.mark.parametrize("asked_by", ["tenant", "request"])
async def test_a_clean_report_can_need_a_review(world: World, asked_by: str) -> None:
    """A tenant or a request can want every campaign reviewed."""
    review = ReviewPolicy()
    if asked_by == "tenant":
        world.policies.policy = world.policies.policy.model_copy(update={"review_required": True})
    else:
        review = ReviewPolicy(mode=ReviewMode.ALWAYS)

    campaign = await world.start(request(review=review))
    status = await campaign.waits_for(WaitingFor.REVIEW)

    assert status.state is CampaignState.QUALITY_AUDIT
    assert world.platform.book == []


async def test_a_blocked_report_is_not_put_to_review(world: World) -> None:
    """Nobody can approve what a blocking check has failed."""
    failed = check(QualityVerdict.FAIL, Severity.CRITICAL, "CONTRAST_TOO_LOW")
    world.providers.findings = [ASKS, failed]
    campaign = await world.start(request())

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.QUALITY_CHECK_FAILED
    assert payload.terminal_details == "Bloqueado por: CONTRAST_TOO_LOW"
    assert payload.quality_audit is not None
    assert world.platform.book == []
