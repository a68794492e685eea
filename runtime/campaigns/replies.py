"""What the commands about campaigns answer."""

from uuid import UUID

from contracts import (
    CampaignStatus,
    Contract,
    Line,
    Prose,
    QualityCheck,
    QualityVerdict,
    Sha256,
    Slug,
    StrategyBrief,
    Utc,
    VisualAsset,
)


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
    """Whether an earlier run was ended from outside, or turned away at its tenant's limit, so that
    this one goes on in its place."""
    notes: tuple[Line, ...] = ()
    """What is perhaps not meant in the request, and what could not be read of its sources."""
    duplicates_suppressed: int | None = None
    """Duplicates of a finished run so far, when a worker was there to count."""
    retry_of: tuple[UUID, ...] = ()
    """The failed executions that this one goes on from, oldest first."""


class CampaignRow(Contract):
    """One campaign in a list."""

    execution_id: UUID
    tenant_id: str | None
    name: str | None
    unread: Prose | None = None
    """Why the name cannot be read: the key is lacking here."""
    state: str | None
    status: str
    """Temporal's own status of the run, such as `RUNNING` or `COMPLETED`."""
    reason: str | None
    awaiting_review: bool
    stuck: bool
    """Whether no worker can carry it on: it stands still in its state until one can."""
    started: Utc
    ended: Utc | None
    retry_of: UUID | None = None
    """The failed execution that this one goes on from."""
    retried_as: UUID | None = None
    """The execution that goes on from this one, when it is in the same list."""


class CampaignList(Contract):
    """The campaigns that Temporal remembers, youngest first."""

    campaigns: list[CampaignRow]


class StoredPicture(Contract):
    """Where the picture of one place lies."""

    channel: Slug
    placement: Slug
    sha256: Sha256
    where: str
    """A path or an address, seen from where the command ran."""


class PresentCampaign(CampaignStatus):
    """The answer of `status`: where a campaign is, and what would go out of it or has gone out."""

    strategy: StrategyBrief | None
    assets: list[VisualAsset]
    """Those of the present revision, in the order of the channels."""
    pictures: list[StoredPicture]
    taken_up: dict[str, list[str]]
    """Rising terms of the sources that stand in the copy, and at which places."""
    verdict: QualityVerdict | None
    """The report's; `None` while there is none on this revision."""
    ruleset: str | None
    """Name, version and digest of the audit's thresholds."""
    checks: list[QualityCheck]
    """What was found, those that passed included where a page was asked for."""
    idle: bool
    """Whether this revision is the same as the one before: the last request changed nothing."""
    unread: list[Prose]
    """What the artefact store did not give, and why."""


class Taken(Contract):
    """An order was taken, and what it led to cannot be shown."""

    execution_id: UUID
    not_shown: Prose
    """Why not."""
