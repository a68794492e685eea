"""Whether a report may be relied on: who signed it, and whether it is about these very things."""

from collections.abc import Iterable, Sequence

from contracts import QualityReport, StrategyBrief, TrustedAuditor, VisualAsset
from domain.audit.ruleset import Ruleset
from domain.signing import asset_digests, digest, is_signed_by


def objections(
    report: QualityReport,
    auditors: Iterable[TrustedAuditor],
    *,
    brief: StrategyBrief | None = None,
    assets: Sequence[VisualAsset] | None = None,
    ruleset: Ruleset | None = None,
) -> list[str]:
    """Return why a report cannot be relied on, one sentence each; none when it can.

    Args:
        report: The report in question.
        auditors: Whose signature counts.
        brief: What it has to be about; `None` does not ask.
        assets: What it has to cover, each with its own bytes' digest; `None` does not ask.
        ruleset: What it has to be judged by; `None` does not ask.
    """
    found: list[str] = []
    if not is_signed_by(report, auditors):
        found.append("the report is not signed by a trusted auditor, or was changed afterwards")
    if brief is not None and report.brief_sha256 != digest(brief):
        found.append("the report is about another brief")
    if assets is not None and report.asset_digests != asset_digests(assets):
        found.append("the report does not cover exactly these assets")
    if ruleset is not None and report.ruleset != ruleset.label:
        found.append(f"the report was judged by {report.ruleset}, not by {ruleset.label}")
    return found
