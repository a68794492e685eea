"""The built-in auditor: runs every check over every asset and signs what it found."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from activities.audit.keys import AuditorKey
from activities.ports import ArtifactStore, Compute, Limit
from contracts import (
    ArtifactAltered,
    AuditOrder,
    CompiledRule,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    RuleKind,
    Severity,
    VisualAsset,
)
from domain.audit.checks.campaign.duplicate_creative import fingerprint
from domain.audit.context import Campaign, Dossier
from domain.audit.engine import judge_asset, judge_campaign, verdict_of
from domain.audit.report import Findings, parted
from domain.audit.rules.compiler import compile_rules, compile_topics
from domain.audit.ruleset import load_ruleset
from domain.audit.subject import Fetched, examine, read_manifest
from domain.platforms import Placement, placement_of
from domain.signing import asset_digests, canonical, sign

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
        store: ArtifactStore,
        key: AuditorKey,
        clock: Callable[[], datetime],
        compute: Compute,
    ) -> None:
        """Read artefacts from `store`, sign with `key`, date the report by `clock`.

        The key stays in this process: what looks at pictures and words does not have it.
        """
        self._store = store
        self._key = key
        self._clock = clock
        self._compute = compute

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault; it does not stop at the first.

        Raises:
            ContractInvalid: An asset goes to a placement that is not known.
            ArtifactMissing: The store does not have an asset, its manifest or its mask.
            TooCostly: An asset takes more than a worker gives to it.
            WorkLost: See `Compute.run`.
        """
        placements = [placement_of(asset.channel, asset.placement) for asset in order.assets]
        campaign = await self._compute.run(
            campaign_of,
            order,
            what="compiling the rules of the audit",
            tenant=order.tenant_id,
            limit=WHOLE,
        )
        room = asyncio.Semaphore(_FETCHED)

        async def judged(asset: VisualAsset, placement: Placement) -> Judgement:
            async with room:
                fetched = await self._fetch(asset)
                return await self._compute.run(
                    judge,
                    asset,
                    fetched,
                    placement,
                    campaign,
                    what=f"auditing {asset.channel}.{asset.placement}",
                    tenant=order.tenant_id,
                    limit=ONE_ASSET,
                )

        judgements = await asyncio.gather(*map(judged, order.assets, placements))
        now = self._clock()
        dossier = Dossier(
            campaign=campaign,
            assets=order.assets,
            placements=placements,
            today=now.date(),
            fingerprints=[each.fingerprint for each in judgements],
            brief=order.brief,
            brief_sha256=order.brief_sha256,
            budget_total=order.budget_total,
            is_development_key=self._key.development,
        )
        findings, evidence_text = await self._compute.run(
            findings_of,
            order,
            dossier,
            [finding for each in judgements for finding in each.findings],
            what="judging the campaign as a whole",
            tenant=order.tenant_id,
            limit=WHOLE,
        )
        evidence = await self._store.put(evidence_text, "application/json")
        report = QualityReport(
            verdict=verdict_of(findings.checks),
            checks=list(findings.checks),
            passed=list(findings.passed),
            auditor_signature="unsigned",
            timestamp=now.timestamp(),
            execution_id=order.execution_id,
            brief_sha256=order.brief_sha256,
            asset_digests=asset_digests(order.assets),
            files=sorted({asset.sha256 for asset in order.assets}),
            evidence=evidence.sha256,
            ruleset=campaign.ruleset.label,
        )
        return sign(report, self._key.private_key)

    async def _fetch(self, asset: VisualAsset) -> Fetched:
        data = await self._get(asset.sha256)
        manifest = await self._get(asset.manifest.sha256) if asset.manifest else None
        parsed = read_manifest(manifest) if manifest else None
        mask = await self._get(parsed.mask.sha256) if parsed else None
        return Fetched(asset=data, manifest=manifest, mask=mask)

    async def _get(self, sha256: str) -> bytes | None:
        try:
            return await self._store.get(sha256)
        except ArtifactAltered:
            # Altered bytes are a finding of the report, and fail its integrity check.
            return None


@dataclass(frozen=True)
class Judgement:
    """What was found in one asset."""

    findings: list[QualityCheck]
    fingerprint: str | None
    """The difference hash of its picture; `None` without one."""


def rules_of(order: AuditOrder) -> tuple[CompiledRule, ...]:
    """Return what an order forbids: compiled from the brief's own words, and added to by it.

    A brief can add rules to those that its sentences give, but it cannot take any away. Whether one
    of its sentences is understood is decided here: what is not understood blocks nothing.
    """
    brief = order.brief
    compiled = compile_rules(brief.do_not_do, brief.tone_guard, brief.platform_constraints)
    own = {rule.text for rule in compiled}
    added = [
        rule
        for rule in brief.rules
        if rule.kind is not RuleKind.UNENFORCEABLE or rule.text not in own
    ]
    every = (*compiled, *compile_topics(order.policy_topics), *added)
    unique = {(rule.source, rule.text, rule.kind, tuple(rule.values)): rule for rule in every}
    return tuple(unique.values())


def campaign_of(order: AuditOrder) -> Campaign:
    """Return what an order wants of every asset."""
    return Campaign(
        rules=rules_of(order),
        ruleset=load_ruleset(),
        brand=order.brand,
        language=order.language,
        landing_url=order.landing_url,
        core_message=order.brief.core_message,
        call_to_action=order.call_to_action,
        terms=order.terms,
        policy_topics=frozenset(rule.text for rule in compile_topics(order.policy_topics)),
    )


def judge(
    asset: VisualAsset, fetched: Fetched, placement: Placement, campaign: Campaign
) -> Judgement:
    """Look at one asset by itself."""
    exhibit = examine(asset, fetched, placement=placement, campaign=campaign)
    return Judgement(judge_asset(exhibit), fingerprint(exhibit.picture))


def findings_of(
    order: AuditOrder, dossier: Dossier, found: list[QualityCheck]
) -> tuple[Findings, bytes]:
    """Return what goes into the report, and the canonical form of the evidence beside it."""
    findings = parted([*found, *judge_campaign(dossier), *_recorded(order)])
    return findings, canonical(findings.evidence)


def _recorded(order: AuditOrder) -> list[QualityCheck]:
    """Return what others found, as warnings: a model's opinion asks a person, and blocks nothing.

    What they did not object to is not evidence of anything, and is left out.
    """
    return [
        judgement.model_copy(
            update={
                "result": QualityVerdict.WARN,
                "severity": max(judgement.severity, Severity.HIGH, key=list(Severity).index),
            }
        )
        for judgement in order.judgements
        if judgement.result is not QualityVerdict.PASS
    ]
