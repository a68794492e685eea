"""The check that every rule of the brief is enforced by some check, or seen by a person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from contracts import CompiledRule, QualityCheck, RuleKind, Severity
from domain.audit.checks.picture.forbidden_color import is_searchable_color
from domain.audit.context import CampaignSubject
from domain.audit.findings import Judge
from domain.audit.rules.contradictions import contradictions
from domain.platforms import Placement
from domain.platforms.constraints import constraint_in, is_limit_of
from domain.signing import digest_of_all
from domain.text.lexicon import load_lexicon
from domain.text.traits import TRAITS
from domain.tone import asked_for

_CODE_OF: Final[Mapping[str, str]] = {
    "do_not_do": "RULE_NOT_ENFORCEABLE",
    "tone_guard": "TONE_NOT_ENFORCEABLE",
    "platform_constraints": "CONSTRAINT_UNKNOWN",
}


def check_rule_coverage(whole: CampaignSubject) -> list[QualityCheck]:
    """Report every rule that no check can judge, and rules that contradict each other."""
    rules = whole.context.rules
    named = {"rules_sha256": digest_of_all(rules)}
    judge = Judge("rule_coverage_check", Severity.HIGH, named)
    findings: list[QualityCheck] = []
    for rule in rules:
        why = why_not_enforced(rule, whole.placements)
        if why is not None:
            code = _CODE_OF[rule.source]
            findings.append(judge.warned(code, Severity.HIGH, rule=rule.text, reason=why))
    for clash in contradictions(whole.context):
        evidence = {"rule": clash.rule, "other_rule": clash.other, "reason": clash.why}
        findings.append(judge.warned("RULES_CONTRADICT", Severity.HIGH, **evidence))
    return findings or [judge.passed(rules=len(rules))]


def why_not_enforced(rule: CompiledRule, placements: Sequence[Placement]) -> str | None:
    """Return why no check can judge a rule, or `None` when one does."""
    if rule.kind is RuleKind.UNENFORCEABLE and rule.values:
        return f"only these very words are looked for: {', '.join(rule.values)}"
    if rule.kind is RuleKind.UNENFORCEABLE:
        return "no check can judge this rule, or all of it"
    if rule.kind is RuleKind.TONE:
        return None if asked_for(rule.values) else "no check measures this tone"
    if rule.kind is RuleKind.CONSTRAINT:
        return _why_not_applied(rule, placements)
    unknown = [value for value in rule.values if not _IS_KNOWN[rule.kind](value)]
    if unknown or not rule.values:
        return f"no check looks for {', '.join(unknown) or 'anything'}"
    return None


_IS_KNOWN: Final[Mapping[RuleKind, Callable[[str], bool]]] = {
    RuleKind.COLOR: lambda value: is_searchable_color(RuleKind.COLOR, value),
    RuleKind.COLOR_HEX: lambda value: is_searchable_color(RuleKind.COLOR_HEX, value),
    RuleKind.TOPIC: lambda value: value in load_lexicon().topics,
    RuleKind.TERMS: lambda value: bool(value.strip()),
    RuleKind.FEATURE: lambda value: value in TRAITS,
}


def _why_not_applied(rule: CompiledRule, placements: Sequence[Placement]) -> str | None:
    constraint = constraint_in(rule.values)
    if constraint is None:
        return "it must name channel, placement, limit and a number above 0"
    for placement in placements:
        if (placement.channel, placement.placement) == constraint.place:
            if not is_limit_of(placement.fields, constraint.limit):
                return f"the placement has no {constraint.limit}"
            return None
    return "no asset goes to this placement"
