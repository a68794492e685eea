"""Checks of how the copy speaks: the voice that the brief asks for and the traits it forbids."""

from collections.abc import Callable
from typing import Any, Final

from activities.audit.exhibit import Exhibit
from activities.audit.findings import MAX_MATCHES
from activities.audit.traits import (
    TRAITS,
    capitals_in,
    casual_forms_in,
    emoji_in,
    exclamations_in,
    familiar_forms_in,
)
from contracts import CompiledRule, QualityCheck, RuleKind, Severity

_INFORMAL: Final = (
    familiar_forms_in,
    casual_forms_in,
    emoji_in,
    exclamations_in,
    capitals_in,
)


def is_measurable_tone(rule: CompiledRule) -> bool:
    """Tell whether this check can measure the tone that a rule asks for."""
    return rule.values == ["voice", "formal"]


def check_tone_voice(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge the voice, and every forbidden trait."""
    judge = exhibit.judge("tone_voice_check", Severity.HIGH)
    findings: list[QualityCheck] = []
    for rule in exhibit.rules_of(RuleKind.TONE):
        markers = [marker for search in _INFORMAL for marker in _search(search, exhibit)]
        if is_measurable_tone(rule) and markers:
            findings.append(
                judge.failed(
                    "TONE_NOT_FORMAL",
                    voice="formal",
                    markers=markers[:MAX_MATCHES],
                    score=len(markers),
                    rule=rule.text,
                )
            )
    # What the brief forbids outright blocks, as a forbidden word does.
    strict = exhibit.judge("tone_voice_check", Severity.CRITICAL)
    for rule in exhibit.rules_of(RuleKind.FEATURE):
        for trait in rule.values:
            search, reason_code = TRAITS.get(trait, (None, ""))
            markers = _search(search, exhibit) if search else []
            if trait == "hashtag":
                markers += _hashtag_field(exhibit)
            if markers:
                findings.append(
                    strict.failed(
                        reason_code,
                        trait=trait,
                        markers=markers[:MAX_MATCHES],
                        score=len(markers),
                        rule=rule.text,
                    )
                )
    return findings or [judge.passed()]


def _search(search: Callable[[str], list[str]], exhibit: Exhibit) -> list[dict[str, Any]]:
    return [
        {"field": name, "found": found}
        for name, text in exhibit.texts().items()
        for found in search(text.replace(exhibit.brand, " "))
    ]


def _hashtag_field(exhibit: Exhibit) -> list[dict[str, Any]]:
    """Return the hashtags of the field that holds nothing else, where they need no sign."""
    words = exhibit.asset.text.get("hashtags", "").split()
    return [{"field": "hashtags", "found": word} for word in words if not word.startswith("#")]
