"""The clients of a run: each starts a campaign, perhaps cancels it, and hears how it ended."""

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

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.service import RPCError, RPCStatusCode

from contracts import (
    QUERY_PAYLOAD,
    WORKFLOW_TYPE,
    AuditTerms,
    CampaignPayload,
    CampaignRequest,
    CancelMessage,
    ChannelPlan,
    Language,
    Timing,
    workflow_id,
)
from tests.chaos.trials import WITHIN, Trial
from tests.support.builders import request
from tests.support.campaigns.languages import WORDS

LONGEST: Final = 3600.0
"""Seconds after which a campaign counts as lost."""
_PAUSE: Final = 0.1


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
    channels: Sequence[Trial],
    room: asyncio.Semaphore,
    outcomes: Outcomes,
    hits: Path,
    begins: Callable[[Trial], None],
) -> None:
    """Start a campaign when there is room, cancel it if that is planned, and wait for its end.

    It has one channel, unless it goes out through all kinds at once; `begins` is told of each.
    """
    trial, wanted = channels[0], _wanted(channels)
    async with room:
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
                outcomes.payloads[trial.execution_id] = await _payload(handle)
                outcomes.ended[trial.execution_id] = time.time()
        (hits / f"{trial.execution_id}.overtaken").touch()


def _wanted(channels: Sequence[Trial]) -> CampaignRequest:
    """Return what is asked for."""
    first = channels[0]
    is_cancelled = first.cancelled is not None
    said: dict[str, Any] = {}
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
