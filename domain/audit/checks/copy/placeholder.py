"""The check for what should never have left the workshop: placeholders and broken characters."""

import re
from functools import cache
from typing import Any, Final

import regex

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.package_data import data_beside

PLACEHOLDER_LEFT: Final = Reason("PLACEHOLDER_LEFT", "left over from a template: {matches}")
ENCODING_BROKEN: Final = Reason(
    "ENCODING_BROKEN", "{matches}: {reason}", otherwise="broken characters: {matches}"
)

_MOJIBAKE: Final = re.compile(
    r"Ã[\u0080-\u00bf\u2018-\u203a\u0160\u0161\u017d\u017e\u0152\u0153\u0178\u0192\u02c6\u02dc]"
    r"|Â[\u00a1-\u00bf]|â(?:€.|\u0080.)|ï¿½|\ufffd|&(?:amp|nbsp|quot|lt|gt|#\d{2,5});"
)
_INVISIBLE: Final = regex.compile(
    r"[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
    # Joiners belong into other scripts and into emoji, a soft hyphen into any long word.
    r"|(?<=\p{Latin})(?:(?!\u00ad)\p{Default_Ignorable_Code_Point})+(?=\p{Latin})"
    r"|(?<=\p{Latin})[\u0334-\u0338\u0489\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20eb]"
)
_OTHER_LETTERS: Final = regex.compile(
    r"(?<![\p{L}\p{M}])(?=[\p{L}\p{M}]*\p{Latin})"
    r"(?=[\p{L}\p{M}]*[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}])"
    r"(?![kKMGmn]?[\u03a9\u2126\u03bc][a-zA-Z]{0,2}(?!\p{L}))[\p{L}\p{M}]+"
    r"|[\u1d00-\u1d22\ua730\ua731\u0299\u0262\u029c\u026a\u029f\u0274\u0280\u028f]{2,}"
    r"|[\U0001f150-\U0001f169\U0001f170-\U0001f189]{3,}"
)
"""Words of two scripts, but for units such as kΩ and μg; small capitals; pictures of letters."""
_HIDDEN: Final = (
    (_INVISIBLE, "characters that nobody sees can hide words from readers and filters"),
    (_OTHER_LETTERS, "letters that only look like others can hide words from filters"),
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether every text is filled in, and every character is what it was meant to be."""
    left: list[dict[str, Any]] = []
    perhaps: list[dict[str, Any]] = []
    broken: list[dict[str, Any]] = []
    hidden: dict[str, list[dict[str, Any]]] = {}
    for name, text in subject.texts.items():
        left += [_found(name, match) for match in _marks("certain").finditer(text)]
        perhaps += [_found(name, match) for match in _marks("perhaps").finditer(text)]
        broken += [_found(name, match) for match in _MOJIBAKE.finditer(text)]
        for pattern, why in _HIDDEN:
            found = [_found(name, match) for match in pattern.finditer(text)]
            hidden.setdefault(why, []).extend(found)
    findings: list[QualityCheck] = []
    if left:
        findings.append(judge.failed(PLACEHOLDER_LEFT, matches=left[:MAX_MATCHES]))
    elif perhaps:
        findings.append(judge.warned(PLACEHOLDER_LEFT, matches=perhaps[:MAX_MATCHES]))
    if broken:
        findings.append(judge.failed(ENCODING_BROKEN, matches=broken[:MAX_MATCHES]))
    for why, matches in hidden.items():
        if matches:
            evidence = {"reason": why, "matches": matches[:MAX_MATCHES]}
            findings.append(judge.warned(ENCODING_BROKEN, **evidence))
    return findings or [judge.passed()]


@cache
def _marks(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(data_beside(__name__, "placeholder.toml")[kind]))


def _found(field: str, match: Any) -> dict[str, Any]:
    """Return a match of either package for patterns, which have no type in common."""
    return {"field": field, "found": match[0], "code": ascii(match[0])[1:-1], "span": match.span()}


CHECK: Final = Check(
    check_id="placeholder_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.WORDS}),
    measures="unfilled templates, broken, invisible and look-alike characters",
    reasons=(PLACEHOLDER_LEFT, ENCODING_BROKEN),
    find=check,
)
