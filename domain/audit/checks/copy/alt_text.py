"""The check that people who do not see the picture are told what it shows."""

import re
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.platforms.counting import measure

ALT_TEXT_MISSING: Final = Reason(
    "ALT_TEXT_MISSING", "the alternative text says too little: {length} characters"
)
ALT_TEXT_TOO_LONG: Final = Reason(
    "ALT_TEXT_TOO_LONG", "the alternative text has {length} characters of {max}"
)
ALT_TEXT_IS_FILENAME: Final = Reason(
    "ALT_TEXT_IS_FILENAME", "the alternative text is a file's name"
)

_FILE_NAME: Final = re.compile(
    r"^\S+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|heic|avif)$"
    r"|^(?:img|dsc|image|imagen|foto)[-_ ]?\d+$",
    re.IGNORECASE,
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether people who do not see the picture are told what it shows."""
    text = (subject.asset.alt_text or "").strip()
    longest = int(subject.ruleset["alt_text_max"])
    length = measure("graphemes", text)
    if length < subject.ruleset["alt_text_min"]:
        return [judge.failed(ALT_TEXT_MISSING, length=length, max=longest)]
    if _FILE_NAME.match(text):
        return [judge.failed(ALT_TEXT_IS_FILENAME, length=length, max=longest)]
    if length > longest:
        return [judge.failed(ALT_TEXT_TOO_LONG, length=length, max=longest)]
    return [judge.passed(length=length, max=longest)]


CHECK: Final = Check(
    check_id="alt_text_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.COPY}),
    measures="alternative text",
    reasons=(ALT_TEXT_MISSING, ALT_TEXT_TOO_LONG, ALT_TEXT_IS_FILENAME),
    find=check,
)
