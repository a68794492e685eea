"""Sending a message to a campaign: it is taken once, however often it is sent."""

from typing import Final
from uuid import UUID, uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus

from contracts import (
    MESSAGE_CANCEL,
    MESSAGE_PAUSE,
    MESSAGE_RECORD_METRICS,
    MESSAGE_RESOLVE_PUBLICATION,
    MESSAGE_RESUME,
    MESSAGE_REVIEW,
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
    CancelMessage: MESSAGE_CANCEL,
}


async def send(handle: Handle, execution: UUID, message: Message) -> None:
    """Send a message and return when the campaign has taken it.

    A cancellation is taken at once; what is in flight is settled before the campaign ends. One that
    is to take back what was sent also counts for a campaign that is being cancelled already, or is
    refused.

    Raises:
        NotConfirmed: No answer came in time; sending the same message again does no harm.
        Refused: The campaign refuses it, has ended, or does not exist.
    """
    if isinstance(message, CancelMessage):
        await _cancel(handle, execution, message)
        return
    with translated_send_errors(str(execution)):
        await _update(handle, execution, message)


async def _update(handle: Handle, execution: UUID, message: Message) -> None:
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
        await handle.signal(MESSAGE_CANCEL, message, rpc_timeout=ANSWER_TIMEOUT)
        is_repeated = message.retract and await _is_being_cancelled(handle)
        await handle.cancel(rpc_timeout=ANSWER_TIMEOUT)
        if is_repeated:
            # The signal may have come too late for what is to be taken back: only this tells.
            await _update(handle, execution, message)


async def _is_being_cancelled(handle: Handle) -> bool:
    async for event in handle.fetch_history_events(rpc_timeout=ANSWER_TIMEOUT):
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED:
            return True
    return False


def update_id(execution: UUID, message: Message) -> str:
    """Return the id under which Temporal takes the same message once, however often it is sent.

    Pausing and resuming are told apart each time: the same words mean something new after the
    other, and the campaign itself refuses to be paused twice.
    """
    if isinstance(message, PauseMessage | ResumeMessage):
        return str(uuid4())
    return str(derived_id(execution, message))
