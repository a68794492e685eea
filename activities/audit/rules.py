"""The built-in auditor: runs every check over every asset and signs what it found."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from activities.audit.keys import AuditorKey
from activities.ports import ArtifactStore, ArtifactStores
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
        campaign = await asyncio.to_thread(campaign_of, order)

        async def judged(
            asset: VisualAsset, placement: Placement
        ) -> tuple[list[QualityCheck], str | None]:
            async with self._turns:
                fetched = await _fetch(store, asset)
                return await asyncio.to_thread(_judge_asset, asset, fetched, placement, campaign)

        judgements = await asyncio.gather(*map(judged, order.assets, placements))
        now = self._clock()
        dossier = Dossier(
            campaign=campaign,
            assets=order.assets,
            placements=placements,
            today=now.date(),
            fingerprints=[print_of_asset for _, print_of_asset in judgements],
            brief=order.brief,
            brief_sha256=order.brief_sha256,
            budget_total=order.budget_total,
            is_development_key=self._key.development,
        )
        found = [finding for findings, _ in judgements for finding in findings]
        findings = await asyncio.to_thread(_findings, order, dossier, found)
        evidence = await store.put(canonical(findings.evidence), "application/json")
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


def _findings(order: AuditOrder, dossier: Dossier, found: list[QualityCheck]) -> Findings:
    return parted([*found, *judge_campaign(dossier), *_recorded(order)])


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


def _judge_asset(
    asset: VisualAsset, fetched: Fetched, placement: Placement, campaign: Campaign
) -> tuple[list[QualityCheck], str | None]:
    exhibit = examine(asset, fetched, placement=placement, campaign=campaign)
    return judge_asset(exhibit), fingerprint(exhibit.picture)


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
