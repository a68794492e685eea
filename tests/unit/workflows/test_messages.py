"""A message is followed, or refused with what would be taken; a refused one changes nothing.

Longer than 250 lines because every message is told beside the others, taken and refused.
"""

import pytest

from contracts import (
    MAX_CHANGES,
    DuplicateStart,
    LogAction,
    MessageRefused,
    MetricsRecord,
    PauseMessage,
    PublicationResolution,
    PublicationStatus,
    ResumeMessage,
    ReviewAction,
    ReviewDecision,
    ReviewPolicy,
    Wait,
    WaitingFor,
)
from tests.support.builders import metrics
from tests.support.campaigns.parts import publication
from tests.support.campaigns.records import ON_X, REVIEW_WAIT, audited, record
from workflows.messages import MAX_METRICS, MAX_METRICS_OF_A_SOURCE, Message, Messages
from workflows.record import Record

PAUSE, RESUME = PauseMessage(by="Ana", reason="lunch"), ResumeMessage(by="Ana")
SENT_BY_HAND = PublicationResolution(
    channel="x", status=PublicationStatus.SENT, remote_id="post-9", by="Ana"
)
MEASURED = MetricsRecord(metrics=[metrics("x")])
LISTENS = Wait(on=WaitingFor.METRICS, why="the learning window is open")


def decision(kept: Record, action: ReviewAction = ReviewAction.APPROVE) -> ReviewDecision:
    """Return a decision about the present report."""
    return ReviewDecision(
        action=action, reviewer="Ana", comment="shorter", report_digest=str(kept.report_digest)
    )


def awaiting_review() -> Record:
    """Return a record whose report waits for a reviewer."""
    kept = audited()
    kept.wait = REVIEW_WAIT
    return kept


def published(*statuses: PublicationStatus) -> Record:
    """Return a record with what is known of X."""
    kept = record()
    for status in statuses:
        kept.add_publication(publication(status))
    return kept


def refusal(kept: Record, message: Message) -> str:
    """Return why a message is refused, and see that it changed nothing."""
    before = (kept.payload(), kept.status())
    with pytest.raises(MessageRefused) as refused:
        Messages(kept).take(message)
    assert (kept.payload(), kept.status()) == before
    return str(refused.value)


def last_action(kept: Record) -> str:
    """Return what was logged last."""
    return kept.payload().execution_log[-1].action


@pytest.mark.parametrize(
    "message", [PAUSE, RESUME, SENT_BY_HAND, MEASURED], ids=lambda o: type(o).__name__
)
def test_a_campaign_that_has_ended_takes_no_messages(message: Message) -> None:
    """Whoever comes too late is told so."""
    kept = record()
    kept.closing = kept.finished = True

    said = refusal(kept, message)

    assert said == "the campaign has ended and takes no more messages"


def test_a_pause_holds_until_somebody_resumes() -> None:
    """Pausing twice and resuming twice is told to whoever does it."""
    kept = record()
    messages = Messages(kept)

    not_paused = refusal(kept, RESUME)
    messages.take(PAUSE)
    paused, logged = kept.paused, last_action(kept)
    already = refusal(kept, PAUSE)
    messages.take(RESUME)

    assert (paused, logged) == (True, "paused")
    assert (kept.paused, last_action(kept)) == (False, "resumed")
    assert not_paused == "the campaign is not paused"
    assert already == "the campaign is already paused"


def test_checking_a_message_does_not_follow_it() -> None:
    """A validator may look as often as it likes."""
    kept = record()

    Messages(kept).check(PAUSE)

    assert not kept.paused


def test_a_decision_about_the_report_that_was_read_is_taken() -> None:
    """A review is kept with its reviewer."""
    kept = awaiting_review()
    approval = decision(kept)

    Messages(kept).take(approval)

    assert kept.review == approval
    assert kept.payload().reviews == [approval]
    assert last_action(kept) == "reviewed"


def test_a_second_decision_is_refused() -> None:
    """Two reviewers cannot overrule each other unseen."""
    kept = awaiting_review()
    Messages(kept).take(decision(kept))

    said = refusal(kept, decision(kept, ReviewAction.REJECT))

    assert said == (
        "nothing awaits a review: the campaign stands in QUALITY_AUDIT "
        "and a decision was already taken"
    )


def test_a_decision_that_nobody_waits_for_is_refused() -> None:
    """An approval cannot be given in advance."""
    kept = record()
    early = ReviewDecision(action=ReviewAction.APPROVE, reviewer="Ana", report_digest="0" * 64)

    said = refusal(kept, early)

    assert said == "nothing awaits a review: the campaign stands in IDLE"


def test_a_decision_about_another_report_is_refused() -> None:
    """Whoever read an outdated report is told which one to read."""
    kept = awaiting_review()
    stale = decision(kept).model_copy(update={"report_digest": "0" * 64})

    said = refusal(kept, stale)

    assert f"the one to review is {kept.report_digest}: read that one" in said


@pytest.mark.parametrize(("allowed", "taken"), [(1, False), (2, True)])
def test_changes_can_be_requested_as_often_as_the_request_allows(
    *, allowed: int, taken: bool
) -> None:
    """A campaign does not go round for ever; the reviewer is told what is left to do."""
    kept = awaiting_review()
    kept.request = kept.request.model_copy(update={"review": ReviewPolicy(max_revisions=allowed)})
    message = decision(kept, ReviewAction.REQUEST_CHANGES)

    if taken:
        Messages(kept).take(message)
        assert kept.review == message
    else:
        assert refusal(kept, message) == (
            "changes were already requested 1 times, and the request allows 1: approve or reject"
        )


