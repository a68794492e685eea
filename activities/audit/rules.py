"""The built-in auditor: runs every check over every asset and signs what it found."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from activities.audit.keys import AuditorKey
from activities.ports import ArtifactStore, ArtifactStores
from contracts import ArtifactAltered, AuditOrder, QualityCheck, QualityReport, VisualAsset
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.context import AuditContext
from domain.audit.engine import judge_asset, judge_campaign
from domain.audit.order import context_of, found_beforehand
from domain.audit.picture.difference_hash import difference_hash
from domain.audit.report import Findings, parted, report_of
from domain.audit.subject import Fetched, examine, read_manifest
from domain.platforms import Placement, placement_of
from domain.signing import canonical, sign

_SIDE_BY_SIDE: Final = 2
"""Assets in work at a time, of all audits together: Pillow works outside Python's lock for about
half of an audit, so more threads gain nothing and hold one more decoded picture each."""


class RuleAuditor:
    """Judges by rules alone: the same order and bytes give the same findings, anywhere."""

    def __init__(
        self, stores: ArtifactStores, key: AuditorKey, clock: Callable[[], datetime]
    ) -> None:
        """Read artefacts from the tenant's store, sign with `key`, date the report by `clock`."""
        self._stores = stores
        self._key = key
        self._clock = clock
        self._turns = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault; it does not stop at the first.

        Raises:
            ContractInvalid: An asset goes to a placement that is not known.
            ArtifactMissing: The store does not have an asset, its manifest or its mask.
        """
        store = self._stores.of(order.tenant_id)
        placements = [placement_of(asset.channel, asset.placement) for asset in order.assets]
        context = await asyncio.to_thread(context_of, order)

        async def judged(
            asset: VisualAsset, placement: Placement
        ) -> tuple[list[QualityCheck], str | None]:
            async with self._turns:
                fetched = await _fetch(store, asset)
                return await asyncio.to_thread(_judge_asset, asset, fetched, placement, context)

        judgements = await asyncio.gather(*map(judged, order.assets, placements))
        now = self._clock()
        whole = CampaignSubject(
            context=context,
            assets=order.assets,
            placements=placements,
            today=now.date(),
            difference_hashes=[dhash for _, dhash in judgements],
            brief=order.brief,
            brief_sha256=order.brief_sha256,
            budget_total=order.budget_total,
            is_development_key=self._key.development,
        )
        found = [finding for findings, _ in judgements for finding in findings]
        findings = await asyncio.to_thread(_findings, order, whole, found)
        evidence = await store.put(canonical(findings.evidence), "application/json")
        report = report_of(order, findings, evidence.sha256, now)
        return sign(report, self._key.private_key)


async def _fetch(store: ArtifactStore, asset: VisualAsset) -> Fetched:
    data = await _get(store, asset.sha256)
    manifest = await _get(store, asset.manifest.sha256) if asset.manifest else None
    parsed = await asyncio.to_thread(read_manifest, manifest) if manifest else None
    mask = await _get(store, parsed.mask.sha256) if parsed else None
    return Fetched(asset=data, manifest=manifest, mask=mask)


async def _get(store: ArtifactStore, sha256: str) -> bytes | None:
    try:
        return await store.get(sha256)
    except ArtifactAltered:
        # Altered bytes are a finding of the report, and fail its integrity check.
        return None


def _findings(order: AuditOrder, whole: CampaignSubject, found: list[QualityCheck]) -> Findings:
    return parted([*found, *judge_campaign(whole), *found_beforehand(order)])


def _judge_asset(
    asset: VisualAsset, fetched: Fetched, placement: Placement, context: AuditContext
) -> tuple[list[QualityCheck], str | None]:
    subject = examine(asset, fetched, placement=placement, context=context)
    return judge_asset(subject), difference_hash(subject.picture)
