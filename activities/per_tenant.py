"""Providers that differ by tenant: each order goes to the provider of its own tenant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from activities.ports import (
    Auditor,
    ContentProvider,
    Learner,
    MayAnswerAtOnce,
    RadarProvider,
    StrategyProvider,
)
from contracts import (
    AuditOrder,
    ContentOrder,
    LearnOrder,
    LearnReport,
    QualityReport,
    RadarOrder,
    RadarReport,
    StrategyBrief,
    StrategyOrder,
    VisualAsset,
)

P = TypeVar("P")
Q = TypeVar("Q", bound=MayAnswerAtOnce)


@dataclass(frozen=True)
class PerTenant(Generic[P]):
    """Whose provider is whose."""

    usual: P
    """Whose work it is for every tenant that has none of its own."""
    own: Mapping[UUID, P] = field(default_factory=dict[UUID, P])

    def of(self, tenant_id: UUID) -> P:
        """Return the provider of a tenant."""
        return self.own.get(tenant_id, self.usual)


class PerTenantAtOnce(PerTenant[Q]):
    """The same of a stage whose work may be no event of its own."""

    @property
    def answers_at_once(self) -> bool:
        """Whether all of them do: a run is told so before anybody has looked at its tenant."""
        return all(provider.answers_at_once for provider in (self.usual, *self.own.values()))


class RadarPerTenant(PerTenant[RadarProvider]):
    """The radar of each tenant."""

    async def scan(self, order: RadarOrder) -> RadarReport:
        """See the port."""
        return await self.of(order.tenant_id).scan(order)


class StrategyPerTenant(PerTenantAtOnce[StrategyProvider]):
    """The strategist of each tenant."""

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """See the port."""
        return await self.of(order.tenant_id).compose(order)


class ContentPerTenant(PerTenant[ContentProvider]):
    """Who makes each tenant's content."""

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """See the port."""
        return await self.of(order.tenant_id).produce(order)

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """See the port."""
        return await self.of(order.tenant_id).why_idle(order, present)


class AuditorPerTenant(PerTenant[Auditor]):
    """The auditor of each tenant."""

    async def audit(self, order: AuditOrder) -> QualityReport:
        """See the port."""
        return await self.of(order.tenant_id).audit(order)


class LearnerPerTenant(PerTenantAtOnce[Learner]):
    """Who reads each tenant's results."""

    async def learn(self, order: LearnOrder) -> LearnReport:
        """See the port."""
        return await self.of(order.tenant_id).learn(order)
