"""Checks of the campaign as a whole."""

from activities.audit.findings import Judge
from activities.signing import digest
from contracts import AuditOrder, QualityCheck, Severity


def check_consistency(order: AuditOrder, *, is_development_key: bool) -> list[QualityCheck]:
    """Judge whether brief and assets belong together, and whether the signature is worth trust."""
    judge = Judge("campaign_consistency_check", Severity.CRITICAL, {})
    brief = order.brief
    with_creative = {asset.channel for asset in order.assets}
    missing = [channel for channel in brief.channels if channel not in with_creative]
    strangers = sorted(with_creative - set(brief.channels))
    findings: list[QualityCheck] = []
    actual = digest(brief)
    if actual != order.brief_artifact.sha256:
        findings.append(
            judge.failed(
                "ARTIFACT_HASH_MISMATCH",
                part="brief",
                expected_sha256=order.brief_artifact.sha256,
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
    if is_development_key:
        findings.append(
            judge.warned(
                "UNTRUSTED_DEV_KEY",
                Severity.LOW,
                reason="the report is signed with a key that Phoenix made for itself",
            )
        )
    spent = sum(brief.budget_allocation.values())
    return findings or [judge.passed(channels=brief.channels, sum=spent)]
