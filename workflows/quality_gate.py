"""The quality gate as a campaign asks it: a report goes in, a decision comes out."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from contracts import (
    GateDecision,
    QualityReport,
    ReviewDecision,
    StrategyBrief,
    TrustedAuditor,
    VisualAsset,
)
from domain import quality_gate
from domain.evidence import Binding
from domain.quality_gate import wants_review
from domain.signing import asset_digests, digest

__all__ = ["decide", "wants_review"]


def decide(
    report: QualityReport | None,
    *,
    execution_id: UUID,
    brief: StrategyBrief,
    assets: Sequence[VisualAsset],
    auditors: Iterable[TrustedAuditor],
    review_required: bool = False,
    review: ReviewDecision | None = None,
) -> GateDecision:
    """Decide whether these assets may be published; see `domain.quality_gate`, which decides.

    Args:
        report: What the auditor found, if it found anything.
        execution_id: The run that wants to publish.
        brief: The brief that the report has to be about.
        assets: Exactly what is about to be published.
        auditors: Whose signature counts.
        review_required: Whether a person has to agree even to a clean report.
        review: What a reviewer decided about this very report; it never opens a blocked gate.
    """
    binding = Binding(execution_id, digest(brief), asset_digests(assets))
    return quality_gate.decide(
        report, binding, auditors, review_required=review_required, review=review
    )
