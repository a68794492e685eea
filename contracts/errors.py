"""What can go wrong in the domain, told apart by whose fault it is."""

from datetime import timedelta
from typing import ClassVar, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from contracts.enums import Charge, FailureReason
from contracts.repeating import repeated
from contracts.stage import PendingAnswer

M = TypeVar("M", bound=BaseModel)

MAX_EXPLAINED = 5
"""Faults that one message lists; more would hide the first."""

_REPLACED = {
    "extra_forbidden": "is not a field of this contract",
    "missing": "is required",
    "timezone_aware": "must name its offset from UTC, such as 2026-03-01T09:00:00+01:00",
    "finite_number": "must be a finite number",
    "uuid_parsing": "must be a UUID, such as 6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001",
    "json_invalid": "is not valid JSON",
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_from_date_parsing"),
        "must be a moment such as 2026-12-24T10:00:00Z",
    ),
    **dict.fromkeys(
        ("time_delta_type", "time_delta_parsing"), "must be a duration such as P3D or PT2H"
    ),
}


class CampaignError(Exception):
    """Something in the domain that ends a campaign, or would if it lasted."""

    reason: ClassVar[FailureReason]
    """How the campaign is classified when this is what ended it."""
    final: ClassVar[bool] = True
    """Whether another attempt cannot help."""
    charge: ClassVar[Charge] = Charge.RETRY
    """What an attempt that ends so is charged to, when another one can help."""

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        """Take what went wrong, and how long whoever is broken asks to be left alone."""
        super().__init__(message)
        self.retry_after = retry_after


class ContractInvalid(CampaignError):
    """A value does not fit its contract."""

    reason = FailureReason.CONTRACT_INVALID


class TooCostly(ContractInvalid):
    """Working on a value takes more time or memory than it may, and would again."""


class PolicyViolation(CampaignError):
    """A tenant's or a platform's policy forbids it."""

    reason = FailureReason.POLICY_VIOLATION


class TooManyOpen(PolicyViolation):
    """The tenant has as many open campaigns as it may: nothing was done, and it may be later."""


class QualityRefused(CampaignError):
    """What is about to go out is not what was audited."""

    reason = FailureReason.QUALITY_CHECK_FAILED


class PlatformRefused(CampaignError):
    """A channel or provider refuses, and will refuse again. The channel has taken nothing."""

    reason = FailureReason.PLATFORM_ERROR


class PlatformUnavailable(CampaignError):
    """A channel or provider is broken for the moment, and has taken nothing of this call."""

    reason = FailureReason.PLATFORM_ERROR
    final = False


class AnswerLost(CampaignError):
    """A call to a channel may have had its effect: it ended without an answer that tells."""

    reason = FailureReason.PLATFORM_ERROR
    final = False


class Unfinished(AnswerLost):
    """A publication to many has reached some, and this call has ended: another one goes on."""

    charge = Charge.NOTHING


class StepLost(CampaignError):
    """Another worker has taken over what this one worked on; its result counts."""

    reason = FailureReason.TIMEOUT
    final = False
    charge = Charge.RESTART


class Infrastructure(CampaignError):
    """What campaigns stand on is not as it has to be: no stage was tried, and none has failed."""

    reason = FailureReason.TIMEOUT
    final = False
    charge = Charge.NOTHING


class Unreadable(CampaignError):
    """Another release wrote it, and this one cannot read it: a worker of that one may."""

    reason = FailureReason.CONTRACT_INVALID
    final = False
    charge = Charge.RESTART


class WorkerStopped(CampaignError):
    """The worker was told to stop before it had finished."""

    reason = FailureReason.TIMEOUT
    final = False
    charge = Charge.RESTART


class OtherLedger(CampaignError):
    """A worker has another ledger than the one that admitted the campaign, or a copy of it."""

    reason = FailureReason.TIMEOUT
    final = False
    charge = Charge.NOTHING


class LedgerUnusable(ContractInvalid):
    """The ledger cannot be used as it is set up, or not by this release or user."""

    final = False
    charge = Charge.NOTHING


class Stopped(CampaignError):
    """An emergency stop holds a publication back; nothing was sent by this attempt."""

    reason = FailureReason.POLICY_VIOLATION
    final = False
    charge = Charge.NOTHING


class WorkLost(CampaignError):
    """What this worker was computing ended with the process that did it; nothing has come of it."""

    reason = FailureReason.TIMEOUT
    final = False
    charge = Charge.RESTART


class AnswerPending(CampaignError):
    """A service has taken an order and has not followed it yet: it is asked again."""

    reason = FailureReason.TIMEOUT
    final = False
    charge = Charge.NOTHING

    def __init__(self, message: str, pending: PendingAnswer, retry_after: timedelta) -> None:
        """Take what is promised, and when to ask for it."""
        super().__init__(message, retry_after)
        self.pending = pending


class ArtifactMissing(PlatformUnavailable):
    """The store does not have the bytes, or not yet."""


class ArtifactAltered(QualityRefused):
    """The store has other bytes than the reference names."""


class WindowClosed(CampaignError):
    """The time in which it could be published is over; nothing was sent."""

    reason = FailureReason.TIMEOUT


class OutcomeUnknowable(CampaignError):
    """Nobody can tell what a channel has: it cannot be asked, or it has something else."""

    reason = FailureReason.PLATFORM_ERROR


class MessageRefused(Exception):
    """What was asked of a campaign cannot be done as it stands; nothing has changed."""


def read_kept(contract: type[M], data: str | bytes) -> M:
    """Return what a neighbouring release wrote; what this one does not know of it goes on with it.

    Raises:
        Unreadable: It does not fit otherwise either, or no field of it is known.
    """
    try:
        value = contract.model_validate_json(data, extra="allow")
        if not value.model_fields_set & contract.model_fields.keys():
            contract.model_validate_json(data)
    except ValidationError as error:
        raise Unreadable(
            f"this is no {contract.__name__}: {explain(error, AS_RECORDED)}"
        ) from error
    return value


AS_RECORDED: Final = "the whole: "
"""What workflow code says before a fault that is no single field's: histories hold it so, and a
replayed campaign is the same to the byte."""


def explain(error: ValidationError, of_all: str = "") -> str:
    """Say in one line which fields do not fit and what would be right.

    Neither a value is repeated nor a name that may be one: what is wrong may be a secret. What is
    no single field's fault stands behind `of_all`.
    """
    faults = error.errors(include_url=False, include_context=True)
    lines: list[str] = []
    for fault in faults[:MAX_EXPLAINED]:
        where = ".".join(repeated(str(part)) for part in fault["loc"])
        what = _REPLACED.get(fault["type"]) or _told(fault)
        lines.append(f"{where}: {what}" if where else f"{of_all}{what}")
    if len(faults) > MAX_EXPLAINED:
        lines.append(f"and {len(faults) - MAX_EXPLAINED} more")
    return "; ".join(lines)


def _told(fault: ErrorDetails) -> str:
    """Return pydantic's own words, begun small as the rest of a sentence."""
    what = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if fault["type"] in {"too_short", "too_long"} and isinstance(fault["input"], str):
        # Of a text that another rule has judged before, pydantic counts the items.
        what = what.replace("Value should", "string should").replace(" item", " character")
        what = what.replace(" after validation", "")
    return what[:1].lower() + what[1:]
