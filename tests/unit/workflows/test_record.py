"""A campaign's record keeps everything, and tells it in two views.

Longer than 250 lines because a campaign's memory is told as a whole, as it is kept.
"""

from datetime import timedelta

import pytest

from contracts import (
    ArtifactRef,
    CampaignPayload,
    CampaignState,
    CancelMessage,
    FailureReason,
    GateDecision,
    GateOutcome,
    LearnReport,
    LogAction,
    Place,
    PublicationStatus,
    ReviewAction,
    ReviewDecision,
    TraceEntry,
    Wait,
    WaitingFor,
    lost_between,
)
from domain.signing import digest
from tests.support.builders import EXECUTION, MOMENT, check, metrics
from tests.support.campaigns.parts import publication, report
from tests.support.campaigns.records import ON_X, REVIEW_WAIT, audited, record
from workflows.failures import CampaignEnded
from workflows.lifecycle import CampaignEvent, IllegalTransition

SENT, UNKNOWN = PublicationStatus.SENT, PublicationStatus.UNKNOWN


def test_a_new_campaign_is_at_rest_with_nothing_made() -> None:
    """Asked at once, a campaign says that nothing has happened yet."""
    kept = record()

    payload, status = kept.payload(), kept.status()

    assert payload == CampaignPayload(
        campaign_id=kept.request.campaign_id,
        tenant_id=kept.request.tenant_id,
        execution_id=EXECUTION,
        max_retries=3,
        current_state=CampaignState.IDLE,
        name=kept.request.name,
        places=["x.post", "email.newsletter"],
    )
    assert (status.state, status.finished, status.wait) == (CampaignState.IDLE, False, None)
    assert {channel.channel: channel.status for channel in status.channels} == {
        "x": PublicationStatus.NOT_SENT,
        "email": PublicationStatus.NOT_SENT,
    }
    assert kept.report is None
    assert kept.report_digest is None


def test_every_move_is_logged_with_its_time() -> None:
    """The timeline shows when a campaign went where."""
    kept = record()

    kept.move(CampaignEvent.SCAN)

    (entry,) = kept.payload().execution_log
    assert entry.timestamp == MOMENT + timedelta(seconds=1)
    assert entry.metadata == {"event": "scan", "before": "IDLE", "after": "RADAR_SCAN"}


def test_a_refused_move_leaves_no_trace() -> None:
    """What did not happen is not in the log."""
    kept = record()

    with pytest.raises(IllegalTransition):
        kept.move(CampaignEvent.PUBLISH)

    assert kept.state is CampaignState.IDLE
    assert kept.payload().execution_log == []


def test_what_is_about_to_be_published_is_of_the_present_revision() -> None:
    """Earlier drafts stay in the payload and are never published."""
    kept = audited()

    present = kept.present_assets

    assert present == kept.assets[1:]
    assert kept.payload().assets == kept.assets


def test_the_present_report_is_the_last_one() -> None:
    """A reviewer is asked about the newest report, and the earlier one is kept."""
    kept = audited()

    before = kept.payload()
    kept.decided = True

    assert kept.report == report(check(), timestamp=2.0)
    assert kept.report_digest == digest(report(check(), timestamp=2.0))
    assert len(before.audit_digests) == 2
    assert (before.quality_audit, before.pending_audit) == (None, kept.report)
    after = kept.payload()
    assert (after.quality_audit, after.pending_audit) == (kept.report, None)


def test_retries_are_counted_up_to_the_limit() -> None:
    """The payload never claims more retries than the request allowed."""
    kept = record()

    kept.count_retries(2)
    left = kept.retries_left
    kept.count_retries(5)

    assert left == 1
    assert (kept.retry_count, kept.retries_left) == (3, 0)


def test_the_last_word_about_a_place_counts_and_the_first_is_kept() -> None:
    """A publication that was unknown and is settled shows both in the payload."""
    kept = record()

    kept.add_publication(publication(UNKNOWN))
    kept.add_publication(publication(SENT, url="https://x.example/1"))

    (on_x, by_mail) = kept.status().channels
    assert kept.places_in(SENT) == [ON_X]
    assert kept.places_in(UNKNOWN) == []
    assert kept.places_in(SENT, UNKNOWN) == [ON_X]
    assert kept.publication_of(Place("email", "newsletter")) is None
    assert (on_x.status, on_x.remote_id, on_x.url) == (SENT, "post-1", "https://x.example/1")
    assert by_mail.status is PublicationStatus.NOT_SENT
    assert len(kept.payload().publications) == 2


def test_a_flood_of_duplicates_leaves_a_log_that_can_be_read() -> None:
    """A thousand starts of one execution are counted and logged a dozen times."""
    kept = record()

    for _ in range(1000):
        kept.trace_some("starter", LogAction.DUPLICATE_SUPPRESSED)

    counts = [entry.metadata["count"] for entry in kept.payload().execution_log]
    assert counts == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000]


