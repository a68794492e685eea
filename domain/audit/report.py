"""What a signed report says itself, and what it only names: a report that travels stays small."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from contracts import AuditEvidence, AuditOrder, QualityCheck, QualityReport, QualityVerdict
from domain.audit.engine import ordered, position_of
from domain.audit.ruleset import load_ruleset
from domain.gravity import verdict_of
from domain.signing import asset_digests


class Findings(NamedTuple):
    """Everything that was found, in the parts in which a report has it."""

    checks: Sequence[QualityCheck]
    """What did not pass, with its evidence."""
    passed: Sequence[str]
    """Checks that found nothing anywhere."""
    evidence: AuditEvidence
    """Everything that passed, with what was measured."""


def parted(found: Iterable[QualityCheck]) -> Findings:
    """Return what a report carries, and what it names by digest."""
    every = sorted(found, key=position_of)
    passed = [check for check in every if check.result is QualityVerdict.PASS]
    faults = [check for check in every if check.result is not QualityVerdict.PASS]
    faulty = {check.check_id for check in faults}
    return Findings(
        checks=ordered(faults),
        passed=sorted({check.check_id for check in passed} - faulty),
        evidence=AuditEvidence(checks=passed),
    )


def report_of(
    order: AuditOrder, findings: Findings, evidence_sha256: str, now: datetime
) -> QualityReport:
    """Return the report, which nobody has signed yet.

    Args:
        order: What was audited.
        findings: What every check found.
        evidence_sha256: Under which the findings' evidence is stored.
        now: When the audit ended.
    """
    return QualityReport(
        verdict=verdict_of(findings.checks),
        checks=list(findings.checks),
        passed=list(findings.passed),
        auditor_signature="unsigned",
        timestamp=now.timestamp(),
        execution_id=order.execution_id,
        brief_sha256=order.brief_sha256,
        asset_digests=asset_digests(order.assets),
        files=sorted({asset.sha256 for asset in order.assets}),
        evidence=evidence_sha256,
        ruleset=load_ruleset().label,
    )


def whole(report: QualityReport, evidence: AuditEvidence) -> list[QualityCheck]:
    """Return everything that was found, as if the report carried it all."""
    faults = [check for check in report.checks if check.result is not QualityVerdict.PASS]
    return sorted([*faults, *evidence.checks], key=position_of)
