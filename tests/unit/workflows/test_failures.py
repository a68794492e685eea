"""Every way in which a campaign can end has one class, and says why.

Longer than 250 lines because the tables of failures are read beside each other.
"""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    FailureError,
    RetryState,
    ServerError,
    TimeoutError,  # noqa: A004 - Temporal's own
    TimeoutType,
)

from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    Charge,
    ContractInvalid,
    FailureReason,
    OutcomeUnknowable,
    PauseMessage,
    PendingAnswer,
    PlatformRefused,
    PlatformUnavailable,
    PolicyViolation,
    QualityRefused,
)
from tests.support.builders import MOMENT
from workflows.failures import (
    FINAL_TYPES,
    MAX_DETAILS,
    TOO_LARGE,
    UNREADABLE,
    CampaignEnded,
    Failure,
    asked_pause,
    charge_of,
    classify,
    gravest,
    is_held,
    is_reported,
    is_turned_away,
    may_have_begun,
    promised_by,
)
from workflows.lifecycle import IllegalTransition

R = FailureReason


def invalid() -> ValidationError:
    """Return what pydantic says of a wrong value."""
    with pytest.raises(ValidationError) as refusal:
        PauseMessage.model_validate_json("{}")
    return refusal.value


def late(message: str = "activity StartToClose timeout") -> TimeoutError:
    """Return a timeout of Temporal's."""
    return TimeoutError(message, type=TimeoutType.START_TO_CLOSE, last_heartbeat_details=[])


def of_activity(cause: BaseException | None, state: RetryState | None = None) -> ActivityError:
    """Return the error with which a workflow learns that an activity failed."""
    error = ActivityError(
        "Activity task failed",
        scheduled_event_id=5,
        started_event_id=6,
        identity="",
        activity_type="scan_radar",
        activity_id="1",
        retry_state=state,
    )
    error.__cause__ = cause
    return error


def lost(kind: TimeoutType) -> TimeoutError:
    """Return a timeout of another kind."""
    return TimeoutError("lost", type=kind, last_heartbeat_details=[])


