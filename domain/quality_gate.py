"""The quality gate: a report goes in, a decision comes out, and nothing else has a say.

It is pure. Whom it trusts, what is about to be published and what a reviewer said are arguments,
so that a replay years later decides the same.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from contracts import (
    CampaignRequest,
    FailureReason,
    GateDecision,
    GateOutcome,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    Severity,
    TenantPolicy,
    TrustedAuditor,
    as_prose,
)
from domain.evidence import Binding, objection
from domain.gravity import faults_of, gravest, gravity, verdict_of
from domain.signing import digest

BLOCKED_BY: Final = "Bloqueado por: "
"""How the reason of a block begins, in the words of the platform's contract."""

_NAMED_QUESTIONS: Final = 5
"""Findings that a review's reason spells out; the report has them all."""


def decide(
    report: QualityReport | None,
    binding: Binding,
    auditors: Iterable[TrustedAuditor],
    *,
    review_required: bool = False,
    review: ReviewDecision | None = None,
) -> GateDecision:
    """Decide whether these assets may be published.

    Args:
        report: What the auditor found, if it found anything.
        binding: What the report has to be about: the run, its brief, what is about to go out.
        auditors: Whose signature counts.
        review_required: Whether a person has to agree even to a clean report.
        review: What a reviewer decided about this very report; it never opens a blocked gate.
    """
    if report is None:
        return _block("there is no audit report")
    if against := objection(report, auditors, binding):
        return _block(against)
    failing = sorted(faults_of(report.checks), key=lambda check: (gravity(check), check.check_id))
    worst = failing[0] if failing else None
    if gravest([report.verdict, verdict_of(failing)]) is QualityVerdict.FAIL:
        return _blocked_by(worst)
    if worst is not None and worst.severity is Severity.HIGH:
        asked = _review(questions(failing), worst.check_id)
    elif review_required:
        asked = _review("the tenant or the request wants every campaign reviewed")
    else:
        asked = None
    if asked is not None:
        return _after_review(asked, report, review)
    return GateDecision(outcome=GateOutcome.PUBLISH, details="every blocking check passed")


def wants_review(request: CampaignRequest, policy: TenantPolicy) -> bool:
    """Tell whether a person has to agree even to a clean report."""
    return policy.review_required or request.review.mode is ReviewMode.ALWAYS


def questions(failing: Sequence[QualityCheck]) -> str:
    """Say what a reviewer has to judge, so that the status alone tells it; each thing once."""
    places: dict[str, int] = {}
    for check in failing:
        if check.severity is Severity.HIGH:
            found = _finding(check)
            places[found] = places.get(found, 0) + len(check.evidence.get("fields") or [None])
    texts = [
        found.rstrip(",") if count == 1 else f"{found} in {count} places"
        for found, count in places.items()
    ]
    if len(texts) > _NAMED_QUESTIONS:
        texts[_NAMED_QUESTIONS:] = [f"and {len(texts) - _NAMED_QUESTIONS} more"]
    return "; ".join(texts)


def _finding(check: QualityCheck) -> str:
    rule, claim = check.evidence.get("rule"), check.evidence.get("claim")
    about = f' in the rule "{rule[:200]}"' if isinstance(rule, str) else ""
    about += f': 1 claim, "{claim[:200]}",' if isinstance(claim, str) else ""
    line = check.evidence.get("policy_line")
    about += f" ({line[:300]} in the tenant's policy allows it)" if isinstance(line, str) else ""
    return f"{check.check_id} found {check.reason_code or 'a fault'}{about}"


def _block(details: str) -> GateDecision:
    return GateDecision(
        outcome=GateOutcome.BLOCK,
        reason=FailureReason.QUALITY_CHECK_FAILED,
        details=as_prose(details),
    )


def _blocked_by(worst: QualityCheck | None) -> GateDecision:
    reason_code = (worst.reason_code if worst else None) or "Unknown"
    return GateDecision(
        outcome=GateOutcome.BLOCK,
        reason=FailureReason.QUALITY_CHECK_FAILED,
        details=as_prose(f"{BLOCKED_BY}{reason_code}"),
        check_id=worst.check_id if worst else None,
    )


def _review(details: str, check_id: str | None = None) -> GateDecision:
    return GateDecision(outcome=GateOutcome.REVIEW, details=as_prose(details), check_id=check_id)


def _after_review(
    asked: GateDecision, report: QualityReport, review: ReviewDecision | None
) -> GateDecision:
    if review is None or review.report_digest != digest(report):
        return asked
    match review.action:
        case ReviewAction.APPROVE:
            return GateDecision(
                outcome=GateOutcome.PUBLISH,
                details=f"approved by {review.reviewer}",
                check_id=asked.check_id,
            )
        case ReviewAction.REJECT:
            return GateDecision(
                outcome=GateOutcome.BLOCK,
                reason=FailureReason.QUALITY_CHECK_FAILED,
                details=as_prose(
                    f"Rejected by {review.reviewer}"
                    + (f": {review.comment}" if review.comment else "")
                ),
                check_id=asked.check_id,
            )
        case _:
            return asked
