"""What `plan` answers: a campaign as it would run now, without any of its effects."""

from typing import Self

from pydantic import Field

from contracts import (
    CampaignRequest,
    CampaignState,
    Contract,
    FailureReason,
    GateDecision,
    ModelUsage,
    QualityCheck,
    QualityVerdict,
    Reconciliation,
    Signal,
    Slug,
    StrategyBrief,
    TenantPolicy,
    VisualAsset,
)
from runtime.audit.replies import RuleInForce


class PlannedPublication(Contract):
    """How one channel would be reached."""

    channel: Slug
    placement: Slug
    budget: float | None = Field(default=None, ge=0)
    """What the brief gives the channel, in the campaign's currency; `None` without a brief."""
    publisher: str
    """The kind of publisher that stands behind the channel."""
    reconciliation: Reconciliation
    """What becomes of an answer that is lost: only `neither` can end as an unknown outcome."""
    takes_back: bool | None = None
    """Whether the publisher can take back what is out; `None` when the platform behind it decides.
    """


class PlannedStage(Contract):
    """Who would do the work of one stage."""

    stage: CampaignState
    provider: str
    """The name of the provider, as in the file of providers."""


class CampaignPlan(Contract):
    """What a campaign would make and how it would be decided; nothing was started or stored."""

    request: CampaignRequest
    policy: TenantPolicy | None
    """The tenant's rules as they stand now."""
    notes: list[str]
    """What is perhaps not meant in the request, and what could not be read of its sources."""
    signals: list[Signal]
    strategy: StrategyBrief | None
    rules: list[RuleInForce]
    """Every rule of the brief and of the tenant, and whether a check enforces it."""
    assets: list[VisualAsset]
    verdict: QualityVerdict | None
    ruleset: str | None
    """Name, version and digest of the audit's thresholds."""
    checks: list[QualityCheck]
    gate: GateDecision | None
    publications: list[PlannedPublication]
    providers: list[PlannedStage]
    """In the order of a campaign."""
    usage: list[ModelUsage]
    """What models were used for the plan itself, and what that cost."""
    terminal_reason: FailureReason | None
    """How the campaign would fail; `None` when nothing that can be known now makes it."""
    terminal_details: str | None

    @classmethod
    def of(cls, request: CampaignRequest) -> Self:
        """Return the plan of a campaign of which nothing has been worked out yet."""
        return cls(
            request=request,
            policy=None,
            notes=[],
            signals=[],
            strategy=None,
            rules=[],
            assets=[],
            verdict=None,
            ruleset=None,
            checks=[],
            gate=None,
            publications=[],
            providers=[],
            usage=[],
            terminal_reason=None,
            terminal_details=None,
        )

    @property
    def would_fail(self) -> bool:
        """Whether the campaign would end before anything is published."""
        return self.terminal_reason is not None
