"""Checks of the copy's fields: which there must be, how many, and how long they are."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.subject import Subject
from domain.platforms import FieldLimit
from domain.platforms.constraints import SOURCE
from domain.platforms.counting import Counting, measure
from domain.text.addresses import addresses_in

_JOINT: Final = "\n\n"
"""What stands between a body and the hashtags that are published beneath it."""


def check_required_fields(subject: Subject) -> list[QualityCheck]:
    """Judge whether the copy has every field that the placement needs, as often as it needs it."""
    judge = subject.judge("required_fields_check", Severity.CRITICAL)
    limits = subject.placement.fields
    required = [name for name, limit in limits.items() if limit.required]
    findings: list[QualityCheck] = []
    for name, limit in limits.items():
        count = sum(
            1
            for field, text in subject.asset.text.items()
            if text.strip() and subject.placement.limit_of(field) is limit
        )
        wanted = int(subject.constraints.get(f"{name}_variants", limit.min_variants))
        if limit.required and count == 0:
            findings.append(
                judge.failed("FIELD_MISSING", field=name, required=required, actual_count=0)
            )
        elif count < wanted and (limit.required or count):
            findings.append(
                judge.failed("TOO_FEW_VARIANTS", field=name, required=wanted, actual_count=count)
            )
    return findings or [judge.passed(required=required)]


def check_field_length(subject: Subject) -> list[QualityCheck]:
    """Judge the length of every field as its platform counts; the brief's limits are hard."""
    findings: list[QualityCheck] = []
    for name, text in subject.asset.text.items():
        limit = subject.placement.limit_of(name)
        if limit is None:
            judge = subject.judge("field_length_check", Severity.HIGH)
            findings.append(judge.not_evaluated("the placement has no such field", field=name))
        else:
            findings.append(_judge_length(subject, name, limit, text))
    judge = subject.judge("field_length_check", Severity.CRITICAL)
    return findings or [judge.passed(fields=0)]


def _judge_length(subject: Subject, name: str, limit: FieldLimit, text: str) -> QualityCheck:
    judge = subject.judge("field_length_check", Severity.CRITICAL)
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
        return judge.failed("TEXT_TOO_LONG", **evidence)
    if actual > longest:
        return judge.warned("TEXT_MAY_TRUNCATE", Severity.MEDIUM, **evidence)
    if actual < shortest:
        return judge.failed("TEXT_TOO_SHORT", min=int(shortest), **evidence)
    return judge.passed(**evidence)


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
