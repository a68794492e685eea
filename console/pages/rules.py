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
    chip: str
    """Its CSS class."""
    outcome: str
    """In capitals, as on the chip."""
    how: str

    @classmethod
    def of(cls, one: RuleInForce) -> Self:
        """Return the line of a rule."""
        if one.why_not is not None:
            how = f"{sentence(one.why_not)} A person has to judge it."
            return cls(one.rule.text, "ask", "NOT ENFORCEABLE", how)
        how = sentence(how_enforced(one.rule))
        if one.only_warns:
            return cls(one.rule.text, "ask", "ONLY WARNS", how)
        return cls(one.rule.text, "good", "ENFORCED", how)


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
