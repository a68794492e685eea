"""Checks of the campaign as a whole."""

from contracts import QualityCheck, Severity, StrategyBrief
from domain.audit.context import CampaignSubject
from domain.audit.findings import Judge
from domain.signing import digest


def check_consistency(whole: CampaignSubject) -> list[QualityCheck]:
    """Judge whether brief, money and assets belong together, and what the report rests on."""
    judge = Judge("campaign_consistency_check", Severity.CRITICAL, {})
    findings = [] if whole.brief is None else _of_brief(whole, whole.brief, judge)
    findings += _of_age(whole, judge)
    if whole.is_development_key:
        findings.append(
            judge.warned(
                "UNTRUSTED_DEV_KEY",
                Severity.LOW,
                reason="the report is signed with a key that Phoenix made for itself",
            )
        )
    if findings:
        return findings
    brief = whole.brief
    spent = None if brief is None else sum(brief.budget_allocation.values())
    return [judge.passed(channels=sorted({asset.channel for asset in whole.assets}), sum=spent)]


def _of_brief(whole: CampaignSubject, brief: StrategyBrief, judge: Judge) -> list[QualityCheck]:
    findings: list[QualityCheck] = []
    with_creative = {asset.channel for asset in whole.assets}
    missing = [channel for channel in brief.channels if channel not in with_creative]
    strangers = sorted(with_creative - set(brief.channels))
    actual = digest(brief)
    if actual != whole.brief_sha256:
        findings.append(
            judge.failed(
                "ARTIFACT_HASH_MISMATCH",
                part="brief",
                expected_sha256=whole.brief_sha256,
                actual_sha256=actual,
            )
        )
    if missing:
        findings.append(
            judge.failed("CHANNEL_WITHOUT_CREATIVE", channels=brief.channels, missing=missing)
        )
    if strangers:
        findings.append(
            judge.failed("BUDGET_CHANNEL_UNKNOWN", channels=brief.channels, unknown=strangers)
        )
    return findings + _of_budget(whole, brief, judge)


def _of_budget(whole: CampaignSubject, brief: StrategyBrief, judge: Judge) -> list[QualityCheck]:
    """Judge the sum: more than the total is never meant, less may be what the shares say."""
    if whole.budget_total is None or not brief.budget_allocation:
        return []
    spent = sum(brief.budget_allocation.values())
    # Shares are paid in whole cents, so each channel may lose one to rounding.
    tolerance = whole.context.ruleset["budget_tolerance"] * len(brief.budget_allocation)
    evidence = {"sum": spent, "expected": whole.budget_total, "tolerance": tolerance}
    if spent > whole.budget_total + tolerance:
        return [judge.failed("BUDGET_SUM_MISMATCH", **evidence)]
    if spent < whole.budget_total - tolerance:
        return [judge.warned("BUDGET_SUM_MISMATCH", Severity.MEDIUM, **evidence)]
    return []


def _of_age(whole: CampaignSubject, judge: Judge) -> list[QualityCheck]:
    oldest = int(whole.context.ruleset["spec_max_age_days"])
    ages = {
        f"{place.channel}.{place.placement}": (whole.today - place.checked_on).days
        for place in whole.placements
    }
    return [
        judge.warned("SPEC_STALE", Severity.LOW, spec=name, spec_age_days=age, max_age_days=oldest)
        for name, age in sorted(ages.items())
        if age > oldest
    ]
