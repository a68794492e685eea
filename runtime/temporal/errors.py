"""What Temporal's errors mean to an operator."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from temporalio.client import (
    RPCTimeoutOrCancelledError,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from contracts import TASK_QUEUE, WORKFLOW_ID_PREFIX
from runtime.refusals import NotCarriedOut, Refused, Unknown, WrongUse
from runtime.temporal.secrecy import told

ANSWER_TIMEOUT: Final = timedelta(seconds=10)
"""How long a worker may take to answer before it counts as absent."""

_SILENT: Final = frozenset({RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED})
_UNANSWERED: Final = _SILENT | {RPCStatusCode.UNAVAILABLE}
_DENIED: Final = frozenset({RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED})
SEALED: Final = "Encoded failure"
"""What stands for the message of an error that travels encrypted."""
_KEYS: Final = "PHOENIX_PAYLOAD_KEYS"


class NoWorker(Refused):
    """Temporal has the message or question, and no worker answers it."""


class NoAnswer(WrongUse):
    """Temporal was there, and does not answer any more."""


class AttributeRefused(WrongUse):
    """Temporal does not take a search attribute of ours, to keep it or to search by it."""


class UnknownCampaign(Unknown):
    """Temporal knows no such campaign, or no longer."""

    def __init__(self, message: str, campaign: str) -> None:
        """Take what people read, and what the campaign was called."""
        super().__init__(message)
        self.campaign = campaign


class CannotGoOn(Refused):
    """Workers are there, and none of them can carry the campaign on."""

    def __init__(self, campaign: str, why: str | None = None) -> None:
        """Take what the campaign is called, and why it stands still as far as that is known."""
        why = why or (f"the worker's log says why, such as a key that its {_KEYS} does not name")
        super().__init__(
            f"no worker can carry campaign {campaign} on at the moment: {why}; the campaign itself "
            "is safe and goes on with one that can"
        )


class HasEnded(Refused):
    """The campaign is over, so it takes no messages."""


class NotConfirmed(NotCarriedOut):
    """Nobody answered in time whether a message was taken: it may have been, or be taken yet."""

    exit_status = 1


@contextmanager
def translated_errors(campaign: str) -> Generator[None]:
    """Turn Temporal's errors about a campaign into what they mean to its operator.

    Args:
        campaign: The execution's id, or that of its workflow.
    """
    campaign = campaign.removeprefix(WORKFLOW_ID_PREFIX)
    try:
        yield
    except WorkflowUpdateFailedError as error:
        raise Refused(f"campaign {campaign} refuses: {reason_of(error.cause)}") from error
    except WorkflowQueryFailedError as error:
        said = error.message
        if said == SEALED:
            said = (
                "what its worker says is encrypted; the worker or this command lacks a key that "
                f"the campaign needs, which {_KEYS} has to name for both ('starter.py doctor' "
                "compares them)"
            )
        raise Refused(f"campaign {campaign} cannot answer: {said}") from error
    except RPCTimeoutOrCancelledError as error:
        raise no_worker(campaign) from error
    except RPCError as error:
        raise translation_of(error, campaign) from error


@contextmanager
def translated_send_errors(campaign: str) -> Generator[None]:
    """Do the same for a message, which may have been taken although no answer came."""
    try:
        with translated_errors(campaign):
            yield
    except NotCarriedOut as error:
        cause = error.__cause__
        timed_out = isinstance(cause, RPCTimeoutOrCancelledError)
        if timed_out or (isinstance(cause, RPCError) and cause.status in _UNANSWERED):
            raise NotConfirmed(
                f"it is not known whether campaign {campaign} has taken the message: no answer "
                "came in time; send the same again, with a worker running ('python worker.py')"
            ) from error
        raise


def no_worker(campaign: str) -> NoWorker:
    """Say that nobody works for the campaign at the moment."""
    safe = "the campaign itself is safe and goes on when a worker is there"
    return nobody_answers(f"campaign {campaign}", safe)


def nobody_answers(run: str, what_becomes_of_it: str) -> NoWorker:
    """Say that nobody works for a run at the moment, and what that means for it."""
    return NoWorker(
        f"no worker answers for {run}: start one with 'python worker.py' (task queue "
        f"{TASK_QUEUE!r}; where workers have build ids, 'starter.py doctor' says which of them it "
        f"waits for); {what_becomes_of_it}"
    )


def translation_of(error: RPCError, campaign: str) -> NotCarriedOut:
    """Return what an error of Temporal's means to who spoke to a campaign."""
    text = told(error.message).strip().rstrip(".")
    status = error.status
    translation: NotCarriedOut = Refused(f"Temporal refuses ({status.name}): {text}")
    if status is RPCStatusCode.NOT_FOUND:
        translation = _not_found(text, campaign)
    elif status in _SILENT or (status is RPCStatusCode.FAILED_PRECONDITION and "poller" in text):
        translation = no_worker(campaign)
    elif status is RPCStatusCode.FAILED_PRECONDITION and "failed state" in text:
        translation = CannotGoOn(campaign)
    elif status in _DENIED:
        translation = WrongUse(f"Temporal does not let this client do that: {text}")
    elif status is RPCStatusCode.INVALID_ARGUMENT and "search attribute" in text.lower():
        translation = AttributeRefused(
            f"Temporal does not accept it: {text}; 'starter.py doctor' looks at the namespace's "
            "search attributes"
        )
    elif status is RPCStatusCode.INVALID_ARGUMENT:
        translation = WrongUse(f"Temporal does not accept it: {text}")
    elif status is RPCStatusCode.UNAVAILABLE:
        translation = NoAnswer(f"Temporal does not answer any more: {text}")
    return translation


def _not_found(text: str, campaign: str) -> NotCarriedOut:
    if "already completed" in text:
        return HasEnded(f"campaign {campaign} has ended and takes no messages")
    if "namespace" in text.lower():
        return WrongUse(f"{text}; set TEMPORAL_NAMESPACE to a namespace that exists")
    return UnknownCampaign(
        f"there is no campaign {campaign} on this Temporal; 'starter.py list' shows those that are",
        campaign,
    )


def reason_of(error: BaseException | None) -> str:
    """Return what really went wrong: the innermost message that was written for people.

    What wraps an application's error only says that it came; what causes it is for developers.
    """
    text = "it gives no reason"
    while error is not None:
        text = getattr(error, "message", None) or str(error) or text
        error = None if isinstance(error, ApplicationError) else getattr(error, "cause", None)
    return text
