"""The rules of a brief on a page, those that no check judges first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from console.words.basics import sentence
from console.words.rules import how_enforced
from runtime.audit.replies import RuleInForce

_MOST_RULES: Final = 200
"""Rules that the page spells out; those that no check judges come first."""


@dataclass(frozen=True)
class RuleLine:
    """One rule, and what became of it."""

    text: str
    is_enforced: bool
    how: str

    @classmethod
    def of(cls, one: RuleInForce) -> Self:
        """Return the line of a rule."""
        if one.why_not is None:
            return cls(one.rule.text, is_enforced=True, how=sentence(how_enforced(one.rule)))
        how = f"{sentence(one.why_not)} A person has to judge it."
        return cls(one.rule.text, is_enforced=False, how=how)


@dataclass(frozen=True)
class RulesCard:
    """What each rule became."""

    lines: tuple[RuleLine, ...]
    left_out: str
    """How many more there are; empty when all are shown."""

    @classmethod
    def of(cls, rules: Sequence[RuleInForce]) -> Self:
        """Return the card of these rules, which is empty without any."""
        first = sorted(rules, key=lambda one: one.why_not is None)[:_MOST_RULES]
        more = len(rules) - len(first)
        return cls(tuple(map(RuleLine.of, first)), f"And {more:,} more rules." if more else "")
