"""The auditor that is a service of the operator's own, beside the checks that are always made."""

import asyncio

from activities.audit.rules import RuleAuditor
from activities.http.service import Service
from activities.ports import ArtifactStores
from contracts import ArtifactRef, AuditAnswer, AuditOrder, CarriedFile, QualityReport


class HttpAuditor:
    """Posts the order with every creative, and adds what is answered to what the rules find.

    Phoenix signs both: the service needs no key that a gate trusts, and whatever it answers, or
    whoever answers in its place, takes no finding away.
    """

    def __init__(self, service: Service, stores: ArtifactStores, rules: RuleAuditor) -> None:
        self._service = service
        self._stores = stores
        self._rules = rules

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault that either of the two finds.

        Raises:
            ArtifactMissing: The store does not have an asset.
            ArtifactAltered: It has other bytes for one: the service would see something else.
            CampaignError: See `Service.follow` and `RuleAuditor.audit`.
        """
        store = self._stores.of(order.tenant_id)
        refs = {
            asset.sha256: ArtifactRef(
                sha256=asset.sha256, size=asset.size_bytes, media_type=asset.media_type
            )
            for asset in order.assets
        }
        files = [
            await asyncio.to_thread(CarriedFile.of, await store.get(sha256), ref.media_type)
            for sha256, ref in refs.items()
        ]
        given = order.model_copy(update={"files": files})
        answer = await self._service.follow(given, AuditAnswer)
        return await self._rules.audit_beside(order, answer.checks)
