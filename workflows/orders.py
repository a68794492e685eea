"""What each stage is told: one function per order, the same for a run and for its dry run."""

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from contracts import (
    ArtifactRef,
    AuditOrder,
    AuditResult,
    CampaignRequest,
    CampaignState,
    ChannelMetrics,
    ChannelPlan,
    ContentOrder,
    ContentResult,
    ContractInvalid,
    LearnOrder,
    Publication,
    PublishOrder,
    RadarOrder,
    SettleOrder,
    Signal,
    StrategyOrder,
    StrategyResult,
    TenantPolicy,
    VisualAsset,
    step_key,
)


class _Step(TypedDict):
    step_key: str
    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    revision: int


class Orders:
    """Every order that follows from one request and from what earlier stages made of it."""

    def __init__(self, request: CampaignRequest) -> None:
        self._request = request

    def radar(self) -> RadarOrder:
        """Return what the radar has to read."""
        return RadarOrder(
            **self._step(CampaignState.RADAR_SCAN),
            sources=self._request.sources,
            language=self._request.language,
        )

    def strategy(self, signals: list[Signal]) -> StrategyOrder:
        """Return what the brief is composed of."""
        return StrategyOrder(
            **self._step(CampaignState.STRATEGY_GEN), request=self._request, signals=signals
        )

    def content(
        self,
        plan: ChannelPlan,
        strategy: StrategyResult,
        revision: int = 0,
        changes: Sequence[str] = (),
    ) -> ContentOrder:
        """Return what is to be made for one channel.

        Args:
            plan: The channel and its placement.
            strategy: The brief that the copy keeps to.
            revision: Which round of content it is.
            changes: What reviewers asked to change, oldest first.
        """
        request = self._request
        return ContentOrder(
            **self._step(CampaignState.CONTENT_PROD, plan.channel, revision),
            channel=plan.channel,
            placement=plan.placement,
            language=request.language,
            product=request.product,
            call_to_action=request.call_to_action,
            brand=request.brand,
            landing_url=request.landing_url,
            brief=strategy.brief,
            changes=list(changes),
        )

    def audit(
        self,
        assets: list[VisualAsset],
        strategy: StrategyResult,
        policy: TenantPolicy,
        revision: int = 0,
    ) -> AuditOrder:
        """Return what is to be audited, and against what."""
        request = self._request
        return AuditOrder(
            **self._step(CampaignState.QUALITY_AUDIT, revision=revision),
            assets=assets,
            brief=strategy.brief,
            brief_artifact=strategy.artifact,
            language=request.language,
            brand=request.brand,
            landing_url=request.landing_url,
            policy_topics=policy.prohibited_topics,
            budget_total=request.budget.total,
            call_to_action=request.call_to_action,
            terms=request.terms,
        )

    def publish(
        self,
        plan: ChannelPlan,
        assets: Sequence[VisualAsset],
        brief: ArtifactRef,
        audit: AuditResult,
        policy: TenantPolicy,
    ) -> PublishOrder:
        """Return what goes out on one channel, and by which report."""
        return PublishOrder(
            **self._step(CampaignState.PUBLISH, plan.channel),
            channel=plan.channel,
            placement=plan.placement,
            not_after=self._request.timing.publish_before,
            assets=[asset for asset in assets if asset.channel == plan.channel],
            brief=brief,
            report=audit.artifact,
            trusted_auditors=policy.trusted_auditors,
        )

    def settle(
        self, plan: ChannelPlan, known: Publication | None, attempts: int, *, retract: bool
    ) -> SettleOrder:
        """Return the order to find out what one channel has, or to take it back."""
        return SettleOrder(
            **self._step(CampaignState.PUBLISH, plan.channel),
            channel=plan.channel,
            placement=plan.placement,
            retract=retract,
            known=known,
            attempts=attempts,
        )

    def learn(
        self, channels: list[str], metrics: list[ChannelMetrics], revision: int
    ) -> LearnOrder:
        """Return what is to be computed."""
        return LearnOrder(
            **self._step(CampaignState.LEARN, revision=revision),
            channels=channels,
            metrics=metrics,
        )

    def _step(self, state: CampaignState, channel: str | None = None, revision: int = 0) -> _Step:
        request = self._request
        return {
            "step_key": step_key(request.campaign_id, request.execution_id, state, channel),
            "campaign_id": request.campaign_id,
            "tenant_id": request.tenant_id,
            "execution_id": request.execution_id,
            "revision": revision,
        }


def assets_of(order: ContentOrder, result: ContentResult) -> list[VisualAsset]:
    """Return what was made for one channel.

    Raises:
        ContractInvalid: It was made for another channel, placement or revision.
    """
    ordered = (order.channel, order.placement, order.revision)
    for asset in result.assets:
        if (made := (asset.channel, asset.placement, asset.revision)) != ordered:
            raise ContractInvalid(f"content for {ordered} was ordered, and {made} was made")
    return result.assets
