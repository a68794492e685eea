"""The check of how the copy speaks: the voice that a brief asks for, the traits that it forbids."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contracts import QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.text.addresses import without_addresses
from domain.text.traits import TRAITS
from domain.tone import TONE_RULES, Search, Voice, asked_for

TONE_NOT_FORMAL: Final = Reason("TONE_NOT_FORMAL", "not in a formal voice: {markers}")
TONE_TOO_FORMAL: Final = Reason("TONE_TOO_FORMAL", "not in an informal voice: {markers}")
EMOJI_NOT_ALLOWED: Final = Reason("EMOJI_NOT_ALLOWED", "{markers}, against the rule: {rule}")
EXCESSIVE_CAPS: Final = Reason("EXCESSIVE_CAPS", "{markers}, against the rule: {rule}")
CHARACTER_NOT_ALLOWED: Final = Reason(
    "CHARACTER_NOT_ALLOWED", "{markers}, against the rule: {rule}"
)
FORBIDDEN_TERM: Final = Reason("FORBIDDEN_TERM", "{markers}, against the rule: {rule}")

_OF_VOICES: Final[Mapping[Voice, Reason]] = {
    Voice.FORMAL: TONE_NOT_FORMAL,
    Voice.INFORMAL: TONE_TOO_FORMAL,
}
_OF_TRAITS: Final[Mapping[str, Reason]] = {
    "emoji": EMOJI_NOT_ALLOWED,
    "emoticon": EMOJI_NOT_ALLOWED,
    "caps": EXCESSIVE_CAPS,
    "exclamation": CHARACTER_NOT_ALLOWED,
    "hashtag": CHARACTER_NOT_ALLOWED,
    "mention": CHARACTER_NOT_ALLOWED,
    "price": FORBIDDEN_TERM,
    "tuteo": TONE_NOT_FORMAL,
    "url": FORBIDDEN_TERM,
    "contraction": FORBIDDEN_TERM,
    "phone": FORBIDDEN_TERM,
    "email_address": FORBIDDEN_TERM,
}
_Markers = list[dict[str, Any]]


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the voice, and every forbidden trait."""
    findings: list[QualityCheck] = []
    for rule in subject.rules_of(RuleKind.TONE):
        voice = asked_for(rule.values)
        if isinstance(voice, Voice):
            tone = TONE_RULES[voice]
            found = [each for find in tone.avoids.values() for each in _spoken(find, subject)]
            perhaps = [each for find in tone.perhaps for each in _spoken(find, subject)]
            evidence = {"voice": str(voice), "rule": rule.text}
            findings += _told(judge, _OF_VOICES[voice], found, perhaps, evidence)
    # What the brief forbids outright blocks, as a forbidden word does.
    strict = judge.at(Severity.CRITICAL)
    searched: dict[str, tuple[_Markers, _Markers]] = {}
    for rule in subject.rules_of(RuleKind.FEATURE):
        for name in rule.values:
            if name in TRAITS:
                if name not in searched:
                    searched[name] = _search_trait(name, subject)
                evidence = {"trait": name, "rule": rule.text}
                findings += _told(strict, _OF_TRAITS[name], *searched[name], evidence)
    return findings or [judge.passed()]


def _told(
    judge: Judge,
    reason: Reason,
    found: _Markers,
    perhaps: _Markers,
    evidence: dict[str, Any],
) -> Iterator[QualityCheck]:
    if found:
        known = {"markers": found[:MAX_MATCHES], "score": len(found), **evidence}
        yield judge.failed(reason, **known)
    elif perhaps:
        # The words may mean something else: a person has to read them.
        known = {"markers": perhaps[:MAX_MATCHES], "score": len(perhaps), **evidence}
        yield judge.warned(reason, **known)


def _search_trait(name: str, subject: Subject) -> tuple[_Markers, _Markers]:
    trait = TRAITS[name]
    look = _spoken if name == "tuteo" else _search
    found = look(trait.find, subject)
    if name == "hashtag":
        found += _hashtag_field(subject)
    return found, look(trait.suspect, subject) if trait.suspect is not None else []


def _spoken(search: Search, subject: Subject) -> _Markers:
    """Search what is said to readers: the words of an address are said to nobody."""
    return _search(lambda text: search(without_addresses(text)), subject)


def _search(search: Search, subject: Subject) -> _Markers:
    return [
        {"field": name, "found": found}
        for name, text in subject.texts.items()
        for found in search(subject.context.with_quiet_names(subject.without_sender(text)))
    ]


def _hashtag_field(subject: Subject) -> _Markers:
    """Return the hashtags of the field that holds nothing else, where they need no sign."""
    words = subject.asset.text.get("hashtags", "").split()
    return [{"field": "hashtags", "found": word} for word in words if not word.startswith("#")]


CHECK: Final = Check(
    check_id="tone_voice_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.WORDS}),
    measures="a formal or informal voice, and forbidden traits",
    reasons=(
        TONE_NOT_FORMAL,
        TONE_TOO_FORMAL,
        EMOJI_NOT_ALLOWED,
        EXCESSIVE_CAPS,
        CHARACTER_NOT_ALLOWED,
        FORBIDDEN_TERM,
    ),
    find=check,
)
