"""A campaign in a few lines: where it is, why, and what it waits for."""

from uuid import UUID

from contracts.base import Contract, Line, Prose, Sha256, Slug, Utc
from contracts.enums import (
    CampaignState,
    FailureReason,
    GateOutcome,
    PublicationStatus,
    WaitingFor,
)


class GateDecision(Contract):
    """What the quality gate decided, and why."""

    outcome: GateOutcome
    reason: FailureReason | None = None
    """Given when, and only when, the outcome is `block`."""
    details: Prose
    check_id: str | None = None
    """The check that decided, if one did."""


class Wait(Contract):
    """What a campaign waits for."""

    on: WaitingFor
    why: Prose
    until: Utc | None = None
    """When it stops waiting."""


class ChannelStatus(Contract):
    """What is proven about one place."""

    channel: Slug
    placement: Slug
    status: PublicationStatus
    remote_id: Line | None = None
    url: str | None = None
    detail: Prose | None = None


class CampaignStatus(Contract):
    """The answer of the query `status` and of `starter.py status --json`."""

    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    name: Line
    state: CampaignState
    finished: bool
    """Whether the run has ended, one way or another."""
    cancelled: bool = False
    terminal_reason: FailureReason | None = None
    terminal_details: str | None = None
    paused: bool = False
    awaiting_review: bool = False
    report_digest: Sha256 | None = None
    """The report that a review decision has to name."""
    gate: GateDecision | None = None
    wait: Wait | None = None
    channels: list[ChannelStatus] = []
    notes: list[Line] = []
    """What the radar could not read of the sources, and why."""
    channel_notes: list[Line] = []
    """What channels said at admission that may keep the campaign from being published there."""
    retry_count: int = 0
    max_retries: int = 0
    restarts: int = 0
    """Attempts that ended with their worker and not by what they did; they use no retries."""
    revision: int = 0
    duplicates_suppressed: int = 0
    retry_of: list[UUID] = []
    """The failed executions that this one goes on from, oldest first."""
    retried_as: UUID | None = None
    """The execution that goes on from this one, when whoever answers knows of it."""
