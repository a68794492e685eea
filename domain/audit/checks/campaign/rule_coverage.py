"""The check that every rule of the brief is enforced by some check, or seen by a person."""

from collections.abc import Mapping
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.rules.contradictions import contradictions
from domain.audit.rules.coverage import why_each
from domain.signing import digest_of_all

RULE_NOT_ENFORCEABLE: Final = warning(
    "RULE_NOT_ENFORCEABLE", "a person has to judge the rule: {rule} ({reason})", Severity.HIGH
)
TONE_NOT_ENFORCEABLE: Final = warning(
    "TONE_NOT_ENFORCEABLE", "a person has to judge the tone: {rule}", Severity.HIGH
)
CONSTRAINT_UNKNOWN: Final = warning("CONSTRAINT_UNKNOWN", "{rule}: {reason}", Severity.HIGH)
RULES_CONTRADICT: Final = warning(
    "RULES_CONTRADICT", "{rule} contradicts {other_rule}", Severity.HIGH
)

_REASONS: Final[Mapping[str, Reason]] = {
    "do_not_do": RULE_NOT_ENFORCEABLE,
    "tone_guard": TONE_NOT_ENFORCEABLE,
    "platform_constraints": CONSTRAINT_UNKNOWN,
}
"""By the list of the brief that a rule stands in."""


def check(subject: CampaignSubject, judge: Judge) -> list[QualityCheck]:
    """Report every rule that no check can judge, and rules that contradict each other."""
    rules = subject.context.rules
    judge = judge.on(rules_sha256=digest_of_all(rules))
    findings: list[QualityCheck] = []
    for rule, why in why_each(rules, subject.placements):
        if why is not None:
            findings.append(judge.warned(_REASONS[rule.source], rule=rule.text, reason=why))
    for found in contradictions(subject.context):
        evidence = {
            "rule": found.rule,
            "other_rule": found.other,
            "reason": found.why,
        }
        findings.append(judge.warned(RULES_CONTRADICT, **evidence))
    return findings or [judge.passed(rules=len(rules))]


CHECK: Final = Check(
    check_id="rule_coverage_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.CAMPAIGN}),
    measures=("every rule is enforced or shown to a person; rules that contradict each other"),
    reasons=(RULE_NOT_ENFORCEABLE, TONE_NOT_ENFORCEABLE, CONSTRAINT_UNKNOWN, RULES_CONTRADICT),
    find=check,
)
