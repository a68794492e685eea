"""The check that copy says what it is about, asks for something, and says it once and whole."""

import re
from collections.abc import Iterator
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.subject import Subject
from domain.text.spelling import comparable, forms_of, normalize

CORE_MESSAGE_ABSENT: Final = warning(
    "CORE_MESSAGE_ABSENT", "the copy does not say the core message", Severity.MEDIUM
)
CTA_MISSING: Final = warning("CTA_MISSING", "the call to action is missing", Severity.MEDIUM)
DUPLICATE_TEXT: Final = Reason("DUPLICATE_TEXT", "the same text stands in {fields}")
TEXT_CUT: Final = Reason("TEXT_CUT", "{actual} is cut off: {expected}")

_WORD: Final = re.compile(r"[^\W_]+")
_CUT: Final = re.compile(r"\s*(?:…|\.{3})\s*$")
_SHORTEST: Final = 4
"""Letters from which a word carries meaning of its own, in both languages."""
_PAIRS: Final = (("headline", "description"), ("subject", "preheader"))
"""Fields that readers see together."""
_ACTION: Final = "call_to_action"


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the core message's words, the call to action, what is said twice, and what is cut."""
    copy = subject.asset.text
    everything = "\n".join(copy.values())
    findings: list[QualityCheck] = []
    overlap = _overlap(subject.context.core_message or "", everything)
    least = subject.ruleset["message_min_overlap"]
    if overlap is not None and overlap < least:
        evidence = {"overlap": overlap, "min_overlap": least}
        findings.append(judge.warned(CORE_MESSAGE_ABSENT, **evidence))
    wanted = subject.context.call_to_action
    asked = copy.get(_ACTION, "").strip()
    is_there = _plain(wanted) in _plain(everything) if wanted else bool(asked)
    if not is_there and (wanted or _ACTION in subject.placement.fields):
        findings.append(judge.warned(CTA_MISSING, cta=asked or None, expected=wanted))
    for first, second in _PAIRS:
        if _plain(copy.get(first)) and _plain(copy.get(first)) == _plain(copy.get(second)):
            findings.append(judge.failed(DUPLICATE_TEXT, fields=[first, second]))
    findings += _cut_off(subject, judge.at(Severity.HIGH))
    return findings or [judge.passed(overlap=overlap, min_overlap=least, cta=asked or None)]


def _cut_off(subject: Subject, judge: Judge) -> Iterator[QualityCheck]:
    """Judge what the sender's own words end with: a name that is cut is another name."""
    wanted = subject.context
    whole = (wanted.sender, wanted.product, wanted.call_to_action, wanted.core_message)
    for name, text in subject.asset.text.items():
        begun = _CUT.sub("", text)
        for each in whole:
            if begun != text and each and each.startswith(begun) and not _CUT.search(each):
                yield judge.failed(TEXT_CUT, field=name, actual=text, expected=each)
                break


def _overlap(message: str, copy: str) -> float | None:
    """Return the share of a message's words that copy takes up, or `None` without words."""
    wanted = [forms_of(word) for word in _WORD.findall(normalize(message)) if _carries(word)]
    if not wanted:
        return None
    said = {form for word in _WORD.findall(normalize(copy)) for form in forms_of(word)}
    return sum(1 for forms in wanted if forms & said) / len(wanted)


def _carries(word: str) -> bool:
    return len(word) >= _SHORTEST or word.isdigit()


def _plain(text: str | None) -> str:
    return " ".join(_WORD.findall(comparable(text or "")))


CHECK: Final = Check(
    check_id="message_match_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.COPY}),
    measures="core message, call to action, repeated fields, names that are cut",
    reasons=(CORE_MESSAGE_ABSENT, CTA_MISSING, DUPLICATE_TEXT, TEXT_CUT),
    find=check,
)
