"""What speaks against a report: whether it may be relied on, and for which things.

The gate, the publishing and the offline proof ask here: nothing else judges what a report is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts import QualityReport, TrustedAuditor
from domain.signing import is_signed_by


@dataclass(frozen=True)
class Binding:
    """What a report has to be about."""

    execution_id: UUID
    brief_sha256: str
    """Digest of the brief's canonical form."""
    asset_digests: Sequence[str]
    """Digests of the assets' canonical forms."""
    whole: bool = True
    """Whether these are all the assets that were audited; else they are some of them."""


def objection(
    report: QualityReport, auditors: Iterable[TrustedAuditor], binding: Binding
) -> str | None:
    """Return what speaks against relying on a report for these things, or `None`."""
    return (
        against_signature(report, auditors)
        or against_execution(report, binding.execution_id)
        or against_brief(report, binding.brief_sha256)
        or against_assets(report, binding.asset_digests, whole=binding.whole)
    )


def against_signature(report: QualityReport, auditors: Iterable[TrustedAuditor]) -> str | None:
    """Say that nobody trusted signed exactly this report, when that is so."""
    if is_signed_by(report, auditors):
        return None
    return "the report is not signed by a trusted auditor"


def against_execution(report: QualityReport, execution_id: UUID) -> str | None:
    """Say that the report is about another run, when that is so."""
    return None if report.execution_id == execution_id else "the report is about another execution"


def against_brief(report: QualityReport, brief_sha256: str) -> str | None:
    """Say that the report is about another brief, when that is so."""
    return None if report.brief_sha256 == brief_sha256 else "the report is about another brief"


def against_assets(
    report: QualityReport, asset_digests: Sequence[str], *, whole: bool = True
) -> str | None:
    """Say that the report is not about these assets, when that is so.

    Args:
        report: The report.
        asset_digests: Digests of the assets' canonical forms, in any order.
        whole: Whether the report has to be about nothing else.
    """
    wanted = sorted(asset_digests)
    if whole and (not wanted or report.asset_digests != wanted):
        return "the report does not cover exactly the assets about to be published"
    if not wanted or not set(wanted) <= set(report.asset_digests):
        return "the report does not cover the assets about to be published"
    return None
