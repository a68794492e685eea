"""The check that brief, money and assets belong together, and what the report rests on."""

from typing import Final

from contracts import QualityCheck, Severity, StrategyBrief
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.signing import digest

ARTIFACT_HASH_MISMATCH: Final = Reason(
    "ARTIFACT_HASH_MISMATCH", "the {part} is not the one that the campaign names"
)
CHANNEL_WITHOUT_CREATIVE: Final = Reason(
    "CHANNEL_WITHOUT_CREATIVE", "nothing was made for {missing}"
)
BUDGET_CHANNEL_UNKNOWN: Final = Reason(
    "BUDGET_CHANNEL_UNKNOWN", "the brief has no channel {unknown}"
)
BUDGET_SUM_MISMATCH: Final = Reason(
    "BUDGET_SUM_MISMATCH",
    "the channels get {sum} in all, and the budget is {expected}",
    warning=Severity.MEDIUM,
)
SPEC_STALE: Final = warning(
    "SPEC_STALE", "the limits of {spec} were last checked {spec_age_days} days ago", Severity.LOW
)
UNTRUSTED_DEV_KEY: Final = warning("UNTRUSTED_DEV_KEY", "{reason}", Severity.LOW)
FINDINGS_LEFT_OUT: Final = warning(
    "FINDINGS_LEFT_OUT",
    "{left_out} more findings are left out, {faults} of them faults",
    Severity.LOW,
)
"""What the engine says of a report that has no room for everything."""


def check(subject: CampaignSubject, judge: Judge) -> list[QualityCheck]:
    """Judge whether brief, money and assets belong together, and what the report rests on."""
    findings = [] if subject.brief is None else _of_brief(subject, subject.brief, judge)
    findings += _of_age(subject, judge)
    if subject.is_development_key:
        why = "the report is signed with a key that Phoenix made for itself"
        findings.append(judge.warned(UNTRUSTED_DEV_KEY, reason=why))
    if findings:
        return findings
    brief = subject.brief
    spent = None if brief is None else sum(brief.budget_allocation.values())
    return [judge.passed(channels=sorted({asset.channel for asset in subject.assets}), sum=spent)]


def _of_brief(subject: CampaignSubject, brief: StrategyBrief, judge: Judge) -> list[QualityCheck]:
    findings: list[QualityCheck] = []
    with_creative = {asset.channel for asset in subject.assets}
    missing = [channel for channel in brief.channels if channel not in with_creative]
    strangers = sorted(with_creative - set(brief.channels))
    actual = digest(brief)
    if actual != subject.brief_sha256:
        findings.append(
            judge.failed(
                ARTIFACT_HASH_MISMATCH,
                part="brief",
                expected_sha256=subject.brief_sha256,
                actual_sha256=actual,
            )
        )
    if missing:
        findings.append(
            judge.failed(CHANNEL_WITHOUT_CREATIVE, channels=brief.channels, missing=missing)
        )
    if strangers:
        findings.append(
            judge.failed(BUDGET_CHANNEL_UNKNOWN, channels=brief.channels, unknown=strangers)
        )
    return findings + _of_budget(subject, brief, judge)


def _of_budget(subject: CampaignSubject, brief: StrategyBrief, judge: Judge) -> list[QualityCheck]:
    """Judge the sum: more than the total is never meant, less may be what the shares say."""
    if subject.budget_total is None or not brief.budget_allocation:
        return []
    spent = sum(brief.budget_allocation.values())
    # Shares are paid in whole cents, so each channel may lose one to rounding.
    tolerance = subject.context.ruleset["budget_tolerance"] * len(brief.budget_allocation)
    evidence = {"sum": spent, "expected": subject.budget_total, "tolerance": tolerance}
    if spent > subject.budget_total + tolerance:
        return [judge.failed(BUDGET_SUM_MISMATCH, **evidence)]
    if spent < subject.budget_total - tolerance:
        return [judge.warned(BUDGET_SUM_MISMATCH, **evidence)]
    return []


def _of_age(subject: CampaignSubject, judge: Judge) -> list[QualityCheck]:
    oldest = int(subject.context.ruleset["spec_max_age_days"])
    ages = {
        f"{place.channel}.{place.placement}": (subject.today - place.checked_on).days
        for place in subject.placements
    }
    return [
        judge.warned(SPEC_STALE, spec=name, spec_age_days=age, max_age_days=oldest)
        for name, age in sorted(ages.items())
        if age > oldest
    ]


CHECK: Final = Check(
    check_id="campaign_consistency_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.CAMPAIGN}),
    measures="brief, budget and assets belong together; age of the limits; the key",
    reasons=(
        ARTIFACT_HASH_MISMATCH,
        CHANNEL_WITHOUT_CREATIVE,
        BUDGET_CHANNEL_UNKNOWN,
        BUDGET_SUM_MISMATCH,
        SPEC_STALE,
        UNTRUSTED_DEV_KEY,
        FINDINGS_LEFT_OUT,
    ),
    find=check,
)
