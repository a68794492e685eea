"""Fakes of the ports: they keep the port's promises, record what was asked, and fail on demand."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.ports import (
    ArtifactStore,
    ArtifactStores,
)
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ArtifactRef,
    AuditOrder,
    ContentOrder,
    LearnOrder,
    LearnReport,
    OutcomeUnknowable,
    PolicyViolation,
    Publication,
    PublicationStatus,
    PublishOrder,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    RadarOrder,
    RadarReport,
    Reconciliation,
    SettleOrder,
    StrategyBrief,
    StrategyOrder,
    TenantPolicy,
    VisualAsset,
)
from domain.signing import asset_digests, sign, trusted
from tests.support.builders import check
from tests.support.faults import Faults

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""The auditor's key in tests: the same on every run, so that histories stay comparable."""


class FakeStores:
    """Artefact stores in memory, one for each tenant; some may be given."""

    def __init__(self, given: Mapping[UUID, ArtifactStore] | None = None) -> None:
        self._stores: dict[UUID, ArtifactStore] = dict(given or {})

    def of(self, tenant_id: UUID) -> ArtifactStore:
        """See the port."""
        return self._stores.setdefault(tenant_id, FakeStore())


class FakeStore:
    """An artefact store in memory."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """See the port."""
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        return ArtifactRef(sha256=name, size=len(data), media_type=media_type)

    async def get(self, sha256: str) -> bytes:
        """See the port."""
        if sha256 not in self.blobs:
            raise ArtifactMissing(f"no artefact {sha256}")
        if hashlib.sha256(self.blobs[sha256]).hexdigest() != sha256:
            raise ArtifactAltered(f"artefact {sha256} has been altered")
        return self.blobs[sha256]


class FakePolicies:
    """One policy for every tenant but those that are strangers."""

    def __init__(self) -> None:
        self.strangers: set[UUID] = set()
        self.policy = TenantPolicy(source="test", trusted_auditors=[trusted(KEY.public_key())])

    async def policy_of(self, tenant_id: UUID) -> TenantPolicy:
        """See the port."""
        if tenant_id in self.strangers:
            raise PolicyViolation(f"the tenant {tenant_id} is unknown")
        return self.policy


class FakeProviders:
    """Radar, strategy, content and audit in one, with instant and predictable answers."""

    def __init__(self, faults: Faults, stores: ArtifactStores) -> None:
        self.faults = faults
        self.stores = stores
        self.findings: list[QualityCheck] = [check()]
        self.key = KEY
        self.orders: list[ContentOrder] = []
        self.mixed_up = False
        self.answers_at_once = True

    async def scan(self, order: RadarOrder) -> RadarReport:
        """See the port."""
        del order
        await self.faults.meet("scan")
        return RadarReport(documents=0)

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """See the port."""
        await self.faults.meet("compose")
        request = order.request
        return StrategyBrief(
            brief_id=uuid5(request.execution_id, order.step_key),
            target_audience=request.audience,
            core_message=request.core_message,
            channels=list(dict.fromkeys(plan.channel for plan in request.channels)),
            budget_allocation={},
        )

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """See the port."""
        await self.faults.meet(f"produce {order.channel}")
        self.orders.append(order)
        text = f"{order.brief.core_message} {' '.join(order.changes)}"
        stored = await self.stores.of(order.tenant_id).put(
            f"{order.channel} {text}".encode(), "text/plain"
        )
        return [
            VisualAsset(
                channel="linkedin" if self.mixed_up else order.channel,
                placement=order.placement,
                revision=order.revision,
                sha256=stored.sha256,
                size_bytes=stored.size,
                media_type=stored.media_type,
                text={"body": text},
            )
        ]

    async def audit(self, order: AuditOrder) -> QualityReport:
        """See the port."""
        await self.faults.meet("audit")
        results = {finding.result for finding in self.findings}
        verdict = next(
            (v for v in (QualityVerdict.FAIL, QualityVerdict.WARN) if v in results),
            QualityVerdict.PASS,
        )
        report = QualityReport(
            verdict=verdict,
            checks=list(self.findings),
            auditor_signature="",
            timestamp=1_772_442_000.0 + len(self.orders),
            execution_id=order.execution_id,
            brief_sha256=order.brief_sha256,
            asset_digests=asset_digests(order.assets),
            ruleset="test@1",
        )
        return sign(report, self.key)

    async def learn(self, order: LearnOrder) -> LearnReport:
        """See the port."""
        await self.faults.meet("learn")
        return LearnReport(without_metrics=list(order.places) if not order.metrics else [])


class FakePlatform:
    """A platform with a book of what it really published, one entry per effect."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.book: list[str] = []
        self.taken_back: list[str] = []
        self.answers_questions = True
        self.reconciliation = Reconciliation.KEYED
        self.call_timeout = timedelta(seconds=10)

    def of(self, channel: str) -> "FakePlatform":
        """See the port: it serves every channel."""
        del channel
        return self

    async def close(self) -> None:
        """See the port."""

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """See the port."""
        del content
        await self.faults.meet(f"publish {order.channel}")
        if order.step_key not in self.book:
            self.book.append(order.step_key)
        await self.faults.meet(f"answer {order.channel}")
        return self._entry(order.channel, order.placement, PublicationStatus.SENT, order.step_key)

    async def find(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        await self.faults.meet(f"find {order.channel}")
        if not self.answers_questions:
            raise OutcomeUnknowable(f"{order.channel} cannot be asked")
        if order.step_key not in self.book:
            return None
        return self._entry(order.channel, order.placement, PublicationStatus.SENT, order.step_key)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        await self.faults.meet(f"retract {order.channel}")
        if order.step_key not in self.book:
            return None
        self.taken_back.append(order.step_key)
        return self._entry(
            order.channel, order.placement, PublicationStatus.RETRACTED, order.step_key
        )

    def _entry(
        self, channel: str, placement: str, status: PublicationStatus, key: str
    ) -> Publication:
        return Publication(
            channel=channel,
            placement=placement,
            status=status,
            remote_id=f"post-{hashlib.sha256(key.encode()).hexdigest()[:8]}",
            at=datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
        )