def reported(reason: FailureReason, message: str = "why", *details: Any) -> ApplicationError:
    """Return an error as the interceptor reports it."""
    return ApplicationError(message, *details, type=reason.value)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (CampaignEnded(Failure(R.TIMEOUT, "nobody came")), Failure(R.TIMEOUT, "nobody came")),
        (ContractInvalid("a"), Failure(R.CONTRACT_INVALID, "a")),
        (PolicyViolation("a"), Failure(R.POLICY_VIOLATION, "a")),
        (QualityRefused("a"), Failure(R.QUALITY_CHECK_FAILED, "a")),
        (ArtifactAltered("a"), Failure(R.QUALITY_CHECK_FAILED, "a")),
        (PlatformRefused("a"), Failure(R.PLATFORM_ERROR, "a")),
        (PlatformUnavailable("a"), Failure(R.PLATFORM_ERROR, "a")),
        (ArtifactMissing("a"), Failure(R.PLATFORM_ERROR, "a")),
        (OutcomeUnknowable("a"), Failure(R.PLATFORM_ERROR, "a")),
        (IllegalTransition("a"), Failure(R.TIMEOUT, "a")),
        (invalid(), Failure(R.CONTRACT_INVALID, "by: is required")),
        (late("too slow"), Failure(R.TIMEOUT, "no answer in time: too slow")),
        (ServerError("gone"), Failure(R.TIMEOUT, "gone")),
        (KeyError("x"), Failure(R.TIMEOUT, "KeyError: 'x'")),
        (asyncio.CancelledError(), Failure(R.TIMEOUT, "CancelledError:")),
        (PolicyViolation(""), Failure(R.POLICY_VIOLATION, "FAILED_POLICY")),
        (
            ApplicationError("3 MB", type=TOO_LARGE),
            Failure(R.CONTRACT_INVALID, "a stage's result is too large: PayloadsTooLarge: 3 MB"),
        ),
        (
            ApplicationError("boom", type="ZeroDivisionError"),
            Failure(R.TIMEOUT, "not classified after the last retry: ZeroDivisionError: boom"),
        ),
        (
            ApplicationError("boom"),
            Failure(R.TIMEOUT, "not classified after the last retry: error: boom"),
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_an_exception_is_classified(error: BaseException, failure: Failure) -> None:
    """The operator sees whose fault it is, in the agreed words, and one sentence why."""
    seen = classify(error)

    assert seen == failure


@pytest.mark.parametrize("reason", FailureReason)
def test_what_an_activity_reports_is_what_the_campaign_ends_with(reason: FailureReason) -> None:
    """The class survives the way from the worker to the workflow."""
    seen = classify(of_activity(reported(reason)))

    assert seen == Failure(reason, "why")


def test_an_activity_that_timed_out_is_a_timeout() -> None:
    """A worker that never answers ends the campaign as a timeout that says so."""
    seen = classify(of_activity(late()))

    assert seen == Failure(R.TIMEOUT, "no answer in time: activity StartToClose timeout")


def test_an_activity_without_a_cause_is_still_classified() -> None:
    """Even a failure that explains nothing ends classified."""
    seen = classify(of_activity(None))

    assert seen == Failure(R.TIMEOUT, "Activity task failed")


def test_an_endless_explanation_is_cut() -> None:
    """A listing stays readable whatever a provider writes."""
    seen = classify(PlatformRefused("x" * (MAX_DETAILS + 1)))

    assert len(seen.details) == MAX_DETAILS


def test_the_first_three_classes_are_never_retried() -> None:
    """What another attempt cannot change is not attempted again."""
    assert set(FINAL_TYPES) == {"FAILED_CONTRACT", "FAILED_POLICY", "FAILED_QUALITY", TOO_LARGE}


@pytest.mark.parametrize(
    ("reasons", "worst"),
    [
        ([R.TIMEOUT, R.PLATFORM_ERROR], R.PLATFORM_ERROR),
        ([R.PLATFORM_ERROR, R.QUALITY_CHECK_FAILED, R.TIMEOUT], R.QUALITY_CHECK_FAILED),
        ([R.CONTRACT_INVALID, R.POLICY_VIOLATION], R.POLICY_VIOLATION),
        ([R.TIMEOUT], R.TIMEOUT),
    ],
    ids=["platform", "quality", "policy", "alone"],
)
def test_of_several_channels_the_gravest_failure_is_named(
    reasons: list[FailureReason], worst: FailureReason
) -> None:
    """An alarm about content is not hidden by a channel that was merely slow."""
    failures = [Failure(reason, reason.value) for reason in reasons]

    assert gravest(failures) == Failure(worst, worst.value)


@pytest.mark.parametrize(
    ("error", "charge"),
    [
        (of_activity(late()), Charge.RETRY),
        (of_activity(lost(TimeoutType.HEARTBEAT)), Charge.RESTART),
        (of_activity(lost(TimeoutType.SCHEDULE_TO_START)), Charge.RESTART),
        (lost(TimeoutType.SCHEDULE_TO_CLOSE), Charge.RETRY),
        (of_activity(reported(R.PLATFORM_ERROR, "x", {"charge": "restart"})), Charge.RESTART),
        (of_activity(reported(R.PLATFORM_ERROR, "x", {"charge": "nothing"})), Charge.NOTHING),
        (of_activity(reported(R.PLATFORM_ERROR, "x", {"charge": "everything"})), Charge.RETRY),
        (of_activity(reported(R.PLATFORM_ERROR, "x", "text")), Charge.RETRY),
        (of_activity(reported(R.PLATFORM_ERROR)), Charge.RETRY),
        (of_activity(ApplicationError("Failed decoding arguments")), Charge.RESTART),
        (of_activity(ApplicationError("unknown", type="NotFoundError")), Charge.RESTART),
        (ApplicationError("what is this", type=UNREADABLE), Charge.RESTART),
        (of_activity(ApplicationError("a bug", type="KeyError")), Charge.RETRY),
        (of_activity(None), Charge.RETRY),
    ],
    ids=[
        "too slow",
        "no heartbeat",
        "not begun",
        "not within its time",
        "said so",
        "held",
        "another word",
        "text",
        "no details",
        "unreadable argument",
        "unknown activity",
        "unreadable result",
        "bug",
        "nothing",
    ],
)
def test_only_what_a_stage_reported_is_charged_to_the_execution(
    error: FailureError, charge: Charge
) -> None:
    """A worker that is lost, stopped or of another release costs a campaign no retry."""
    assert charge_of(error) is charge


@pytest.mark.parametrize(
    ("error", "has"),
    [
        (of_activity(reported(R.TIMEOUT, "x", {"charge": "nothing", "begun": False})), False),
        (of_activity(reported(R.TIMEOUT, "x", {"charge": "nothing", "begun": True})), True),
        (of_activity(reported(R.PLATFORM_ERROR)), True),
        (of_activity(ApplicationError("x", type=UNREADABLE)), True),
        (of_activity(ApplicationError("x", type="NotFoundError")), False),
        (of_activity(ApplicationError("Failed decoding arguments")), False),
        (of_activity(late()), True),
        (of_activity(lost(TimeoutType.HEARTBEAT)), True),
        (of_activity(lost(TimeoutType.SCHEDULE_TO_START)), False),
        (of_activity(CancelledError("cancelled")), False),
    ],
    ids=[
        "never held its step",
        "held it",
        "reported",
        "result unreadable",
        "no such activity",
        "argument unreadable",
        "too slow",
        "worker lost",
        "no worker",
        "cancelled",
    ],
)
def test_an_attempt_that_certainly_did_nothing_leaves_no_doubt(
    error: FailureError, *, has: bool
) -> None:
    """A channel that nobody can ask is not in doubt for an attempt that never began."""
    assert may_have_begun(error) is has


def test_what_a_stop_has_held_has_sent_nothing() -> None:
    """Only the activity itself can say so: a lost worker may have sent it."""
    stopped = reported(R.POLICY_VIOLATION, "x", {"charge": "nothing", "begun": True, "held": True})

    assert is_held(of_activity(stopped))
    assert not is_held(of_activity(reported(R.POLICY_VIOLATION)))
    assert not is_held(of_activity(lost(TimeoutType.HEARTBEAT)))


def test_who_was_turned_away_is_told_from_who_is_forbidden() -> None:
    """The one may come again as it is; the other has to change its request."""
    turned_away = reported(R.POLICY_VIOLATION, "x", {"turned_away": True})

    assert is_turned_away(of_activity(turned_away))
    assert is_turned_away(turned_away)
    assert not is_turned_away(reported(R.POLICY_VIOLATION))
    assert not is_turned_away(ValueError("a mistake of ours"))


@pytest.mark.parametrize(
    ("error", "is_said"),
    [
        (of_activity(reported(R.PLATFORM_ERROR)), True),
        (reported(R.PLATFORM_ERROR), True),
        (of_activity(late()), False),
        (reported(R.PLATFORM_ERROR, "x", {"charge": "restart"}), False),
    ],
    ids=["activity", "bare", "too slow", "stopped"],
)
def test_what_came_too_late_or_was_cut_off_was_not_reported(
    error: FailureError, *, is_said: bool
) -> None:
    """What could not be done within the workflow's own task costs nothing unless it said so."""
    assert is_reported(error) is is_said


def test_a_pause_that_somebody_asked_for_is_kept() -> None:
    """Who answers `Retry-After` is left alone for that long, and others for the usual pause."""
    pause = timedelta(minutes=30)
    error = ApplicationError("busy", type=R.PLATFORM_ERROR, next_retry_delay=pause)

    assert asked_pause(of_activity(error)) == pause
    assert asked_pause(of_activity(reported(R.PLATFORM_ERROR))) is None
    assert asked_pause(of_activity(late())) is None


def test_what_a_service_has_promised_is_told_by_the_error_alone() -> None:
    """The next attempt asks for it, on whichever worker it is made."""
    pending = PendingAnswer(place="https://a.example/jobs/1", until=MOMENT, asks=3)
    told = {"charge": Charge.NOTHING, "begun": True, "pending": pending.model_dump(mode="json")}
    error = ApplicationError("it is at work", told, type=R.TIMEOUT.value)

    assert promised_by(error) == pending
    assert promised_by(ApplicationError("broken", type=R.TIMEOUT.value)) is None
    assert (
        promised_by(TimeoutError("late", type=TimeoutType.HEARTBEAT, last_heartbeat_details=[]))
        is None
    )
    assert charge_of(error) is Charge.NOTHING
