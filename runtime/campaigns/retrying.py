"""Running a failed campaign again from the stage at which it failed."""

from uuid import UUID

from temporalio.client import Client, WorkflowExecutionStatus

from contracts import (
    MAX_RETRIES_OF_A_CAMPAIGN,
    CampaignRequest,
    FailureReason,
    LogAction,
    retry_id,
)
from domain.retries import retry_of, why_not
from runtime.campaigns import start as starting
from runtime.campaigns.endings import (
    EndedWithoutPayload,
    Handle,
    final_payload,
    was_turned_away,
)
from runtime.refusals import WrongUse
from runtime.temporal.errors import ANSWER_TIMEOUT, UnknownCampaign, translated_errors


async def request_of_retry(client: Client, handle: Handle) -> CampaignRequest:
    """Return the request by which a failed campaign is run again.

    Raises:
        Unknown: There is no such campaign.
        Refused: Nobody can tell how it ended.
        WrongUse: It has not failed, or a retry of it is not possible; the message says what is.
    """
    with translated_errors(handle.id):
        run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
        request = await starting.request_of(client, handle)
    if request is None:
        raise WrongUse(f"{handle.id} was started with something that is no request: no retry of it")
    execution = request.execution_id
    if run.status is WorkflowExecutionStatus.RUNNING:
        raise WrongUse(f"execution {execution} is still running, and only what failed is retried")
    if why := await _why_not(handle, request):
        raise WrongUse(f"execution {execution} {why}")
    if len(request.retry_of) == MAX_RETRIES_OF_A_CAMPAIGN:
        raise WrongUse(
            f"execution {execution} is the last of {MAX_RETRIES_OF_A_CAMPAIGN} retries of "
            f"{request.retry_of[0]}: find out why it fails"
        )
    return retry_of(request)


async def is_retried(client: Client, execution: UUID) -> bool:
    """Tell whether Temporal knows of a retry of an execution.

    Raises:
        NotCarriedOut: It does not answer.
    """
    retry = starting.handle_of(client, retry_id(execution))
    try:
        with translated_errors(retry.id):
            await retry.describe(rpc_timeout=ANSWER_TIMEOUT)
    except UnknownCampaign:
        return False
    return True


async def _why_not(handle: Handle, request: CampaignRequest) -> str | None:
    try:
        with translated_errors(handle.id):
            ended = await final_payload(handle)
    except EndedWithoutPayload as error:
        if error.reason is FailureReason.CONTRACT_INVALID:
            return (
                f"was refused unread by its worker: {error.details}; once every worker is of this "
                f"release, 'temporal workflow delete --workflow-id {handle.id}' lets it be started "
                "again"
            )
        return (
            f"was ended from outside and did not fail by itself: {_again(request)} goes on with it"
        )
    if ended is None:
        return "was cancelled, and only what failed is retried"
    if was_turned_away(ended):
        return (
            "was turned away, since its tenant had as many open campaigns as it may: "
            f"{_again(request)} begins it"
        )
    was_admitted = any(entry.action == LogAction.ADMITTED for entry in ended.execution_log)
    if not was_admitted and not request.retry_of and not ended.cancellation:
        return (
            "failed before it was let in, so nothing of it was done: 'starter.py start "
            "--new-execution' starts it from the beginning"
        )
    return why_not(ended)


def _again(request: CampaignRequest) -> str:
    """Return the command that begins another run of an execution."""
    if request.retry_of:
        return f"'starter.py retry {request.retry_of[-1]}'"
    return "'starter.py start' with the same request"
