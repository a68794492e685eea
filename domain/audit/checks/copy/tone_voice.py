"""Checks of how the copy speaks: the voice that the brief asks for and the traits it forbids."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contracts import QualityCheck, RuleKind, Severity
from domain.audit.findings import MAX_MATCHES, Judge
from domain.audit.subject import Subject
from domain.text.traits import TRAITS
from domain.tone import MANNERS, Search, Voice, asked_for

_Markers = list[dict[str, Any]]


_CODES: Final[Mapping[Voice, str]] = {
    Voice.FORMAL: "TONE_NOT_FORMAL",
    Voice.FAMILIAR: "TONE_TOO_FORMAL",
}


def check_tone_voice(subject: Subject) -> list[QualityCheck]:
    """Judge the voice, and every forbidden trait."""
    judge = subject.judge("tone_voice_check", Severity.HIGH)
    findings: list[QualityCheck] = []
    for rule in subject.rules_of(RuleKind.TONE):
        voice = asked_for(rule.values)
        if isinstance(voice, Voice):
            manner = MANNERS[voice]
            found = [each for find in manner.avoids.values() for each in _search(find, subject)]
            perhaps = [each for find in manner.perhaps for each in _search(find, subject)]
            evidence = {"voice": str(voice), "rule": rule.text}
            findings += _told(judge, _CODES[voice], found, perhaps, evidence)
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


def _search(search: Search, subject: Subject) -> _Markers:
    return [
        {"field": name, "found": found}
        for name, text in subject.texts.items()
        for found in search(text.replace(subject.brand, " ") if subject.brand else text)
    ]


def _hashtag_field(subject: Subject) -> _Markers:
    """Return the hashtags of the field that holds nothing else, where they need no sign."""
    words = subject.asset.text.get("hashtags", "").split()
    return [{"field": "hashtags", "found": word} for word in words if not word.startswith("#")]
