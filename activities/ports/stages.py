"""What the stages need of whoever does their work, and admission of whoever knows the tenants."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

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
    TenantPolicy,
    VisualAsset,
)


class TenantPolicies(Protocol):
    """Where tenants' policies are kept."""

    async def policy_of(self, tenant_id: UUID) -> TenantPolicy:
        """Return the tenant's policy as it stands.

        Raises:
            PolicyViolation: There is none, although others have one.
            ContractInvalid: There is one, but it cannot be read.
        """
        ...


class OpenCampaigns(Protocol):
    """Whoever knows which campaigns have not ended."""

    async def before_own(self, tenant_id: UUID) -> int:
        """Return how many of a tenant's began before the one whose activity asks, and are open.

        Raises:
            Infrastructure: Nobody answers.
        """
        ...


class RadarProvider(Protocol):
    """Something that knows what is being talked about."""

    async def scan(self, order: RadarOrder) -> RadarReport:
        """Read the sources and rank what rises. It has no effect."""
        ...


class MayAnswerAtOnce(Protocol):
    """Something whose work need be no event of its own in the history."""

    @property
    def answers_at_once(self) -> bool:
        """Whether it usually needs well below a second and nothing but this machine."""
        ...


class StrategyProvider(MayAnswerAtOnce, Protocol):
    """Something that decides what to say."""

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """Compose the brief; the same order gives the same brief."""
        ...


class ContentProvider(Protocol):
    """Something that writes copy and makes creatives."""

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """Make the assets of one channel and store their bytes."""
        ...

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """Say why the last of an order's changes would change nothing, and what can be asked for.

        `None` where something would change, or where only making it can tell. It has no effect.
        """
        ...


class Auditor(Protocol):
    """Something that checks what is about to be published, and signs for it."""

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault; it does not stop at the first."""
        ...


class Learner(MayAnswerAtOnce, Protocol):
    """Something that reads results."""

    async def learn(self, order: LearnOrder) -> LearnReport:
        """Compute what the metrics say. It has no effect."""
        ...
