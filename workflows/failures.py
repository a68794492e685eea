"""Why a campaign ends: every exception has one class, and the class is what callers see."""

from typing import Final, NamedTuple

from pydantic import ValidationError
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    FailureError,
    RetryState,
    TimeoutError,  # noqa: A004 - Temporal's own, and it is not the built-in one
)

from contracts import CampaignError, FailureReason, Stopped, as_prose, explain

MAX_DETAILS: Final = 2000
"""Characters of `terminal_details`: enough to act on, too few to flood a listing."""

TOO_LARGE: Final = "PayloadsTooLarge"
"""The type with which the SDK reports a result beyond the server's limit (2 MiB)."""

FINAL_TYPES: Final = (
    FailureReason.CONTRACT_INVALID.value,
    FailureReason.POLICY_VIOLATION.value,
    FailureReason.QUALITY_CHECK_FAILED.value,
    TOO_LARGE,
)
"""Error types that no policy retries: another attempt would see the same."""

_GRAVITY: Final = (
    FailureReason.QUALITY_CHECK_FAILED,
    FailureReason.POLICY_VIOLATION,
    FailureReason.CONTRACT_INVALID,
    FailureReason.PLATFORM_ERROR,
    FailureReason.TIMEOUT,
)


class Failure(NamedTuple):
    """A class and a sentence for the operator."""

    reason: FailureReason
    details: str


class CampaignEnded(Exception):
    """The campaign has to end, and this is why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.details)
        self.failure = failure


def classify(error: BaseException) -> Failure:
    """Tell how a campaign is classified that ends by this exception."""
    match error:
        case CampaignEnded():
            failure = error.failure
        case CampaignError():
            failure = Failure(error.reason, str(error))
        case ValidationError():
            failure = Failure(FailureReason.CONTRACT_INVALID, explain(error))
        case ActivityError() if error.cause is not None:
            failure = classify(error.cause)
        case ApplicationError():
            failure = _classify_reported(error)
        case TimeoutError():
            failure = Failure(FailureReason.TIMEOUT, f"no answer in time: {error.message}")
        case FailureError():
            failure = Failure(FailureReason.TIMEOUT, error.message)
        case _:
            failure = Failure(FailureReason.TIMEOUT, f"{type(error).__name__}: {error}")
    return Failure(failure.reason, as_prose(failure.details or failure.reason.value)[:MAX_DETAILS])


def is_reported(error: FailureError) -> bool:
    """Tell whether the activity itself said what went wrong."""
    return isinstance(_what_failed(error), ApplicationError)


def stopped_by(error: BaseException | None) -> str | None:
    """Return what an emergency stop says that held a publication back, if that is what failed."""
    cause = error.cause if isinstance(error, ActivityError) else None
    told = cause.details[0] if isinstance(cause, ApplicationError) and cause.details else None
    is_stop = isinstance(told, dict) and told.get("error") == Stopped.__name__
    return str(cause.message) if is_stop and isinstance(cause, ApplicationError) else None


def is_final(error: FailureError) -> bool:
    """Tell whether another attempt at an activity would see the same."""
    cause = _what_failed(error)
    return isinstance(cause, ApplicationError) and (
        cause.non_retryable or cause.type in FINAL_TYPES
    )


def gravest(failures: list[Failure]) -> Failure:
    """Return the failure that says most about why several channels failed."""
    return min(failures, key=lambda failure: _GRAVITY.index(failure.reason))


def attempts_of(error: BaseException, allowed: int) -> int:
    """Return how many attempts a failed activity used, of those that it was allowed."""
    if not isinstance(error, ActivityError):
        return 1
    if error.retry_state is RetryState.MAXIMUM_ATTEMPTS_REACHED:
        return allowed
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.details:
        reported = cause.details[0]
        if isinstance(reported, dict) and isinstance(reported.get("attempt"), int):
            return min(int(reported["attempt"]), allowed)
    return 1


def _what_failed(error: FailureError) -> BaseException | None:
    # The time-out of a local activity comes wrapped at first, and bare when it is replayed.
    return error.cause if isinstance(error, ActivityError) else error


def _classify_reported(error: ApplicationError) -> Failure:
    if error.type == TOO_LARGE:
        return Failure(FailureReason.CONTRACT_INVALID, f"a stage's result is too large: {error}")
    if error.type in set(FailureReason):
        return Failure(FailureReason(error.type), error.message)
    return Failure(
        FailureReason.TIMEOUT,
        f"not classified after the last retry: {error.type or 'error'}: {error.message}",
    )
