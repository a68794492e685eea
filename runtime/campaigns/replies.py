"""What the commands about campaigns answer."""

from uuid import UUID

from contracts import Contract, Line, Prose, Utc


class StartedCampaign(Contract):
    """The answer to a start."""

    execution_id: UUID
    campaign_id: UUID
    tenant_id: UUID
    name: Line
    workflow_id: str
    run_id: str | None
    duplicate: bool
    """Whether the same request had been started before: this is then the run of that start."""
    finished: bool = False
    """Whether that earlier run has already ended."""
    again: bool = False
    """Whether an earlier run was ended from outside, so that this one goes on in its place."""
    notes: tuple[Line, ...] = ()
    """What is perhaps not meant in the request, and what could not be read of its sources."""
    duplicates_suppressed: int | None = None
    """Duplicates of a finished run so far, when a worker was there to count."""


class CampaignRow(Contract):
    """One campaign in a list."""

    execution_id: UUID
    tenant_id: str | None
    name: str | None
    state: str | None
    status: str
    """Temporal's own status of the run, such as `RUNNING` or `COMPLETED`."""
    reason: str | None
    awaiting_review: bool
    started: Utc
    ended: Utc | None


class CampaignList(Contract):
    """The campaigns that Temporal remembers, youngest first."""

    campaigns: list[CampaignRow]


class Taken(Contract):
    """An order was taken, and what it led to cannot be shown."""

    execution_id: UUID
    not_shown: Prose
    """Why not."""
