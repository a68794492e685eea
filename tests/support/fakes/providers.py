"""The stages' providers in one fake, with instant and predictable answers."""

from collections.abc import Sequence
from uuid import uuid5

from activities.ports import (
    ArtifactStores,
)
from contracts import (
    AuditOrder,
    ContentOrder,
    LearnOrder,
    LearnReport,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    RadarOrder,
    RadarReport,
    StrategyBrief,
    StrategyOrder,
    VisualAsset,
)
from domain.signing import asset_digests, sign
from tests.support.builders import check
from tests.support.fakes import KEY
from tests.support.fakes.faults import Faults


class FakeProviders:
    """Radar, strategy, content and audit in one, with instant and predictable answers."""

    def __init__(self, faults: Faults, stores: ArtifactStores) -> None:
        self.faults = faults
        self.stores = stores
        self.findings: list[QualityCheck] = [check()]
        self.key = KEY
        self.orders: list[ContentOrder] = []
        self.mixed_up = False
        self.idle: dict[str, str] = {}
        """Comments that would change nothing, and why."""
        self.obeys = True
        """Whether what reviewers ask for stands in what is made."""
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
        text = f"{order.brief.core_message} {' '.join(order.changes if self.obeys else ())}"
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

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """See the port."""
        del present
        await self.faults.meet("foresee")
        return self.idle.get(order.changes[-1])

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
