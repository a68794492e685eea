"""Sending a message to a campaign: it is taken once, however often it is sent."""

from typing import Final
from uuid import UUID, uuid4

from temporalio.client import WorkflowExecutionStatus

from contracts import (
    MESSAGE_PAUSE,
    MESSAGE_RECORD_METRICS,
    MESSAGE_RESOLVE_PUBLICATION,
    MESSAGE_RESUME,
    MESSAGE_REVIEW,
    SIGNAL_CANCEL,
    CancelMessage,
    MetricsRecord,
    PauseMessage,
    PublicationResolution,
    ResumeMessage,
    ReviewDecision,
)
from domain.signing import derived_id
from runtime.campaigns.endings import Handle
from runtime.temporal.errors import (
    ANSWER_TIMEOUT,
    HasEnded,
    translated_errors,
    translated_send_errors,
)

Message = (
    ReviewDecision
    | PauseMessage
    | ResumeMessage
    | PublicationResolution
    | MetricsRecord
    | CancelMessage
)
"""What people can say to a running campaign."""

_UPDATES: Final = {
    ReviewDecision: MESSAGE_REVIEW,
    PauseMessage: MESSAGE_PAUSE,
    ResumeMessage: MESSAGE_RESUME,
    PublicationResolution: MESSAGE_RESOLVE_PUBLICATION,
    MetricsRecord: MESSAGE_RECORD_METRICS,
}


async def send(handle: Handle, execution: UUID, message: Message) -> None:
    """Send a message and return when the campaign has taken it.

    A cancellation is taken at once; what is in flight is settled before the campaign ends.

    Raises:
        NotConfirmed: No answer came in time; sending the same message again does no harm.
        Refused: The campaign refuses it, has ended, or does not exist.
    """
    if isinstance(message, CancelMessage):
        await _cancel(handle, execution, message)
        return
    with translated_send_errors(str(execution)):
        await handle.execute_update(
            _UPDATES[type(message)],
            message,
            id=update_id(execution, message),
            rpc_timeout=ANSWER_TIMEOUT,
        )


async def _cancel(handle: Handle, execution: UUID, message: CancelMessage) -> None:
    with translated_errors(str(execution)):
        run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
    if run.status is not WorkflowExecutionStatus.RUNNING:
        raise HasEnded(f"campaign {execution} has ended and takes no messages")
    with translated_send_errors(str(execution)):
        # Who cancels and why is a payload, and no worker has to be there to take it.
        await handle.signal(SIGNAL_CANCEL, message, rpc_timeout=ANSWER_TIMEOUT)
        await handle.cancel(rpc_timeout=ANSWER_TIMEOUT)


def update_id(execution: UUID, message: Message) -> str:
    """Return the id under which Temporal takes the same message once, however often it is sent.

    Pausing and resuming are told apart each time: the same words mean something new after the
    other, and the campaign itself refuses to be paused twice.
    """
    if isinstance(message, PauseMessage | ResumeMessage):
        return str(uuid4())
    return str(derived_id(execution, message))
