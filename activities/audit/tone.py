"""Checks of how the copy speaks: the voice that the brief asks for and the traits it forbids."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from activities.audit.exhibit import Exhibit
from activities.audit.findings import MAX_MATCHES
from activities.audit.style import MINIMAL
from activities.audit.traits import (
    TRAITS,
    capitals_in,
    casual_forms_in,
    emoji_in,
    exclamations_in,
    familiar_forms_in,
    formal_forms_in,
)
from contracts import CompiledRule, QualityCheck, RuleKind, Severity

_VOICES: Final[Mapping[str, tuple[tuple[Callable[[str], list[str]], ...], str]]] = {
    "formal": (
        (familiar_forms_in, casual_forms_in, emoji_in, exclamations_in, capitals_in),
        "TONE_NOT_FORMAL",
    ),
    "familiar": ((formal_forms_in,), "TONE_TOO_FORMAL"),
}
"""By voice: what it avoids, and the code under which that is reported."""


def is_measurable_tone(rule: CompiledRule) -> bool:
    """Tell whether a check can measure the tone that a rule asks for."""
    return rule.values == MINIMAL or _is_voice(rule)


def _is_voice(rule: CompiledRule) -> bool:
    return (
        len(rule.values) == len(MINIMAL) and rule.values[0] == "voice" and rule.values[1] in _VOICES
    )


def check_tone_voice(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge the voice, and every forbidden trait."""
    judge = exhibit.judge("tone_voice_check", Severity.HIGH)
    findings: list[QualityCheck] = []
    for rule in exhibit.rules_of(RuleKind.TONE):
        voice = rule.values[1] if _is_voice(rule) else ""
        searches, reason_code = _VOICES.get(voice, ((), ""))
        markers = [marker for search in searches for marker in _search(search, exhibit)]
        if markers:
            findings.append(
                judge.failed(
                    reason_code,
                    voice=voice,
                    markers=markers[:MAX_MATCHES],
                    score=len(markers),
                    rule=rule.text,
                )
            )
    # What the brief forbids outright blocks, as a forbidden word does.
    strict = exhibit.judge("tone_voice_check", Severity.CRITICAL)
    found: dict[str, list[dict[str, Any]]] = {}
    for rule in exhibit.rules_of(RuleKind.FEATURE):
        for trait in rule.values:
            search, reason_code = TRAITS.get(trait, (None, ""))
            if trait not in found:
                found[trait] = _search(search, exhibit) if search else []
                if trait == "hashtag":
                    found[trait] += _hashtag_field(exhibit)
            markers = found[trait]
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
        for name, text in exhibit.texts.items()
        for found in search(text.replace(exhibit.brand, " ") if exhibit.brand else text)
    ]


def _hashtag_field(exhibit: Exhibit) -> list[dict[str, Any]]:
    """Return the hashtags of the field that holds nothing else, where they need no sign."""
    words = exhibit.asset.text.get("hashtags", "").split()
    return [{"field": "hashtags", "found": word} for word in words if not word.startswith("#")]
