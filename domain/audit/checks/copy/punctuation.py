"""The check of the marks between words."""

import re
from typing import Final

from contracts import Language, QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason, warning
from domain.audit.subject import Subject
from domain.platforms.constraints import MAX_EXCLAMATIONS
from domain.text.spelling import normalize

REPEATED_PUNCTUATION: Final = Reason("REPEATED_PUNCTUATION", "repeated marks: {matches}")
EXCLAMATION_IN_HEADLINE: Final = Reason(
    "EXCLAMATION_IN_HEADLINE", "the platform takes no exclamation mark here"
)
MISSING_OPENING_MARK: Final = warning(
    "MISSING_OPENING_MARK", "not opened with ¿ or ¡: {matches}", Severity.LOW
)
MISSING_CLOSING_MARK: Final = warning(
    "MISSING_CLOSING_MARK", "opened with ¿ or ¡, and not closed: {matches}", Severity.LOW
)
TOO_MANY_EXCLAMATIONS: Final = Reason("TOO_MANY_EXCLAMATIONS", "{count} exclamations of {max}")

_REPEATED: Final = re.compile(r"[!?]{2,}|[¡¿]{2,}|[,;:]{2,}|\.{4,}")
_CLOSED: Final = re.compile(r"[^.!?…\n]*[!?]")
_OPEN: Final = re.compile(r"[¡¿][^!?\n]*(?=\n|$)")
"""A mark that nothing closes on its line: `¡…?` and `¿…!` are closed (RAE 2010)."""
_HEADLINES: Final = frozenset({"headline", "long_headline", "subject"})


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge repeated marks, exclamations where a platform forbids them, and marks without pair."""
    findings = _judge_amount(subject, judge)
    judge = judge.at(subject.gimmicks)
    for name, text in subject.prose.items():
        repeated = _REPEATED.findall(text)
        if repeated:
            matches = {"matches": repeated[:MAX_MATCHES], "count": len(repeated), "max": 0}
            findings.append(judge.failed(REPEATED_PUNCTUATION, field=name, **matches))
        if name in _HEADLINES and not subject.placement.exclamation and "!" in text:
            found = {"matches": ["!"], "count": text.count("!"), "max": 0}
            findings.append(judge.failed(EXCLAMATION_IN_HEADLINE, field=name, **found))
        for reason, alone in _without_pair(subject, text):
            found = {"matches": alone[:MAX_MATCHES], "count": len(alone), "max": 0}
            findings.append(judge.warned(reason, field=name, **found))
    return findings or [judge.passed()]


def _without_pair(subject: Subject, text: str) -> list[tuple[Reason, list[str]]]:
    if subject.language is not Language.SPANISH:
        return []
    alone = (
        (MISSING_OPENING_MARK, _unopened(text)),
        (MISSING_CLOSING_MARK, [match.strip()[:40] for match in _OPEN.findall(text)]),
    )
    return [(reason, matches) for reason, matches in alone if matches]


def _judge_amount(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge how many exclamations all fields have together, if a brief limits them."""
    most = subject.constraints.get(MAX_EXCLAMATIONS)
    count = sum(text.count("!") for text in map(normalize, subject.prose.values()))
    if most is None or count <= most:
        return []
    strict = judge.at(Severity.CRITICAL)
    return [strict.failed(TOO_MANY_EXCLAMATIONS, count=count, max=int(most))]


def _unopened(text: str) -> list[str]:
    """Return the ends of Spanish questions and exclamations that were not opened (RAE 2010)."""
    return [
        sentence.strip()[-40:]
        for sentence in _CLOSED.findall(text)
        if any(char.isalpha() for char in sentence)
        and {"?": "¿", "!": "¡"}[sentence[-1]] not in sentence
        and not ("¿" in sentence or "¡" in sentence)
    ]


CHECK: Final = Check(
    check_id="punctuation_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.COPY}),
    measures="repeated marks, exclamations, questions that are not opened or closed",
    reasons=(
        REPEATED_PUNCTUATION,
        EXCLAMATION_IN_HEADLINE,
        MISSING_OPENING_MARK,
        MISSING_CLOSING_MARK,
        TOO_MANY_EXCLAMATIONS,
    ),
    find=check,
)
