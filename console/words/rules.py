"""What each rule became, in a person's words."""

from typing import Final

from contracts import CompiledRule, RuleKind

_KINDS: Final = {
    RuleKind.COLOR: "the picture is searched for the color {}",
    RuleKind.COLOR_HEX: "the picture is searched for {}",
    RuleKind.TOPIC: "the copy is searched for words about {}",
    RuleKind.TERMS: "the copy is searched for “{}” in every form",
    RuleKind.FEATURE: "the copy is searched for {}",
    RuleKind.TONE: "the tone is measured: {}",
    RuleKind.CONSTRAINT: "the limit is measured: {}",
}

_PROPER: Final = ("Spanish", "English")
"""Names in the traits of copy."""


def how_enforced(rule: CompiledRule) -> str:
    """Say how a check judges a rule that some check judges."""
    values = " ".join(rule.values) if rule.kind is RuleKind.CONSTRAINT else ", ".join(rule.values)
    for name in _PROPER if rule.kind is RuleKind.FEATURE else ():
        values = values.replace(name.lower(), name)
    return _KINDS[rule.kind].format(values.replace("_", " "))
