"""What each rule became, in words and as a part of a page."""

from collections.abc import Sequence
from html import escape
from typing import Final

from console.pages.frame import sentence
from contracts import CompiledRule, RuleKind
from runtime.audit.replies import RuleInForce

_MOST_RULES: Final = 200
"""Rules that the page spells out; those that no check judges come first."""

_KINDS: Final = {
    RuleKind.COLOR: "the picture is searched for the color {}",
    RuleKind.COLOR_HEX: "the picture is searched for {}",
    RuleKind.TOPIC: "the copy is searched for words about {}",
    RuleKind.TERMS: "the copy is searched for «{}» in every form",
    RuleKind.FEATURE: "the copy is searched for {}",
    RuleKind.TONE: "the tone is measured: {}",
    RuleKind.CONSTRAINT: "the limit is measured: {}",
}


def rules_card(rules: Sequence[RuleInForce]) -> str:
    """Return the rules as an article, those that no check judges first."""
    if not rules:
        return ""
    first = sorted(rules, key=lambda one: one.why_not is None)[:_MOST_RULES]
    rows = "".join(
        f"<tr><th scope=row>{escape(one.rule.text)}<td>{_enforced(one)}" for one in first
    )
    more = ""
    if len(rules) > len(first):
        more = f"<p class=quiet>And {len(rules) - len(first):,} more rules.</p>"
    return (
        '<article class="piece rules mild"><header><h2>Rules</h2>'
        "<p class=quiet>What each rule became</p></header><div class=below>"
        "<table><thead><tr><th scope=col>Rule<th scope=col>How it is enforced</thead>"
        f"<tbody>{rows}</tbody></table>{more}</div></article>"
    )


def _enforced(one: RuleInForce) -> str:
    if one.why_not is not None:
        return (
            '<span class="tag ask">NOT ENFORCEABLE</span> '
            f"{escape(sentence(one.why_not))} A person has to judge it."
        )
    return f'<span class="tag good">ENFORCED</span> {escape(sentence(how_enforced(one.rule)))}'


def how_enforced(rule: CompiledRule) -> str:
    """Say how a check judges a rule that some check judges."""
    values = " ".join(rule.values) if rule.kind is RuleKind.CONSTRAINT else ", ".join(rule.values)
    return _KINDS[rule.kind].format(values.replace("_", " "))
