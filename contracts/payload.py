"""The whole truth about one campaign."""

from datetime import datetime
from itertools import pairwise
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from contracts.artifacts import ArtifactRef, QualityReport, StrategyBrief, VisualAsset
from contracts.base import (
    Contract,
    Count,
    JsonObject,
    Line,
    Place,
    PlaceName,
    Sha256,
    Slug,
    Utc,
    utc_now,
)
from contracts.enums import CampaignState, FailureReason
from contracts.learn import ChannelMetrics, LearnReport
from contracts.messages import CancelMessage, ReviewDecision
from contracts.publish import Publication
from contracts.usage import ModelUsage


class TraceEntry(Contract):
    """One thing that happened."""

    timestamp: Utc = Field(default_factory=utc_now)
    """Workflow and activity code always passes it; the default serves callers outside."""
    actor_service: Line
    action: Slug
    metadata: JsonObject = {}


class CampaignPayload(Contract):
    """A campaign with everything that it has made and met so far.

    Artefacts and the log only grow: a value once set is neither replaced nor removed. A revision
    appends to `assets` and `audit_digests`; `quality_audit` is set once, with the report that
    decided.
    """

    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    retry_count: Count = 0
    max_retries: int = Field(default=3, ge=0, le=50)
    current_state: CampaignState
    terminal_reason: FailureReason | None = None
    terminal_details: str | None = Field(default=None, max_length=4000)
    strategy: StrategyBrief | None = None
    assets: list[VisualAsset] = []
    """Of every revision, in the order in which they were made."""
    quality_audit: QualityReport | None = None
    """The report on which publication or failure was decided."""
    execution_log: list[TraceEntry] = []
    name: Line | None = None
    places: list[PlaceName] = []
    """Where the request wants something to appear, in its order."""
    radar: ArtifactRef | None = None
    """The `RadarReport` with all signals, in the artefact store."""
    audit_digests: list[Sha256] = []
    """Digest of the report of each revision, oldest first: what a reviewer names, and the name
    under which it is stored."""
    pending_audit: QualityReport | None = None
    """The report of the present revision while nothing has been decided by it."""
    reviews: list[ReviewDecision] = []
    publications: list[Publication] = []
    """What became known per place; the last one of a place is what is proven."""
    metrics: list[ChannelMetrics] = []
    """Every record that came in; the last one of a place counts."""
    learning: LearnReport | None = None
    revision: Count = 0
    restarts: Count = 0
    """Attempts that ended with their worker and not by what they did; they use no retries."""
    duplicates_suppressed: Count = 0
    """Starts of the same request that were answered with this run."""
    cancellation: CancelMessage | None = None
    usage: list[ModelUsage] = Field(default=[], max_length=10)
    """What models were used for all of it, by currency."""
    retry_of: list[UUID] = []
    """The failed executions that this one goes on from, oldest first."""

    @model_validator(mode="after")
    def _reason_belongs_to_failure(self) -> Self:
        failed = self.current_state is CampaignState.FAILED
        if failed and self.terminal_reason is None:
            raise ValueError("terminal_reason is required when current_state is FAILED")
        if not failed and self.terminal_reason is not None:
            raise ValueError("terminal_reason is forbidden unless current_state is FAILED")
        return self

    @model_validator(mode="after")
    def _retries_are_within_their_limit(self) -> Self:
        if self.retry_count > self.max_retries:
            raise ValueError("retry_count must not exceed max_retries")
        return self

    @model_validator(mode="after")
    def _audits_are_named(self) -> Self:
        for name in ("quality_audit", "pending_audit"):
            if getattr(self, name) is not None and not self.audit_digests:
                raise ValueError(f"audit_digests must name the report in {name}")
        return self

    @model_validator(mode="after")
    def _log_is_in_order(self) -> Self:
        times: list[datetime] = [entry.timestamp for entry in self.execution_log]
        if any(later < earlier for earlier, later in pairwise(times)):
            raise ValueError("execution_log must be in the order of its timestamps")
        return self

    @property
    def present_audit(self) -> QualityReport | None:
        """The report that decided or, before that, the one that is to be decided about."""
        return self.quality_audit or self.pending_audit

    def latest_publications(self) -> dict[Place, Publication]:
        """Return what is proven per place."""
        return {entry.place: entry for entry in self.publications}


_GROWING = (
    "assets",
    "execution_log",
    "audit_digests",
    "reviews",
    "publications",
    "metrics",
)
_SET_ONCE = (
    "strategy",
    "quality_audit",
    "terminal_reason",
    "terminal_details",
    "learning",
    "radar",
)
_FIXED = ("campaign_id", "tenant_id", "execution_id", "max_retries", "name", "places", "retry_of")
_COUNTING = ("retry_count", "restarts", "revision", "duplicates_suppressed")


def lost_between(earlier: CampaignPayload, later: CampaignPayload) -> list[str]:
    """Return the fields in which `later` replaces or drops something that `earlier` had."""
    lost = [name for name in _FIXED if getattr(earlier, name) != getattr(later, name)]
    lost += [
        name
        for name in _SET_ONCE
        if getattr(earlier, name) is not None and getattr(earlier, name) != getattr(later, name)
    ]
    for name in _GROWING:
        before, after = getattr(earlier, name), getattr(later, name)
        if after[: len(before)] != before:
            lost.append(name)
    lost += [name for name in _COUNTING if getattr(later, name) < getattr(earlier, name)]
    return lost
