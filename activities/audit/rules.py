"""The built-in auditor: runs every check over every asset and signs what it found."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from activities.audit.keys import AuditorKey
from activities.ports import ArtifactStore, ArtifactStores, Compute, Limit
from contracts import (
    ArtifactAltered,
    AuditOrder,
    QualityCheck,
    QualityReport,
    TooCostly,
    VisualAsset,
)
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.context import AuditContext
from domain.audit.engine import judge_asset, judge_campaign
from domain.audit.order import context_of, found_beforehand
from domain.audit.picture.decoding import PictureFault, Undecodable
from domain.audit.picture.difference_hash import difference_hash
from domain.audit.report import Findings, parted, report_of
from domain.audit.subject import Fetched, examine, read_manifest
from domain.platforms import Placement, placement_of
from domain.signing import canonical, sign

ONE_ASSET: Final = Limit(cpu=30, wall=300, memory=1_500_000_000)
"""An ordinary creative takes a tenth of a second, the largest picture 2.5 s and 600 MB."""
WHOLE: Final = Limit(cpu=30, wall=300, memory=1_000_000_000)
"""What is done once for all assets."""
_FETCHED: Final = 2
"""Assets of one audit whose bytes are held at a time: more would only wait for their turn."""


class RuleAuditor:
    """Judges by rules alone: the same order and bytes give the same findings, anywhere."""

    def __init__(
        self,
        stores: ArtifactStores,
        key: AuditorKey,
        clock: Callable[[], datetime],
        compute: Compute,
    ) -> None:
        """Read artefacts from the tenant's store, sign with `key`, date the report by `clock`.

        The key stays in this process: what looks at pictures and words does not have it.
        """
        self._stores = stores
        self._key = key
        self._clock = clock
        self._compute = compute

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault; see `audit_beside`."""
        return await self.audit_beside(order, ())

    async def audit_beside(
        self, order: AuditOrder, others: Sequence[QualityCheck]
    ) -> QualityReport:
        """Return one signed report with every fault; it does not stop at the first.

        Args:
            order: What is audited.
            others: What another auditor found, whose word counts as that of the checks here.

        Raises:
            ContractInvalid: An asset goes to a placement that is not known.
            ArtifactMissing: The store does not have an asset, its manifest or its mask.
            TooCostly: Its words take more than a worker gives to it. (A picture that does is a
                finding.)
            WorkLost: See `Compute.run`.
        """
        store = self._stores.of(order.tenant_id)
        placements = [placement_of(asset.channel, asset.placement) for asset in order.assets]
        context = await self._compute.run(
            context_of,
            order,
            what="compiling the rules of the audit",
            tenant=order.tenant_id,
            limit=WHOLE,
        )
        room = asyncio.Semaphore(_FETCHED)

        async def judged(asset: VisualAsset, placement: Placement) -> Judgement:
            what = f"auditing {asset.channel}.{asset.placement}"
            tenant = order.tenant_id
            async with room:
                fetched = await _fetch(store, asset)
                try:
                    return await self._compute.run(
                        judge,
                        asset,
                        fetched,
                        placement,
                        context,
                        what=what,
                        tenant=tenant,
                        limit=ONE_ASSET,
                    )
                except TooCostly as error:
                    return await self._compute.run(
                        judge_unseen,
                        asset,
                        fetched.asset,
                        str(error),
                        placement,
                        context,
                        what=what,
                        tenant=tenant,
                        limit=ONE_ASSET,
                    )

        judgements = await asyncio.gather(*map(judged, order.assets, placements))
        now = self._clock()
        whole = CampaignSubject(
            context=context,
            assets=order.assets,
            placements=placements,
            today=now.date(),
            difference_hashes=[each.difference_hash for each in judgements],
            brief=order.brief,
            brief_sha256=order.brief_sha256,
            budget_total=order.budget_total,
            is_development_key=self._key.development,
        )
        findings, evidence_text = await self._compute.run(
            findings_of,
            order,
            whole,
            [*others, *(finding for each in judgements for finding in each.findings)],
            what="judging the campaign as a whole",
            tenant=order.tenant_id,
            limit=WHOLE,
        )
        evidence = await store.put(evidence_text, "application/json")
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


@dataclass(frozen=True)
class Judgement:
    """What was found in one asset."""

    findings: list[QualityCheck]
    difference_hash: str | None
    """Of its picture; `None` without one."""


def judge(
    asset: VisualAsset, fetched: Fetched, placement: Placement, context: AuditContext
) -> Judgement:
    """Look at one asset by itself."""
    subject = examine(asset, fetched, placement=placement, context=context)
    return Judgement(judge_asset(subject), difference_hash(subject.picture))


def judge_unseen(
    asset: VisualAsset, data: bytes | None, why: str, placement: Placement, context: AuditContext
) -> Judgement:
    """Judge the words of an asset whose picture costs too much, which is one more finding."""
    subject = examine(
        asset.model_copy(update={"manifest": None}),
        Fetched(asset=data, manifest=None, mask=None),
        placement=placement,
        context=context,
        picture=PictureFault(Undecodable.BOMB, why),
    )
    return Judgement(judge_asset(subject), None)


def findings_of(
    order: AuditOrder, whole: CampaignSubject, found: list[QualityCheck]
) -> tuple[Findings, bytes]:
    """Return what goes into the report, and the canonical form of the evidence beside it."""
    findings = parted([*found, *judge_campaign(whole), *found_beforehand(order)])
    return findings, canonical(findings.evidence)
