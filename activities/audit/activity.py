"""The activity of QUALITY_AUDIT."""

from temporalio import activity

from activities.ports import ArtifactStores, Auditor
from activities.references import References
from contracts import (
    AuditInput,
    AuditResult,
    CampaignRequest,
    StrategyBrief,
    TenantPolicy,
    VisualAsset,
)
from domain.orders import audit_order


class AuditActivities:
    """Has assets audited, and stores the signed report."""

    def __init__(self, auditor: Auditor, stores: ArtifactStores) -> None:
        self._auditor = auditor
        self._stores = stores

    @activity.defn
    async def audit_quality(self, given: AuditInput) -> AuditResult:
        """Audit the assets and store the report.

        A second run finds the same faults and signs a report of its own; the first one, if it
        was stored, stays unreferenced.
        """
        references = References(self._stores.of(given.tenant_id))
        read = references.read
        order = audit_order(
            given,
            await read(CampaignRequest, given.request),
            await read(StrategyBrief, given.brief),
            await read(TenantPolicy, given.policy),
            [await read(VisualAsset, sha256) for sha256 in given.assets],
        )
        report = await self._auditor.audit(order)
        return AuditResult(report=report, artifact=await references.keep(report))
