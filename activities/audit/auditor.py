"""The built-in auditor: runs every check over every asset and signs what it found."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import accumulate, takewhile
from typing import Final

import rfc8785

from activities.audit.checks import ASSET_CHECKS
from activities.audit.consistency import check_consistency
from activities.audit.coverage import check_rule_coverage
from activities.audit.exhibit import Fetched, examine, read_manifest
from activities.audit.rules import compile_rules, compile_topics
from activities.audit.ruleset import load_ruleset
from activities.keys import AuditorKey
from activities.platforms import Placement, placement_of
from activities.ports import ArtifactStore
from activities.signing import asset_digests, sign
from contracts import (
    MAX_REPORT_BYTES,
    ArtifactAltered,
    ArtifactRef,
    AuditOrder,
    CompiledRule,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    Severity,
    VisualAsset,
)

_MOST_CHECKS: Final = 5000
"""Findings that a report can hold."""

_ROOM_FOR_CHECKS: Final = MAX_REPORT_BYTES - 16 * 1024
"""Bytes that findings may take as JSON; 200 digests and the rest of a report take less than 16 KiB.
"""

_GRAVITY: Final = {
    result: rank
    for rank, result in enumerate((QualityVerdict.FAIL, QualityVerdict.WARN, QualityVerdict.PASS))
}


class RuleAuditor:
    """Judges by rules alone: the same order and bytes give the same findings, anywhere."""

    def __init__(
        self, store: ArtifactStore, key: AuditorKey, clock: Callable[[], datetime]
    ) -> None:
        """Read artefacts from `store`, sign with `key`, date the report by `clock`."""
        self._store = store
        self._key = key
        self._clock = clock

    async def audit(self, order: AuditOrder) -> QualityReport:
        """Return one signed report with every fault; it does not stop at the first.

        Raises:
            ContractInvalid: An asset goes to a placement that is not known.
            ArtifactMissing: The store does not have an asset, its manifest or its mask.
        """
        placements = [placement_of(asset.channel, asset.placement) for asset in order.assets]
        rules = await asyncio.to_thread(rules_of, order)
        checks = check_rule_coverage(rules, placements)
        checks += check_consistency(order, is_development_key=self._key.development)
        for asset, placement in zip(order.assets, placements, strict=True):
            fetched = await self._fetch(asset)
            checks += await asyncio.to_thread(_judge_asset, asset, fetched, placement, rules, order)
        report = QualityReport(
            verdict=_verdict(checks),
            checks=_ordered(checks),
            auditor_signature="unsigned",
            timestamp=self._clock().timestamp(),
            execution_id=order.execution_id,
            brief_sha256=order.brief_artifact.sha256,
            asset_digests=asset_digests(order.assets),
            ruleset=load_ruleset().label,
        )
        return sign(report, self._key.private_key)

    async def _fetch(self, asset: VisualAsset) -> Fetched:
        data = await self._get(asset.sha256)
        manifest = await self._get(asset.manifest.sha256) if asset.manifest else None
        parsed = await asyncio.to_thread(read_manifest, manifest) if manifest else None
        mask_ref: ArtifactRef | None = parsed.mask if parsed else None
        mask = await self._get(mask_ref.sha256) if mask_ref else None
        return Fetched(asset=data, manifest=manifest, mask=mask)

    async def _get(self, sha256: str) -> bytes | None:
        try:
            return await self._store.get(sha256)
        except ArtifactAltered:
            # Altered bytes are a finding of the report, and fail its integrity check.
            return None


def rules_of(order: AuditOrder) -> tuple[CompiledRule, ...]:
    """Return what an order forbids: compiled from the brief's own words, and added to by it.

    A brief can add rules to those that its sentences give, but it cannot take any away.
    """
    brief = order.brief
    compiled = compile_rules(brief.do_not_do, brief.tone_guard, brief.platform_constraints)
    unique: list[CompiledRule] = []
    for rule in (*compiled, *compile_topics(order.policy_topics), *brief.rules):
        if rule not in unique:
            unique.append(rule)
    return tuple(unique)


def _judge_asset(
    asset: VisualAsset,
    fetched: Fetched,
    placement: Placement,
    rules: Sequence[CompiledRule],
    order: AuditOrder,
) -> list[QualityCheck]:
    exhibit = examine(
        asset,
        fetched,
        placement=placement,
        rules=tuple(rules),
        ruleset=load_ruleset(),
        brand=order.brand.name,
        landing_url=order.landing_url,
    )
    return [finding for check in ASSET_CHECKS.values() for finding in check(exhibit)]


def _verdict(checks: Iterable[QualityCheck]) -> QualityVerdict:
    faults = [check for check in checks if check.result is not QualityVerdict.PASS]
    if any(fault.severity is Severity.CRITICAL for fault in faults):
        return QualityVerdict.FAIL
    return QualityVerdict.WARN if faults else QualityVerdict.PASS


def _ordered(checks: Iterable[QualityCheck]) -> list[QualityCheck]:
    """Return the checks by id, channel and placement; if too many, the gravest of them."""
    severities = list(Severity)
    worst = sorted(
        checks, key=lambda check: (_GRAVITY[check.result], severities.index(check.severity))
    )
    room = accumulate(len(check.model_dump_json().encode()) + 1 for check in worst)
    fitting = sum(1 for _ in takewhile(_ROOM_FOR_CHECKS.__ge__, room))
    return sorted(worst[: min(fitting, _MOST_CHECKS)], key=_position)


def _position(check: QualityCheck) -> tuple[str, str, str, str, bytes]:
    named = [str(check.evidence.get(name, "")) for name in ("channel", "placement", "field")]
    return (check.check_id, named[0], named[1], named[2], rfc8785.dumps(check.evidence))
