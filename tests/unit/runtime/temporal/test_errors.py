"""What Temporal answers is told in the operator's words, and silence is no refusal."""

import pytest
from temporalio.client import (
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from runtime.refusals import NotCarriedOut, Refused, WrongUse
from runtime.temporal.errors import (
    HasEnded,
    NotConfirmed,
    NoWorker,
    UnknownCampaign,
    translated_errors,
    translated_send_errors,
)
from tests.support.builders import EXECUTION


def rpc(status: RPCStatusCode, message: str) -> RPCError:
    """Return an error as Temporal gives it."""
    return RPCError(message, status, b"")


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (rpc(RPCStatusCode.NOT_FOUND, "workflow not found for ID: x"), UnknownCampaign, "no camp"),
        (rpc(RPCStatusCode.NOT_FOUND, "Namespace x is not found."), WrongUse, "TEMPORAL_NAMESPACE"),
        (
            rpc(RPCStatusCode.NOT_FOUND, "workflow execution already completed"),
            HasEnded,
            "has ended",
        ),
        (rpc(RPCStatusCode.DEADLINE_EXCEEDED, "timeout"), NoWorker, "no worker answers"),
        (rpc(RPCStatusCode.FAILED_PRECONDITION, "no poller seen"), NoWorker, "python worker.py"),
        (
            rpc(RPCStatusCode.FAILED_PRECONDITION, "Workflow Task in failed state"),
            Refused,
            "log says why, such as a key",
        ),
        (
            WorkflowQueryFailedError("Encoded failure"),
            Refused,
            "lacks a key that the campaign needs, which PHOENIX_PAYLOAD_KEYS has to name",
        ),
        (WorkflowQueryFailedError("no such query"), Refused, "cannot answer: no such query"),
        (rpc(RPCStatusCode.PERMISSION_DENIED, "no"), WrongUse, "does not let this client"),
        (rpc(RPCStatusCode.INVALID_ARGUMENT, "Blob data size exceeds"), WrongUse, "Blob data"),
        (rpc(RPCStatusCode.UNAVAILABLE, "gone"), WrongUse, "does not answer any more"),
        (rpc(RPCStatusCode.RESOURCE_EXHAUSTED, "busy"), Refused, "RESOURCE_EXHAUSTED"),
        (
            WorkflowUpdateFailedError(ApplicationError("the campaign is already paused")),
            Refused,
            "refuses: the campaign is already paused",
        ),
    ],
)
def test_what_temporal_answers_is_told_in_the_operators_words(
    error: Exception, kind: type[NotCarriedOut], told: str
) -> None:
    """Each of Temporal's errors says what it means for the campaign and what to do."""
    with pytest.raises(kind, match=told), translated_errors("abc"):
        raise error


@pytest.mark.parametrize(
    "silence",
    [
        WorkflowUpdateRPCTimeoutOrCancelledError(),
        RPCError("timeout", RPCStatusCode.DEADLINE_EXCEEDED, b""),
        RPCError("connection lost", RPCStatusCode.UNAVAILABLE, b""),
    ],
)
def test_silence_is_not_told_as_a_refusal(silence: Exception) -> None:
    """Nobody knows whether the message was taken, and that is what the operator learns."""
    with pytest.raises(NotConfirmed) as told, translated_send_errors(str(EXECUTION)):
        raise silence

    assert "not known whether" in str(told.value)
    assert "send the same again" in str(told.value)
    assert not isinstance(told.value, Refused)
    assert told.value.exit_status == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (RPCError("workflow execution already completed", RPCStatusCode.NOT_FOUND, b""), HasEnded),
        (RPCError("Blob data size", RPCStatusCode.INVALID_ARGUMENT, b""), WrongUse),
    ],
)
def test_an_answer_is_told_as_what_it_is(answer: Exception, kind: type[NotCarriedOut]) -> None:
    """What Temporal did answer is known."""
    with pytest.raises(kind), translated_send_errors(str(EXECUTION)):
        raise answer