def test_changes_that_change_nothing_cannot_be_requested_for_ever() -> None:
    """What is not counted is bounded all the same."""
    kept = awaiting_review()
    kept.reviews = [decision(kept, ReviewAction.REQUEST_CHANGES)] * MAX_CHANGES
    kept.revision = 0

    said = refusal(kept, decision(kept, ReviewAction.REQUEST_CHANGES))

    assert said == (
        "changes were already requested 10 times, most of which changed nothing: approve or reject"
    )


def test_an_unknown_publication_is_settled_by_a_person() -> None:
    """What somebody found out is recorded as theirs."""
    kept = published(PublicationStatus.UNKNOWN)

    Messages(kept).take(SENT_BY_HAND)

    settled = kept.publication_of(ON_X)
    assert settled is not None
    assert (settled.status, settled.remote_id) == (PublicationStatus.SENT, "post-9")
    assert settled.detail == "settled by Ana"
    assert kept.places_in(PublicationStatus.UNKNOWN) == []


@pytest.mark.parametrize(
    ("statuses", "unknown"),
    [((), "none"), ((PublicationStatus.SENT,), "none")],
    ids=["nothing published", "known"],
)
def test_what_is_known_cannot_be_resolved(
    statuses: tuple[PublicationStatus, ...], unknown: str
) -> None:
    """Nobody rewrites what a channel has proven."""
    said = refusal(published(*statuses), SENT_BY_HAND)

    assert said == f"the outcome of x is not unknown; unknown are: {unknown}"


def test_metrics_are_taken_while_the_campaign_listens() -> None:
    """Numbers come in as often as they like, and a final one ends the waiting for its channel."""
    kept = published(PublicationStatus.SENT)
    kept.wait = LISTENS
    messages = Messages(kept)

    messages.take(MEASURED)
    measured = list(kept.measured)
    messages.take(MEASURED.model_copy(update={"final": True}))

    assert measured == []
    assert kept.measured == [ON_X]
    assert len(kept.payload().metrics) == 2


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (published(), "nothing was published on x; published are: none yet"),
        (
            published(PublicationStatus.SENT),
            "the campaign does not listen for metrics yet, or no longer",
        ),
    ],
    ids=["unpublished", "too early"],
)
def test_metrics_that_cannot_be_are_refused(kept: Record, said: str) -> None:
    """Numbers of a channel that was never used, or before anybody listens, are a mistake."""
    assert refusal(kept, MEASURED) == said


def test_metrics_are_refused_while_the_campaign_waits_for_something_else() -> None:
    """Numbers are taken in their window only."""
    kept = published(PublicationStatus.SENT)
    kept.wait = Wait(on=WaitingFor.RESUME, why="paused")

    said = refusal(kept, MEASURED)

    assert said == "the campaign does not listen for metrics yet, or no longer"


def test_a_duplicate_and_a_refused_signal_leave_a_line_in_the_log() -> None:
    """What senders cannot be told can be looked up."""
    kept = record()
    messages = Messages(kept)

    messages.suppress(DuplicateStart(by="starter"))
    messages.note_refused("pause", "x" * 6000)

    first, second = kept.payload().execution_log
    assert (kept.duplicates, first.action) == (1, "duplicate_suppressed")
    assert second.action == "signal_refused"
    assert second.metadata == {"count": 1, "message": "pause", "why": "x" * 1999 + "…"}


def test_a_campaign_keeps_a_bounded_number_of_metrics() -> None:
    """A sender that never stops is refused before the campaign grows too large to end."""
    kept = published(PublicationStatus.SENT)
    kept.wait = LISTENS
    kept.metrics = [
        metrics("x").model_copy(update={"source": str(number % 3)}) for number in range(MAX_METRICS)
    ]

    with pytest.raises(MessageRefused, match=f"at most {MAX_METRICS} records"):
        Messages(kept).take(MetricsRecord(metrics=[metrics("x")]))


def test_no_source_takes_the_room_of_all_others() -> None:
    """A sender that never stops is refused, and the next one is heard."""
    kept = published(PublicationStatus.SENT)
    kept.wait = LISTENS
    kept.metrics = [metrics("x")] * MAX_METRICS_OF_A_SOURCE
    other = metrics("x").model_copy(update={"source": "another"})

    with pytest.raises(MessageRefused, match=r"'export\.csv' would have 1001"):
        Messages(kept).take(MetricsRecord(metrics=[other, metrics("x")]))
    Messages(kept).take(MetricsRecord(metrics=[other]))

    assert kept.metrics[-1].source == "another"


def test_what_there_is_no_room_for_is_refused_before_it_is_taken() -> None:
    """A campaign always has room for its own end, whatever people send."""
    kept = published(PublicationStatus.SENT)
    kept.wait = LISTENS
    while kept.room() > 300:
        kept.trace("radar", LogAction.SCANNED, note="x" * min(1900, kept.room() - 250))

    with pytest.raises(MessageRefused, match=r"the message takes \d+ bytes, and .* room for \d+"):
        Messages(kept).take(MetricsRecord(metrics=[metrics("x")] * 5))

    assert kept.metrics == []
