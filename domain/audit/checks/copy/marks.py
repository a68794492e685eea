"""Checks of the marks in copy: capitals, punctuation, emoji, hashtags and mentions."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from contracts import Language, QualityCheck, Severity
from domain.audit.findings import MAX_MATCHES
from domain.audit.subject import Subject
from domain.text.addresses import without_addresses
from domain.text.traits import capitals_in, emoji_in, hashtags_in, words_in

_REPEATED: Final = re.compile(r"[!?]{2,}|[¡¿]{2,}|[,;:]{2,}|\.{4,}")
_CLOSED: Final = re.compile(r"[^.!?…\n]*[!?]")
_MENTION: Final = re.compile(r"(?<![\w@./])@\w[\w.]*")
_HEADLINES: Final = frozenset({"headline", "long_headline", "subject"})


def check_caps(subject: Subject) -> list[QualityCheck]:
    """Judge words in capitals: few of them, and no two in a row."""
    judge = subject.judge("caps_check", _gravity(subject))
    most = subject.ruleset["caps_max_ratio"]
    findings: list[QualityCheck] = []
    for name, text in _prose(subject):
        words, shouted = words_in(text), capitals_in(text)
        ratio = len(shouted) / len(words) if words else 0.0
        has_run = any(len(capitals_in(f"{a} {b}")) > 1 for a, b in pairwise(words))
        if ratio > most or has_run:
            evidence = {"ratio": ratio, "max_ratio": most, "words": shouted[:MAX_MATCHES]}
            findings.append(judge.failed("EXCESSIVE_CAPS", field=name, **evidence))
    return findings or [judge.passed(max_ratio=most)]


def check_punctuation(subject: Subject) -> list[QualityCheck]:
    """Judge repeated marks, exclamations where a platform forbids them, and unopened questions."""
    judge = subject.judge("punctuation_check", _gravity(subject))
    findings: list[QualityCheck] = []
    for name, text in _prose(subject):
        repeated = _REPEATED.findall(text)
        if repeated:
            matches = {"matches": repeated[:MAX_MATCHES], "count": len(repeated), "max": 0}
            findings.append(judge.failed("REPEATED_PUNCTUATION", field=name, **matches))
        if name in _HEADLINES and not subject.placement.exclamation and "!" in text:
            found = {"matches": ["!"], "count": text.count("!"), "max": 0}
            findings.append(judge.failed("EXCLAMATION_IN_HEADLINE", field=name, **found))
        unopened = _unopened(text) if subject.language is Language.SPANISH else []
        if unopened:
            found = {"matches": unopened[:MAX_MATCHES], "count": len(unopened), "max": 0}
            findings.append(judge.warned("MISSING_OPENING_MARK", Severity.LOW, field=name, **found))
    return findings or [judge.passed()]


def check_emoji(subject: Subject) -> list[QualityCheck]:
    """Judge emoji: none where the platform forbids them, and elsewhere not too many."""
    found = [emoji for text in subject.asset.text.values() for emoji in emoji_in(text)]
    constrained = subject.constraints.get("max_emoji")
    if constrained is not None or not subject.placement.emoji:
        judge = subject.judge("emoji_check", Severity.CRITICAL)
        most = int(constrained or 0) if subject.placement.emoji else 0
    else:
        judge = subject.judge("emoji_check", Severity.MEDIUM)
        most = subject.placement.max_emoji or int(subject.ruleset["max_emoji"])
    evidence: dict[str, Any] = {"count": len(found), "max": most, "emoji": found[:MAX_MATCHES]}
    if found and not subject.placement.emoji:
        return [judge.failed("EMOJI_NOT_ALLOWED", **evidence)]
    if len(found) > most:
        return [judge.failed("TOO_MANY_EMOJI", **evidence)]
    return [judge.passed(**evidence)]


def check_hashtags_and_mentions(subject: Subject) -> list[QualityCheck]:
    """Judge how many hashtags and mentions there are, and characters that a platform refuses."""
    judge = subject.judge("hashtag_mention_check", Severity.CRITICAL)
    copy, place = subject.asset.text, subject.placement
    whole = "\n".join(copy.values())
    bare = [word for word in copy.get("hashtags", "").split() if word[0] not in "#＃"]
    counts = {
        "hashtags": (hashtags_in(whole) + bare, place.max_hashtags, "TOO_MANY_HASHTAGS"),
        "mentions": (_MENTION.findall(whole), place.max_mentions, "TOO_MANY_MENTIONS"),
    }
    findings: list[QualityCheck] = []
    evidence: dict[str, Any] = {}
    for name, (found, own, reason_code) in counts.items():
        constrained = subject.constraints.get(f"max_{name}")
        most = own if constrained is None else int(constrained)
        evidence[name] = len(found)
        if most is not None and len(found) > most:
            findings.append(
                judge.failed(reason_code, count=len(found), max=most, matches=found[:MAX_MATCHES])
            )
    refused = sorted({char for char in whole if char in place.forbidden_characters})
    if refused:
        findings.append(judge.failed("CHARACTER_NOT_ALLOWED", characters=refused))
    return findings or [judge.passed(**evidence)]


def _gravity(subject: Subject) -> Severity:
    """Return how grave gimmicks are: platforms that forbid exclamation marks refuse them."""
    return Severity.MEDIUM if subject.placement.exclamation else Severity.HIGH


def _prose(subject: Subject) -> Iterator[tuple[str, str]]:
    """Return the copy that is made of sentences, without links and the sender's name."""
    for name, text in subject.asset.text.items():
        if name != "hashtags":
            plain = without_addresses(text)
            yield name, plain.replace(subject.brand, " ") if subject.brand else plain


def _unopened(text: str) -> list[str]:
    """Return the ends of Spanish questions and exclamations that were not opened (RAE 2010)."""
    return [
        sentence.strip()[-40:]
        for sentence in _CLOSED.findall(text)
        if any(char.isalpha() for char in sentence)
        and {"?": "¿", "!": "¡"}[sentence[-1]] not in sentence
        and not ("¿" in sentence or "¡" in sentence)
    ]
