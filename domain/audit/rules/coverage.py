"""Whether some check enforces a rule, or why none does."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from contracts import CompiledRule, RuleKind
from domain.audit.picture.colors import COLOR_NAMES, is_hex
from domain.platforms import Placement
from domain.platforms.constraints import constraint_in, is_limit_of
from domain.text.lexicon import load_lexicon
from domain.text.traits import TRAITS
from domain.tone import asked_for

IS_KNOWN: Final[Mapping[RuleKind, Callable[[str], bool]]] = {
    RuleKind.COLOR: lambda value: value in COLOR_NAMES,
    RuleKind.COLOR_HEX: is_hex,
    RuleKind.TOPIC: lambda value: value in load_lexicon().topics,
    RuleKind.TERMS: lambda value: bool(value.strip()),
    RuleKind.FEATURE: lambda value: value in TRAITS,
}
"""Whether a rule's value is one that is looked for, by the rule's kind."""


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
    unknown = [value for value in rule.values if not IS_KNOWN[rule.kind](value)]
    if unknown or not rule.values:
        return f"no check looks for {', '.join(unknown) or 'anything'}"
    return None


def in_doubt(rules: Iterable[CompiledRule], policy_topics: Collection[str] = ()) -> frozenset[str]:
    """Return the sentences that are not wholly understood: no rule of theirs blocks anything.

    Args:
        rules: All that were compiled.
        policy_topics: What a tenant prohibits; no doubt about the brief's words softens it.
    """
    texts = {rule.text for rule in rules if rule.kind is RuleKind.UNENFORCEABLE}
    return frozenset(texts.difference(policy_topics))


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
