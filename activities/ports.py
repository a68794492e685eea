"""What the activities need from the outside world, in the campaign's own words."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from activities.steps import StepLedger
from contracts import (
    ArtifactRef,
    AuditOrder,
    CampaignPayload,
    ContentOrder,
    LearnOrder,
    LearnReport,
    Publication,
    PublishOrder,
    QualityReport,
    RadarOrder,
    RadarResult,
    SettleOrder,
    StrategyBrief,
    StrategyOrder,
    TenantPolicy,
    VisualAsset,
)


class ArtifactStore(Protocol):
    """A place for bytes, named by their digest."""

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Store the bytes durably before returning; storing them again changes nothing."""
        ...

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, verified against their name.

        Raises:
            ArtifactMissing: There are none under this name.
            ArtifactAltered: The stored bytes have another digest.
        """
        ...


class RadarProvider(Protocol):
    """Something that knows what is being talked about."""

    async def scan(self, order: RadarOrder) -> RadarResult:
        """Read the sources and rank what rises. It has no effect."""
        ...


class StrategyProvider(Protocol):
    """Something that decides what to say."""

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """Compose the brief; the same order gives the same brief."""
        ...


class ContentProvider(Protocol):
    """Something that writes copy and makes creatives."""

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """Make the assets of one channel and store their bytes."""
        ...


class Auditor(Protocol):
    """Something that checks what is about to be published, and signs for it."""

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault; it does not stop at the first."""
        ...


class Reconciliation(StrEnum):
    """How a channel helps to find out what became of a call whose answer was lost."""

    KEYED = "keyed"
    """It honors an idempotency key: the same call again has no second effect."""
    QUERYABLE = "queryable"
    """It can be asked what it has under a key."""
    NEITHER = "neither"
    """Only a person can look."""


class Publisher(Protocol):
    """A way to the public through one channel."""

    @property
    def reconciliation(self) -> Reconciliation:
        """How the channel helps after a lost answer. It must not claim more than holds."""
        ...

    @property
    def call_timeout(self) -> timedelta:
        """The longest that one call takes: after it, nothing of the call reaches the channel."""
        ...

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Make one call that publishes under `order.step_key`.

        What the public sees is taken from `order.assets` alone: nothing else was audited.

        Args:
            order: What to publish, already verified against its audit.
            content: The bytes of every asset, by SHA-256.

        Raises:
            PlatformRefused: The channel has taken nothing, and will not take this content.
            PlatformUnavailable: This call has put nothing out; a later one may.
            AnswerLost: This call may have put it out.
            OutcomeUnknowable: The channel has other content under this key.
        """
        ...

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return what the channel has under `order.step_key`, or `None` when it has nothing.

        Raises:
            PlatformUnavailable: The channel gives no answer for the moment.
            OutcomeUnknowable: The channel cannot be asked.
        """
        ...

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Take back what the channel has under `order.step_key`; twice is the same as once.

        Returns `None` when there was nothing to take back.

        Raises:
            PlatformRefused: The channel does not take anything back.
            PlatformUnavailable: The channel gives no answer for the moment.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds open."""
        ...


class Publishers(Protocol):
    """Which publisher serves which channel."""

    def of(self, channel: str) -> Publisher:
        """Return the publisher of a channel."""
        ...

    async def close(self) -> None:
        """Give back what the publishers hold open."""
        ...


class Learner(Protocol):
    """Something that reads results."""

    async def learn(self, order: LearnOrder) -> LearnReport:
        """Compute what the metrics say. It has no effect."""
        ...


class TenantPolicies(Protocol):
    """Where tenants' policies are kept."""

    async def policy_of(self, tenant_id: UUID) -> TenantPolicy:
        """Return the tenant's policy as it stands.

        Raises:
            ContractInvalid: There is one, but it cannot be read.
        """
        ...


class ExecutionLedger(Protocol):
    """What is remembered of executions when Temporal has forgotten them."""

    async def open(self, execution_id: UUID, request_sha256: str) -> CampaignPayload | None:
        """Note that an execution begins; return its outcome when it has already ended.

        Raises:
            ContractInvalid: The execution is known with a different request.
        """
        ...

    async def conclude(self, payload: CampaignPayload, request_sha256: str) -> None:
        """Note how an execution ended; the first conclusion of the same request stands."""
        ...

    async def count_duplicate(self, execution_id: UUID) -> int:
        """Count one more suppressed start and return how many there were."""
        ...


class Ledger(Protocol):
    """What is remembered beside Temporal."""

    @property
    def executions(self) -> ExecutionLedger:
        """The executions, for ever."""
        ...

    @property
    def steps(self) -> StepLedger:
        """The steps of executions, once each."""
        ...

    async def ready(self) -> None:
        """Reach it.

        Raises:
            ContractInvalid: It cannot be used as it is set up.
            PlatformUnavailable: It does not answer.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds open."""
        ...
