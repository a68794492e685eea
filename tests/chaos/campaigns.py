"""The clients of a run: each starts a campaign, says what is to be said, and hears how it ended."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.service import RPCError, RPCStatusCode

from contracts import (
    MESSAGE_REVIEW,
    QUERY_PAYLOAD,
    QUERY_STATUS,
    WORKFLOW_TYPE,
    AuditTerms,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    CancelMessage,
    ChannelPlan,
    Language,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    Timing,
    workflow_id,
)
from domain.retries import retry_of
from tests.chaos.slips import FORBIDDEN
from tests.chaos.trials import WITHIN, Trial
from tests.support.builders import request
from tests.support.campaigns.languages import WORDS

LONGEST: Final = 3600.0
"""Seconds after which a campaign counts as lost."""
_PAUSE: Final = 0.1
_WISH: Final = "cta: Probar la cosecha"
"""What a reviewer asks for."""
_AFTER_REVIEW: Final = {CampaignState.PUBLISH, CampaignState.LEARN}


@dataclass
class Outcomes:
    """What became of the campaigns, as their clients were told."""

    acknowledged: dict[str, float] = field(default_factory=dict[str, float])
    cancelled: dict[str, float] = field(default_factory=dict[str, float])
    """When Temporal took a cancellation."""
    ended: dict[str, float] = field(default_factory=dict[str, float])
    payloads: dict[str, Any] = field(default_factory=dict[str, Any])
    disasters: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    seconds: float = 0.0


async def until(holds: Callable[[], bool]) -> None:
    """Return when something holds that other tasks or processes bring about."""
    while not await asyncio.to_thread(holds):  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(_PAUSE)


async def carry_out(
    client: Client,
    executions: Sequence[Sequence[Trial]],
    room: asyncio.Semaphore,
    outcomes: Outcomes,
    hits: Path,
    begins: Callable[[Trial], None],
) -> None:
    """Carry a campaign out when there is room, and then each retry of it in turn.

    Args:
        client: With which it is started.
        executions: The channels of the campaign, and after them those of each retry.
        room: How many may run at the same time.
        outcomes: Where it is noted what became of it.
        hits: The folder with what is planned for each execution.
        begins: Is told of each channel.
    """
    wanted = _wanted(executions[0])
    for number, channels in enumerate(executions):
        wanted = retry_of(wanted) if number else wanted
        async with room:
            await _execute(client, wanted, channels, outcomes, hits, begins)


async def _execute(
    client: Client,
    wanted: CampaignRequest,
    channels: Sequence[Trial],
    outcomes: Outcomes,
    hits: Path,
    begins: Callable[[Trial], None],
) -> None:
    """Start an execution, have it revised or cancelled if that is planned, and wait for its end."""
    trial = channels[0]
    for one in channels:
        begins(one)
    handle = await client.start_workflow(
        WORKFLOW_TYPE,
        wanted,
        id=workflow_id(wanted.execution_id),
        task_queue=trial.queue,
        result_type=CampaignPayload,
    )
    outcomes.acknowledged[trial.execution_id] = time.time()
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            if trial.cancelled is not None:
                await until((hits / f"{trial.execution_id}.begun").exists)
                await asyncio.sleep(trial.cancelled)
                if await _cancelled(handle):
                    outcomes.cancelled[trial.execution_id] = time.time()
            if trial.is_reviewed:
                await _review(handle)
            outcomes.payloads[trial.execution_id] = await _payload(handle)
            outcomes.ended[trial.execution_id] = time.time()
    (hits / f"{trial.execution_id}.overtaken").touch()


def _wanted(channels: Sequence[Trial]) -> CampaignRequest:
    """Return what is asked for."""
    first = channels[0]
    is_cancelled = first.cancelled is not None
    said: dict[str, Any] = {}
    if first.is_reviewed:
        said = {"review": ReviewPolicy(mode=ReviewMode.ALWAYS)}
    if first.is_mended:
        said = {"review": ReviewPolicy(max_self_revisions=1), "do_not_do": [FORBIDDEN]}
    if first.language:
        said = {"language": Language(first.language), **WORDS[first.language]}
    return request(
        execution_id=UUID(first.execution_id),
        channels=[
            ChannelPlan(channel=one.channel, placement=one.place.placement) for one in channels
        ],
        landing_url=f"https://tostadores.example/{first.execution_id}",
        terms=AuditTerms(unsubscribe_url="https://tostadores.example/out"),
        timing=Timing(
            # Who is to be cancelled does not end before.
            learning_window=timedelta(seconds=2 * WITHIN if is_cancelled else 0.001),
            resolution_window=timedelta(seconds=2 * WITHIN if is_cancelled else 1),
        ),
        **said,
    )


async def _cancelled(handle: WorkflowHandle[Any, CampaignPayload]) -> bool:
    """Cancel a campaign, with all that it has sent; return whether it was still running."""
    message = CancelMessage(by="chaos", reason="on a whim", retract=True)
    while True:
        try:
            await handle.cancel(reason=message.model_dump_json())
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            await asyncio.sleep(2 * _PAUSE)  # the server has been killed
        else:
            return True


async def _review(handle: WorkflowHandle[Any, CampaignPayload]) -> None:
    """Ask for one change, and approve what is made then."""
    is_asked_of = True
    while is_asked_of:
        # The server has been killed, or the worker that was asked; or it was told before.
        with suppress(RPCError, WorkflowUpdateFailedError):
            status = await handle.query(QUERY_STATUS, result_type=CampaignStatus)
            is_asked_of = not status.finished and status.state not in _AFTER_REVIEW
            if status.awaiting_review:
                await handle.execute_update(MESSAGE_REVIEW, _decision(status))
        await asyncio.sleep(_PAUSE)


def _decision(status: CampaignStatus) -> ReviewDecision:
    return ReviewDecision(
        action=ReviewAction.APPROVE if status.revision else ReviewAction.REQUEST_CHANGES,
        reviewer="chaos",
        comment=None if status.revision else _WISH,
        report_digest=status.report_digest or "",
    )


async def _payload(handle: WorkflowHandle[Any, CampaignPayload]) -> Any:
    """Wait for the end, and return what the campaign says then."""
    while True:
        try:
            return (await handle.result()).model_dump(mode="json")
        except WorkflowFailureError as error:
            cause = error.cause
            if isinstance(cause, CancelledError):
                return await _asked(handle)
            told = cause.details if isinstance(cause, ApplicationError) else []
            if not told:
                return None
            # A campaign leaves out what is as usual.
            return CampaignPayload.model_validate_json(json.dumps(told[0])).model_dump(mode="json")
        except RPCError:
            await asyncio.sleep(2 * _PAUSE)  # the server has been killed


async def _asked(handle: WorkflowHandle[Any, CampaignPayload]) -> Any:
    """Ask a campaign that was cancelled: its end does not say how it stands."""
    while True:
        with suppress(RPCError):  # the server has been killed, or the worker that was asked
            payload = await handle.query(QUERY_PAYLOAD, result_type=CampaignPayload)
            return payload.model_dump(mode="json")
        await asyncio.sleep(2 * _PAUSE)
