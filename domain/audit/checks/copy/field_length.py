"""The check that every field of the copy is as long as it may be."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.subject import Subject
from domain.platforms import FieldLimit
from domain.platforms.constraints import SOURCE, WORDS
from domain.platforms.counting import Counting, measure
from domain.text.addresses import addresses_in

TEXT_TOO_LONG: Final = Reason("TEXT_TOO_LONG", "{actual} of {max} {counting}")
TEXT_TOO_SHORT: Final = Reason("TEXT_TOO_SHORT", "{actual} {counting}, and {min} are wanted")
TEXT_MAY_TRUNCATE: Final = warning(
    "TEXT_MAY_TRUNCATE", "{actual} of {max} {counting}: it may be cut off", Severity.MEDIUM
)

_JOINT: Final = "\n\n"
"""What stands between a body and the hashtags that are published beneath it."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the length of every field as its platform counts; the brief's limits are hard."""
    findings: list[QualityCheck] = []
    for name, text in subject.asset.text.items():
        limit = subject.placement.limit_of(name)
        if limit is None:
            findings.append(judge.unmeasured("the placement has no such field", field=name))
        else:
            findings.append(_judge_length(subject, judge, name, limit, text))
            findings += _judge_words(subject, judge, name, limit, text)
    return findings or [judge.passed(fields=0)]


def _judge_length(
    subject: Subject, judge: Judge, name: str, limit: FieldLimit, text: str
) -> QualityCheck:
    constrained = subject.constraints.get(limit.name)
    shortest = subject.constraints.get(f"{limit.name}_min", limit.min)
    is_hard = limit.is_hard or constrained is not None
    longest = limit.max if constrained is None else int(constrained)
    whole = _published(subject, name, text) if limit.is_hard else text
    actual = _length(subject, name, limit.counting, whole)
    counting, enforcement = str(limit.counting), "hard" if is_hard else "soft"
    if limit.max_bytes is not None and actual <= longest:
        size = measure(Counting.BYTES, whole)
        if size > limit.max_bytes:
            actual, longest, counting = size, limit.max_bytes, "bytes"
    evidence = {
        "field": name,
        "actual": actual,
        "max": longest,
        "counting": counting,
        "enforcement": enforcement,
        "source": limit.source if constrained is None else SOURCE,
    }
    if actual > longest and is_hard:
        return judge.failed(TEXT_TOO_LONG, **evidence)
    if actual > longest:
        return judge.warned(TEXT_MAY_TRUNCATE, **evidence)
    if actual < shortest:
        return judge.failed(TEXT_TOO_SHORT, min=int(shortest), **evidence)
    return judge.passed(**evidence)


def _judge_words(
    subject: Subject, judge: Judge, name: str, limit: FieldLimit, text: str
) -> list[QualityCheck]:
    """Judge how many words a field has, if a brief limits them; a number is a word."""
    most = subject.constraints.get(f"{limit.name}{WORDS}")
    actual = sum(1 for word in text.split() if any(map(str.isalnum, word)))
    if most is None or actual <= most:
        return []
    evidence = {"field": name, "actual": actual, "max": int(most), "counting": "words"}
    return [judge.failed(TEXT_TOO_LONG, enforcement="hard", source=SOURCE, **evidence)]


def _published(subject: Subject, name: str, text: str) -> str:
    """Return what the platform counts as one text: a body is posted with its hashtags."""
    tags = subject.asset.text.get("hashtags", "")
    return f"{text}{_JOINT}{tags}" if name == "body" and tags.strip() else text


def _length(subject: Subject, name: str, counting: Counting, text: str) -> int:
    length = measure(counting, text)
    fixed = subject.placement.min_link_length
    if name != "body" or not fixed or counting is Counting.X_WEIGHTED:
        return length
    # Such a platform counts every link as one of a fixed length.
    links = [each.text for each in addresses_in(text) if each.has_scheme and each.is_on_the_web]
    return length - sum(measure(counting, link) for link in links) + fixed * len(links)


CHECK: Final = Check(
    check_id="field_length_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.COPY}),
    measures="length in the platform's own counting",
    reasons=(TEXT_TOO_LONG, TEXT_TOO_SHORT, TEXT_MAY_TRUNCATE),
    find=check,
)
