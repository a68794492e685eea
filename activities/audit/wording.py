"""Checks of the copy's form: what must be there, how long it is, and that the picture says it."""

import re
import unicodedata
from typing import Final

from activities.audit.exhibit import Exhibit
from activities.platforms import FieldLimit
from activities.platforms.counting import measure
from contracts import QualityCheck, Severity

_FILE_NAME: Final = re.compile(
    r"^\S+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|heic|avif)$"
    r"|^(?:img|dsc|image|imagen|foto)[-_ ]?\d+$",
    re.IGNORECASE,
)
_BRAND_ROLES: Final = frozenset({"brand", "logo"})


def check_required_fields(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge whether the copy has every field that the placement needs."""
    judge = exhibit.judge("required_fields_check", Severity.CRITICAL)
    required = [name for name, limit in exhibit.placement.fields.items() if limit.required]
    missing = [name for name in required if not exhibit.asset.text.get(name, "").strip()]
    return [
        judge.failed("FIELD_MISSING", field=name, required=required, actual_count=0)
        for name in missing
    ] or [judge.passed(required=required)]


def check_field_length(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge the length of every field as its platform counts; the brief's limits are hard."""
    findings: list[QualityCheck] = []
    for name, text in exhibit.asset.text.items():
        limit = exhibit.placement.fields.get(name)
        if limit is None:
            judge = exhibit.judge("field_length_check", Severity.HIGH)
            findings.append(judge.not_evaluated("the placement has no such field", field=name))
        else:
            findings.append(_judge_length(exhibit, limit, text))
    judge = exhibit.judge("field_length_check", Severity.CRITICAL)
    return findings or [judge.passed(fields=0)]


def _judge_length(exhibit: Exhibit, limit: FieldLimit, text: str) -> QualityCheck:
    judge = exhibit.judge("field_length_check", Severity.CRITICAL)
    constrained = exhibit.constraints().get(limit.name)
    is_hard = limit.is_hard or constrained is not None
    longest = limit.max if constrained is None else int(constrained)
    actual = measure(limit.counting, text)
    counting, enforcement = str(limit.counting), "hard" if is_hard else "soft"
    if limit.max_bytes is not None and actual <= longest:
        size = measure("bytes", text)
        if size > limit.max_bytes:
            actual, longest, counting = size, limit.max_bytes, "bytes"
    evidence = {
        "field": limit.name,
        "actual": actual,
        "max": longest,
        "counting": counting,
        "enforcement": enforcement,
        "source": limit.source if constrained is None else "platform_constraints",
    }
    if actual <= longest:
        return judge.passed(**evidence)
    if is_hard:
        return judge.failed("TEXT_TOO_LONG", **evidence)
    return judge.warned("TEXT_MAY_TRUNCATE", Severity.MEDIUM, **evidence)


def check_alt_text(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge whether people who do not see the picture are told what it shows."""
    judge = exhibit.judge("alt_text_check", Severity.HIGH)
    text = (exhibit.asset.alt_text or "").strip()
    longest = int(exhibit.ruleset["alt_text_max"])
    length = measure("graphemes", text)
    if not text:
        return [judge.failed("ALT_TEXT_MISSING", length=0, max=longest)]
    if _FILE_NAME.match(text):
        return [judge.failed("ALT_TEXT_IS_FILENAME", length=length, max=longest)]
    if length > longest:
        return [judge.failed("ALT_TEXT_TOO_LONG", length=length, max=longest)]
    return [judge.passed(length=length, max=longest)]


def check_image_text(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge whether the words in the picture are the approved copy."""
    judge = exhibit.judge("image_text_match_check", Severity.HIGH)
    if exhibit.layout is None:
        why = exhibit.layout_fault or "no layout says which words the picture shows"
        return [judge.not_evaluated(why)]
    copy = {name: _plain(text) for name, text in exhibit.asset.text.items()}
    findings: list[QualityCheck] = []
    shown: dict[str, str] = {}
    for block in exhibit.layout.manifest.blocks:
        shown[block.role] = f"{shown.get(block.role, '')} {block.text}"
    for role, text in shown.items():
        actual = _plain(text)
        expected = _plain(exhibit.brand) if role in _BRAND_ROLES else copy.get(role)
        if expected is None:
            # A role that is no field, such as a call to action, shows words of some other field.
            expected = next((whole for whole in copy.values() if actual in whole), None)
            matches = expected is not None
        else:
            matches = actual == expected
        if not matches:
            findings.append(
                judge.failed("IMAGE_TEXT_DIFFERS", field=role, expected=expected, actual=actual)
            )
    return findings or [judge.passed(fields=sorted(shown))]


def _plain(text: str) -> str:
    """Return the text in one form, with line breaks as spaces: wrapping is not a difference."""
    return " ".join(unicodedata.normalize("NFC", text).split())
