"""Why a campaign ends: every exception has one class, and the class is what callers see."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import to_json
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    FailureError,
    TimeoutError,  # noqa: A004 - Temporal's own, and it is not the built-in one
    TimeoutType,
)

from contracts import CampaignError, Charge, FailureReason, PendingAnswer, as_prose, explain
from contracts.errors import AS_RECORDED

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
"""Error types that are never tried again: another attempt would see the same."""

UNREADABLE: Final = "Unreadable"
"""The type of what says that a worker of this release cannot read a result."""

_OTHER_RELEASE: Final = {UNREADABLE, "NotFoundError", None}
"""The types of what says that a worker of another release may do better: the last two are what the
SDK says of an activity that it does not have, and of an argument that it cannot read."""

_NOT_BEGUN: Final = _OTHER_RELEASE - {UNREADABLE}
"""Those of them of which no activity began."""

_LOST_WORKER: Final = {TimeoutType.HEARTBEAT, TimeoutType.SCHEDULE_TO_START}

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


class CannotBeDecrypted(Exception):
    """This worker has no key for what the history holds: the task is another worker's."""


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
            failure = Failure(FailureReason.CONTRACT_INVALID, explain(error, AS_RECORDED))
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
    return Failure(failure.reason, as_prose(failure.details or failure.reason.value, MAX_DETAILS))


def charge_of(error: FailureError) -> Charge:
    """Tell what an attempt is charged to that ended so."""
    cause = _what_failed(error)
    if isinstance(cause, TimeoutError):
        return Charge.RESTART if cause.type in _LOST_WORKER else Charge.RETRY
    if isinstance(cause, ApplicationError):
        if cause.type in _OTHER_RELEASE:
            return Charge.RESTART
        reported = _reported(cause)
        if reported.get("charge") in set(Charge):
            return Charge(reported["charge"])
    return Charge.RETRY


def may_have_begun(error: FailureError) -> bool:
    """Tell whether an attempt that ended so may have done anything of its work.

    It has not if no worker had it or could read what it is given, if it was cancelled, or if it
    says itself that it never held its step.
    """
    cause = _what_failed(error)
    if isinstance(cause, TimeoutError):
        return cause.type is not TimeoutType.SCHEDULE_TO_START
    if isinstance(cause, ApplicationError):
        return cause.type not in _NOT_BEGUN and _reported(cause).get("begun", True) is not False
    return False


def is_held(error: FailureError) -> bool:
    """Tell whether an emergency stop held an attempt back, so that it sent nothing."""
    cause = _what_failed(error)
    return isinstance(cause, ApplicationError) and _reported(cause).get("held") is True


def is_turned_away(error: BaseException) -> bool:
    """Tell whether a tenant had as many open campaigns as it may, so that nothing was done."""
    cause = _what_failed(error)
    return isinstance(cause, ApplicationError) and _reported(cause).get("turned_away") is True


def is_reported(error: FailureError) -> bool:
    """Tell whether the activity itself said what went wrong."""
    return charge_of(error) is Charge.RETRY and isinstance(_what_failed(error), ApplicationError)


def asked_pause(error: FailureError) -> timedelta | None:
    """Return for how long whoever is broken asked to be left alone."""
    cause = _what_failed(error)
    return cause.next_retry_delay if isinstance(cause, ApplicationError) else None


def promised_by(error: FailureError) -> PendingAnswer | None:
    """Return the answer that a service has promised instead of giving it."""
    cause = _what_failed(error)
    said = _reported(cause).get("pending") if isinstance(cause, ApplicationError) else None
    return None if said is None else PendingAnswer.model_validate_json(to_json(said))


def is_final(error: FailureError) -> bool:
    """Tell whether another attempt at an activity would see the same."""
    cause = _what_failed(error)
    return isinstance(cause, ApplicationError) and (
        cause.non_retryable or (cause.type in FINAL_TYPES and charge_of(error) is Charge.RETRY)
    )


def gravest(failures: list[Failure]) -> Failure:
    """Return the failure that says most about why several channels failed."""
    return min(failures, key=lambda failure: _GRAVITY.index(failure.reason))


def _what_failed(error: BaseException) -> BaseException | None:
    # The time-out of a local activity comes wrapped at first, and bare when it is replayed.
    return error.cause if isinstance(error, ActivityError) else error


def _reported(error: ApplicationError) -> Mapping[str, Any]:
    """Return what the interceptor of our workers said of an error, beside its class."""
    reported = error.details[0] if error.details else None
    return reported if isinstance(reported, dict) else {}


def _classify_reported(error: ApplicationError) -> Failure:
    if error.type == TOO_LARGE:
        return Failure(FailureReason.CONTRACT_INVALID, f"a stage's result is too large: {error}")
    if error.type == UNREADABLE:
        return Failure(FailureReason.CONTRACT_INVALID, error.message)
    if error.type in set(FailureReason):
        return Failure(FailureReason(error.type), error.message)
    return Failure(
        FailureReason.TIMEOUT,
        f"not classified after the last retry: {error.type or 'error'}: {error.message}",
    )
