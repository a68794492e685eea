"""One implementation for every port, and the activities that a worker makes of them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from activities.admission.activity import AdmissionActivities
from activities.admission.credentials import CredentialCheck
from activities.admission.open_campaigns import OpenInTemporal
from activities.audit.activity import AuditActivities
from activities.content.activity import ContentActivities
from activities.learn.activity import LearnActivities
from activities.ports import (
    ArtifactStores,
    Auditor,
    Compute,
    ContentProvider,
    Learner,
    Ledger,
    OpenCampaigns,
    Publishers,
    RadarProvider,
    StrategyProvider,
    TenantPolicies,
)
from activities.publish.activity import PublishActivities
from activities.radar.activity import RadarActivities
from activities.strategy.activity import StrategyActivities
from contracts import CampaignState


async def _anyhow(_ledger: Ledger, _stores: ArtifactStores) -> None:
    """Let any ledger go with any store."""


@dataclass(frozen=True)
class Stages:
    """One implementation for every port."""

    ledger: Ledger
    policies: TenantPolicies
    stores: ArtifactStores
    radar: RadarProvider
    strategy: StrategyProvider
    content: ContentProvider
    auditor: Auditor
    publishers: Publishers
    learner: Learner
    clock: Callable[[], datetime]
    compute: Compute
    open_campaigns: OpenCampaigns = field(default_factory=OpenInTemporal, kw_only=True)
    belong_together: Callable[[Ledger, ArtifactStores], Awaitable[None]] = field(
        default=_anyhow, kw_only=True
    )
    """Returns if ledger and stores are one installation's, and raises `ContractInvalid` if not."""
    queues_apart: bool = field(default=False, kw_only=True)
    """Whether campaigns that are admitted here have a queue for each kind of work and channel."""

    @property
    def activities(self) -> Sequence[Callable[..., Any]]:
        """Every activity that a worker offers."""
        soon = {CampaignState.STRATEGY_GEN: self.strategy, CampaignState.LEARN: self.learner}
        at_once = [state for state, provider in soon.items() if provider.answers_at_once]
        admission = AdmissionActivities(
            self.ledger,
            self.policies,
            self.stores,
            CredentialCheck(self.publishers, self.clock),
            self.open_campaigns,
            at_once,
            queues_apart=self.queues_apart,
        )
        content = ContentActivities(self.content, self.stores)
        publish = PublishActivities(self.publishers, self.stores, self.policies, self.clock)
        return (
            admission.admit_campaign,
            admission.read_trust,
            admission.keep_outcome,
            admission.conclude_campaign,
            admission.record_duplicate,
            RadarActivities(self.radar, self.stores, self.clock).scan_radar,
            StrategyActivities(self.strategy, self.stores).compose_strategy,
            content.produce_content,
            content.foresee_content,
            AuditActivities(self.auditor, self.stores).audit_quality,
            publish.publish_channel,
            publish.settle_channel,
            LearnActivities(self.learner, self.stores).learn_results,
        )

    async def close(self) -> None:
        """Give back what the implementations hold open."""
        await self.compute.close()
        await self.publishers.close()
        await self.ledger.close()
