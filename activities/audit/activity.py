"""The activity of QUALITY_AUDIT."""

from temporalio import activity

from activities.ports import ArtifactStore, Auditor
from contracts import AuditOrder, AuditResult
from domain.signing import canonical


class AuditActivities:
    """Has assets audited, and stores the signed report."""

    def __init__(self, auditor: Auditor, store: ArtifactStore) -> None:
        self._auditor = auditor
        self._store = store

    @activity.defn
    async def audit_quality(self, order: AuditOrder) -> AuditResult:
        """Audit the assets and store the report.

        A second run finds the same faults and signs a report of its own; the first one, if it
        was stored, stays unreferenced.
        """
        report = await self._auditor.audit(order)
        artifact = await self._store.put(canonical(report), "application/json")
        return AuditResult(report=report, artifact=artifact)
