"""Every way in which a campaign can end has one class, and says why."""

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    RetryState,
    ServerError,
    TimeoutError,  # noqa: A004 - Temporal's own
    TimeoutType,
)

from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ContractInvalid,
    FailureReason,
    OutcomeUnknowable,
    PauseMessage,
    PlatformRefused,
    PlatformUnavailable,
    PolicyViolation,
    QualityRefused,
)
from workflows.failures import (
    FINAL_TYPES,
    MAX_DETAILS,
    TOO_LARGE,
    CampaignEnded,
    Failure,
    attempts_of,
    classify,
    gravest,
    stopped_by,
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
    ("error", "attempts"),
    [
        (of_activity(late(), RetryState.MAXIMUM_ATTEMPTS_REACHED), 4),
        (of_activity(reported(R.PLATFORM_ERROR, "x", {"attempt": 3})), 3),
        (of_activity(reported(R.PLATFORM_ERROR, "x", {"attempt": 9})), 4),
        (of_activity(reported(R.PLATFORM_ERROR, "x", {"attempt": "3"})), 1),
        (of_activity(reported(R.PLATFORM_ERROR, "x", "text")), 1),
        (of_activity(reported(R.PLATFORM_ERROR)), 1),
        (of_activity(CancelledError()), 1),
        (of_activity(None), 1),
        (asyncio.CancelledError(), 1),
    ],
    ids=[
        "exhausted",
        "counted",
        "too many",
        "no number",
        "text",
        "none",
        "cancelled",
        "nothing",
        "not begun",
    ],
)
def test_attempts_are_counted_as_they_were_needed(error: BaseException, attempts: int) -> None:
    """The retries of a failed stage are charged to the execution, never more than it had."""
    counted = attempts_of(error, 4)

    assert counted == attempts


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (of_activity(reported(R.POLICY_VIOLATION, "ada", {"error": "Stopped"})), "ada"),
        (of_activity(reported(R.POLICY_VIOLATION, "no", {"error": "PolicyViolation"})), None),
        (of_activity(reported(R.POLICY_VIOLATION, "no", "Stopped")), None),
        (of_activity(reported(R.POLICY_VIOLATION)), None),
        (of_activity(late()), None),
        (CancelledError(), None),
        (None, None),
    ],
    ids=["stopped", "forbidden", "text", "without details", "late", "cancelled", "done"],
)
def test_an_emergency_stop_is_told_from_a_failure(
    error: BaseException | None, why: str | None
) -> None:
    """Only what somebody has stopped waits until it is lifted; everything else has failed."""
    assert stopped_by(error) == why
