"""Campaigns as the console is given them, and what a person reads of what it shows."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from rich.console import Console, RenderableType

from console.live.view import Look
from contracts import (
    CampaignPayload,
    CampaignState,
    CampaignStatus,
    ChannelStatus,
    PublicationStatus,
    TraceEntry,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT


def shown(part: RenderableType) -> str:
    """Return what a person reads of a part."""
    out = io.StringIO()
    Console(file=out, width=200).print(part)
    return out.getvalue()


def status(state: CampaignState = CampaignState.PUBLISH, **changed: Any) -> CampaignStatus:
    """Return the status of a campaign."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "name": "Café de temporada",
        "state": state,
        "finished": False,
        "max_retries": 3,
    }
    return CampaignStatus(**{**values, **changed})


def payload(path: Iterable[CampaignState], **changed: Any) -> CampaignPayload:
    """Return a campaign that took this path, a second in each state."""
    path = list(path)
    log = [
        TraceEntry(
            timestamp=MOMENT + timedelta(seconds=index),
            actor_service="orchestrator",
            action="state_changed",
            metadata={"after": state},
        )
        for index, state in enumerate(path)
    ]
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "current_state": path[-1] if path else CampaignState.IDLE,
        "execution_log": log,
    }
    return CampaignPayload(**{**values, **changed})


def channel(state: PublicationStatus, **changed: Any) -> ChannelStatus:
    """Return what is proven about one channel."""
    return ChannelStatus(channel="x", placement="post", status=state, **changed)


def look(known: CampaignStatus, *path: CampaignState) -> Look:
    """Return a campaign at a moment."""
    return Look(known, payload(path or (known.state,)), MOMENT + timedelta(seconds=10))