def test_a_review_is_awaited_only_while_nobody_has_decided() -> None:
    """The status asks for a decision exactly when one would count, and names the report."""
    kept = audited()
    unasked = kept.awaiting_review
    kept.wait = Wait(on=WaitingFor.STAGE, why="at work")
    at_work = kept.awaiting_review
    kept.wait = REVIEW_WAIT

    asked = kept.status()
    kept.review = ReviewDecision(
        action=ReviewAction.APPROVE, reviewer="Ana", report_digest=str(kept.report_digest)
    )
    answered = kept.status()

    assert (unasked, at_work) == (False, False)
    assert (asked.awaiting_review, asked.report_digest) == (True, kept.report_digest)
    assert asked.wait == REVIEW_WAIT
    assert (answered.awaiting_review, answered.report_digest) == (False, None)


def test_a_campaign_that_has_ended_waits_for_nothing() -> None:
    """Nobody is asked to review a campaign that was cancelled meanwhile."""
    kept = audited()
    kept.wait = REVIEW_WAIT
    kept.closing = kept.finished = True
    kept.cancellation = CancelMessage(by="Ana")

    status = kept.status()

    assert (status.finished, status.cancelled) == (True, True)
    assert (status.wait, status.awaiting_review, status.report_digest) == (None, False, None)


def test_a_recalled_campaign_is_the_one_that_ended() -> None:
    """A second start long afterwards is answered with everything that the first run made."""
    first = audited()
    first.radar = ArtifactRef(sha256="0" * 64, size=2, media_type="application/json")
    first.decided = True
    first.reviews = [
        ReviewDecision(action=ReviewAction.REJECT, reviewer="Ana", report_digest="0" * 64)
    ]
    first.add_publication(publication(SENT))
    first.metrics = [metrics("x")]
    first.learning = LearnReport()
    first.cancellation = CancelMessage(by="Ana")
    first.retry_count, first.duplicates = 1, 2
    first.reason, first.details = FailureReason.QUALITY_CHECK_FAILED, "Rejected by Ana"
    first.move(CampaignEvent.FAIL)
    ended = first.payload()
    second = record()

    second.recall(ended)
    recalled = second.payload()
    second.trace("x", LogAction.ANSWERED_FROM_LEDGER)

    assert recalled == ended
    assert lost_between(ended, second.payload()) == []
    assert second.status().finished
    assert second.report_digest == first.report_digest


def test_duplicates_that_came_before_the_ledgers_answer_are_counted() -> None:
    """Every start is counted, also those that arrive while the ledger is still being asked."""
    first, second = record(), record()
    first.duplicates, second.duplicates = 2, 3

    second.recall(first.payload())

    assert second.payload().duplicates_suppressed == 5


def test_a_clock_that_went_back_does_not_disorder_the_log() -> None:
    """A campaign that is recalled by a server with another clock can still be read."""
    first = record()
    first.moment = MOMENT + timedelta(days=1)
    first.trace("x", LogAction.PAUSED)
    second = record()

    second.recall(first.payload())
    second.trace("x", LogAction.RESUMED)

    late, early = second.payload().execution_log
    assert early.timestamp == late.timestamp == MOMENT + timedelta(days=1)


def test_a_status_carries_the_gates_decision_and_the_counts() -> None:
    """An operator sees why, how often it was tried, and how often it was asked for."""
    kept = audited()
    kept.gate = GateDecision(outcome=GateOutcome.REVIEW, details="tone found TONE")
    kept.paused = True
    kept.duplicates = 3

    status = kept.status()

    assert status.gate == kept.gate
    assert (status.paused, status.revision, status.duplicates_suppressed) == (True, 1, 3)


@pytest.mark.parametrize("text", ["x" * 4000, "☕" * 1300, "😀" * 1000])
def test_what_a_stage_made_is_refused_when_its_end_would_not_fit(text: str) -> None:
    """What Temporal could not carry ends as `FAILED_CONTRACT`; bytes count, not characters."""
    kept = record()
    kept.check_room([text] * 250)

    with pytest.raises(CampaignEnded, match=r"what IDLE made takes 1\d+ bytes") as ending:
        kept.check_room([text] * 300)

    assert ending.value.failure.reason is FailureReason.CONTRACT_INVALID
    assert "which may have 1048576, has room for 104" in ending.value.failure.details


@pytest.mark.parametrize("why", ["x" * 100_000, "😀" * 100_000, "\x00" * 100_000, ""])
def test_no_text_of_others_is_too_long_for_the_log(why: str) -> None:
    """Whatever somebody writes, what happened can be logged, read back, and fits."""
    kept = record()

    kept.trace(
        "Ana", LogAction.CANCELLED, reason=why, channels=why, notes=[why] * 100, retract=True
    )

    (entry,) = kept.payload().execution_log
    assert TraceEntry.model_validate_json(entry.model_dump_json()) == entry
    assert entry.metadata["retract"] is True
    assert len(entry.metadata["notes"]) == 50
