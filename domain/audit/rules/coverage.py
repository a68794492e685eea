"""Whether some check enforces a rule, or why none does."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from contracts import CompiledRule, RuleKind
from domain.audit.picture.colors import COLOR_NAMES, is_hex
from domain.audit.rules.copy_language import LANGUAGE_TRAITS
from domain.platforms import Placement
from domain.platforms.constraints import EVERYWHERE, constraint_in, is_limit_of
from domain.text.lexicon import load_lexicon
from domain.text.traits import PROFANITY, TRAITS
from domain.tone import asked_for

IS_KNOWN: Final[Mapping[RuleKind, Callable[[str], bool]]] = {
    RuleKind.COLOR: lambda value: value in COLOR_NAMES,
    RuleKind.COLOR_HEX: is_hex,
    RuleKind.TOPIC: lambda value: value in load_lexicon().topics,
    RuleKind.TERMS: lambda value: bool(value.strip()),
    RuleKind.FEATURE: lambda value: value in {*TRAITS, *LANGUAGE_TRAITS, PROFANITY},
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


def is_partial(kind: RuleKind, value: str) -> bool:
    """Tell whether what a rule forbids is found by a list that cannot have every word of it."""
    if kind is RuleKind.TOPIC:
        topic = load_lexicon().topics.get(value)
        return topic is not None and topic.is_partial
    return kind is RuleKind.FEATURE and value == PROFANITY


def why_each(
    rules: Sequence[CompiledRule], placements: Sequence[Placement]
) -> list[tuple[CompiledRule, str | None]]:
    """Return every rule with why a person has to judge it; `None` where a check enforces it.

    Of a sentence that a list covers in part, the reason says what was looked for.
    """
    listed: dict[str, list[str]] = {}
    for rule in rules:
        names = [value.replace("_", " ") for value in rule.values if is_partial(rule.kind, value)]
        listed.setdefault(rule.text, []).extend(names)
    return [(rule, _why(rule, listed[rule.text], placements)) for rule in rules]


def _why(rule: CompiledRule, listed: Sequence[str], placements: Sequence[Placement]) -> str | None:
    why = why_not_enforced(rule, placements)
    if rule.kind is not RuleKind.UNENFORCEABLE or not listed:
        return why
    searched = f"the copy was searched for {', '.join(dict.fromkeys(listed))} by a list of words"
    besides = f"; {why}" if rule.values else ""
    return f"{searched}, and no list has all of them{besides}"


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
    if constraint.channel == EVERYWHERE:
        limited = (is_limit_of(place.fields, constraint.limit) for place in placements)
        return None if not placements or any(limited) else f"no placement has a {constraint.limit}"
    for placement in placements:
        if (placement.channel, placement.placement) == constraint.place:
            if not is_limit_of(placement.fields, constraint.limit):
                return f"the placement has no {constraint.limit}"
            return None
    return "no asset goes to this placement"
