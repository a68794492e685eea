"""What `report` answers."""

from enum import StrEnum

from activities.ports import StepStatus
from contracts import CampaignPayload, CampaignRequest, Contract, Count, Sha256, Utc
from runtime.audit.replies import VerifiedReport
from runtime.campaigns.replies import PresentCampaign


class ReportSource(StrEnum):
    """Who remembered the campaign."""

    TEMPORAL = "temporal"
    """Its run, with its history."""
    LEDGER = "ledger"
    """The ledger alone: Temporal knows no run of it any more."""


class NotedStep(Contract):
    """One step of one revision, as its row stands in the ledger."""

    step_key: str
    revision: Count
    status: StepStatus
    token: Count
    """The fencing token: a later holder has a greater number."""
    worker: str
    """Who held it last."""
    calls: Count
    """Calls to a channel that were begun."""
    is_open: bool
    """Whether a call began whose outcome nobody has noted."""
    input_sha256: Sha256 | None
    """Digest of what was ordered; `None` when nothing was: it was settled first, or taken over."""
    result_sha256: Sha256 | None
    """Digest of the result's text as the ledger keeps it; `None` while there is none."""
    changed: Utc


class TracedActivity(Contract):
    """One activity of the run's history, which tells of its last attempt alone."""

    activity: str
    summary: str | None
    """What it is about, in the workflow's words; `None` where none can be read."""
    attempt: Count
    """Temporal's own number of the attempt; 0 while none has begun."""
    worker: str | None
    """Who had it; `None` while nobody is known to."""
    scheduled: Utc
    started: Utc | None
    ended: Utc | None
    """`None` while it is not over."""
    outcome: str
    """`completed`, `failed`, `timed out`, `cancelled`, or `open`."""


class CampaignReport(Contract):
    """One campaign from its request to its results, as it stood at one moment."""

    as_of: Utc
    source: ReportSource
    campaign: PresentCampaign
    """Where it stands, and what would go out of it or has gone out."""
    payload: CampaignPayload
    """Everything that it has made and met."""
    request: CampaignRequest | None
    """What was asked; `None` when it can no longer be read."""
    proof: VerifiedReport | None
    """What can be proven about the present revision's signed report; `None` without one, or when
    there is no key here to verify it with."""
    steps: list[NotedStep] | None
    """The ledger's rows; `None` when it could not be asked."""
    activities: list[TracedActivity] | None
    """The history's; `None` when there is none any more."""
    not_known: list[str]
    """What cannot be told, and why."""
