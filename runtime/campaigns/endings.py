"""How a run ended, read from Temporal's own record, whether or not a worker is there."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError, CancelledError, FailureError

from contracts import (
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    ChannelStatus,
    FailureReason,
    LogAction,
    Place,
    Publication,
    PublicationStatus,
)
from domain.publications import channel_statuses
from domain.source_notes import source_notes
from runtime.refusals import Refused
from runtime.temporal.errors import reason_of

Handle = WorkflowHandle[Any, Any]

Proofs = Callable[[CampaignRequest], Awaitable[Sequence[Publication] | None]]
"""Says what is proven about a request's places; `None` when nobody can tell."""

_UNPROVEN: Final = "the run was ended from outside, and the ledger could not be asked"


async def nothing_proven(_: CampaignRequest) -> Sequence[Publication] | None:
    """Say that nobody can tell."""
    return None


class EndedWithoutPayload(Refused):
    """The run is over and left no final payload: somebody else ended it, or it never began."""

    def __init__(self, message: str, reason: FailureReason, details: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.details = details


async def final_payload(handle: Handle) -> CampaignPayload | None:
    """Wait for the end of a run and return the payload that it left.

    Returns `None` when the run was cancelled and Temporal's record does not hold the payload.

    Raises:
        EndedWithoutPayload: There is none, and there will be none.
    """
    try:
        return _as_payload(await handle.result())
    except WorkflowFailureError as error:
        found = next(filter(None, map(_try_payload, _details(error.cause))), None)
        if found is not None:
            return found
        if isinstance(error.cause, CancelledError):
            return None
        raise _without_payload(handle.id, error.cause) from error
    except (ValidationError, TypeError, ValueError) as error:
        raise Refused(f"{handle.id} ended with a result that is no campaign's: {error}") from error


def status_from(payload: CampaignPayload) -> CampaignStatus:
    """Return the short status of a campaign that has ended with this payload."""
    return CampaignStatus(
        campaign_id=payload.campaign_id,
        tenant_id=payload.tenant_id,
        execution_id=payload.execution_id,
        name=payload.name or str(payload.campaign_id),
        state=payload.current_state,
        finished=True,
        cancelled=payload.cancellation is not None,
        terminal_reason=payload.terminal_reason,
        terminal_details=payload.terminal_details,
        report_digest=payload.audit_digests[-1] if payload.audit_digests else None,
        channels=channel_statuses(map(Place.parse, payload.places), payload.publications),
        notes=source_notes(payload.execution_log),
        retry_count=payload.retry_count,
        max_retries=payload.max_retries,
        restarts=payload.restarts,
        revision=payload.revision,
        duplicates_suppressed=payload.duplicates_suppressed,
        retry_of=payload.retry_of,
    )


def status_of_cut_off(
    request: CampaignRequest,
    known: CampaignStatus | None,
    error: EndedWithoutPayload,
    proven: Sequence[Publication] | None,
) -> CampaignStatus:
    """Return the status of a run that was ended from outside, and could not say how it stands.

    Args:
        request: What it was started with.
        known: What its history says, when a worker was there to read it.
        error: How it ended.
        proven: What the ledger proves; `None` when nobody can tell.
    """
    places = [plan.place for plan in request.channels]
    if proven is not None:
        channels = channel_statuses(places, proven)
    elif known is not None:
        channels = [_doubted(one) for one in known.channels]
    else:
        begun = channel_statuses(places, [], under_way=places)
        channels = [_doubted(one) for one in begun]
    status = known or CampaignStatus(
        campaign_id=request.campaign_id,
        tenant_id=request.tenant_id,
        execution_id=request.execution_id,
        name=request.name,
        state=CampaignState.IDLE,
        finished=False,
        max_retries=request.max_retries,
    )
    return status.model_copy(
        update={
            "state": CampaignState.FAILED,
            "finished": True,
            "wait": None,
            "awaiting_review": False,
            "terminal_reason": error.reason,
            "terminal_details": error.details,
            "channels": channels,
        }
    )


def as_it_ended(payload: CampaignPayload, status: CampaignStatus, now: datetime) -> CampaignPayload:
    """Return a payload with what its status knows better, when its run was ended from outside."""
    if not status.finished or status.state is payload.current_state or status.cancelled:
        return payload
    known = {one.place: one.status for one in payload.publications}
    found = [
        Publication(
            channel=one.channel,
            placement=one.placement,
            status=one.status,
            remote_id=one.remote_id,
            url=one.url,
            detail=one.detail,
            at=now,
        )
        for one in status.channels
        if known.get(Place(one.channel, one.placement), PublicationStatus.NOT_SENT) != one.status
    ]
    return payload.model_copy(
        update={
            "current_state": status.state,
            "terminal_reason": status.terminal_reason,
            "terminal_details": status.terminal_details,
            "publications": [*payload.publications, *found],
        }
    )


def _doubted(channel: ChannelStatus) -> ChannelStatus:
    if channel.status is not PublicationStatus.UNDER_WAY:
        return channel
    return channel.model_copy(update={"status": PublicationStatus.UNKNOWN, "detail": _UNPROVEN})


def is_from_ledger(payload: CampaignPayload) -> bool:
    """Tell whether the run did nothing but answer a duplicate with what the ledger remembered."""
    # Temporal had forgotten the execution, and the ledger had not: nothing comes after that.
    log = payload.execution_log
    return bool(log) and log[-1].action == LogAction.ANSWERED_FROM_LEDGER


def was_turned_away(payload: CampaignPayload) -> bool:
    """Tell whether nothing was done, since the tenant had as many open campaigns as it may."""
    return any(entry.action == LogAction.TURNED_AWAY for entry in payload.execution_log)


def _details(cause: BaseException | None) -> list[Any]:
    return list(cause.details) if isinstance(cause, ApplicationError | CancelledError) else []


def _try_payload(value: Any) -> CampaignPayload | None:
    try:
        return _as_payload(value)
    except (ValidationError, TypeError, ValueError):
        return None


def _as_payload(value: Any) -> CampaignPayload:
    if isinstance(value, CampaignPayload):
        return value
    return CampaignPayload.model_validate_json(json.dumps(value), extra="allow")


def _without_payload(workflow: str, cause: BaseException | None) -> EndedWithoutPayload:
    kind = cause.type if isinstance(cause, ApplicationError) else None
    reason = FailureReason.TIMEOUT
    if kind in set(FailureReason):
        reason = FailureReason(kind)
    details = reason_of(cause)
    if isinstance(cause, FailureError) and not isinstance(cause, ApplicationError):
        details = f"ended from outside by Temporal ({type(cause).__name__}): {details}"
    return EndedWithoutPayload(
        f"{workflow} ended as {reason} without a payload: {details}", reason, details
    )
