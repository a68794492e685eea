"""Checks of how the copy speaks: the voice that the brief asks for and the traits it forbids."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts import CompiledRule, QualityCheck, RuleKind, Severity
from domain.audit.checks.copy.tone_style import MINIMAL
from domain.audit.findings import MAX_MATCHES, Judge
from domain.audit.subject import Subject
from domain.text.traits import (
    TRAITS,
    capitals_in,
    casual_forms_in,
    emoji_in,
    exclamations_in,
    formal_forms_in,
)
from domain.text.tuteo import perhaps_tuteo_in, tuteo_in

_Search = Callable[[str], list[str]]
_Markers = list[dict[str, Any]]


@dataclass(frozen=True)
class _Voice:
    reason_code: str
    avoids: tuple[_Search, ...]
    suspects: tuple[_Search, ...] = ()
    """Finds what the voice may have to avoid, or need not."""


_VOICES: Final[Mapping[str, _Voice]] = {
    "formal": _Voice(
        "TONE_NOT_FORMAL",
        (tuteo_in, casual_forms_in, emoji_in, exclamations_in, capitals_in),
        (perhaps_tuteo_in,),
    ),
    "familiar": _Voice("TONE_TOO_FORMAL", (formal_forms_in,)),
}


def is_measurable_tone(rule: CompiledRule) -> bool:
    """Tell whether a check can measure the tone that a rule asks for."""
    return rule.values == MINIMAL or _is_voice(rule)


def _is_voice(rule: CompiledRule) -> bool:
    return (
        len(rule.values) == len(MINIMAL) and rule.values[0] == "voice" and rule.values[1] in _VOICES
    )


def check_tone_voice(subject: Subject) -> list[QualityCheck]:
    """Judge the voice, and every forbidden trait."""
    judge = subject.judge("tone_voice_check", Severity.HIGH)
    findings: list[QualityCheck] = []
    for rule in subject.rules_of(RuleKind.TONE):
        voice = _VOICES.get(rule.values[1]) if _is_voice(rule) else None
        if voice is not None:
            found = [marker for each in voice.avoids for marker in _search(each, subject)]
            perhaps = [marker for each in voice.suspects for marker in _search(each, subject)]
            evidence = {"voice": rule.values[1], "rule": rule.text}
            findings += _told(judge, voice.reason_code, found, perhaps, evidence)
    # What the brief forbids outright blocks, as a forbidden word does.
    strict = subject.judge("tone_voice_check", Severity.CRITICAL)
    searched: dict[str, tuple[_Markers, _Markers]] = {}
    for rule in subject.rules_of(RuleKind.FEATURE):
        for name in rule.values:
            if name in TRAITS:
                if name not in searched:
                    searched[name] = _search_trait(name, subject)
                evidence = {"trait": name, "rule": rule.text}
                findings += _told(strict, TRAITS[name].reason_code, *searched[name], evidence)
    return findings or [judge.passed()]


def _told(
    judge: Judge,
    reason_code: str,
    found: _Markers,
    perhaps: _Markers,
    evidence: dict[str, Any],
) -> Iterator[QualityCheck]:
    if found:
        known = {"markers": found[:MAX_MATCHES], "score": len(found), **evidence}
        yield judge.failed(reason_code, **known)
    elif perhaps:
        # The words may mean something else: a person has to read them.
        known = {"markers": perhaps[:MAX_MATCHES], "score": len(perhaps), **evidence}
        yield judge.warned(reason_code, Severity.HIGH, **known)


def _search_trait(name: str, subject: Subject) -> tuple[_Markers, _Markers]:
    trait = TRAITS[name]
    found = _search(trait.find, subject)
    if name == "hashtag":
        found += _hashtag_field(subject)
    return found, _search(trait.suspect, subject) if trait.suspect is not None else []


def _search(search: _Search, subject: Subject) -> _Markers:
    return [
        {"field": name, "found": found}
        for name, text in subject.texts.items()
        for found in search(text.replace(subject.brand, " ") if subject.brand else text)
    ]


def _hashtag_field(subject: Subject) -> _Markers:
    """Return the hashtags of the field that holds nothing else, where they need no sign."""
    words = subject.asset.text.get("hashtags", "").split()
    return [{"field": "hashtags", "found": word} for word in words if not word.startswith("#")]
