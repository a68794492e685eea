"""The check that the font can draw every character."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.fonts import TYPEFACE, has_glyph, weight_of

GLYPH_MISSING: Final = Reason("GLYPH_MISSING", "the font has no {missing_chars}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether every character of the picture's text has a glyph in its font."""
    if subject.layout is None:
        return subject.without_layout(judge)
    findings: list[QualityCheck] = []
    for ink in subject.layout.inks:
        block = ink.block
        place = {"font": block.font, "field": block.role, "box": ink.place}
        weight = weight_of(bold=block.bold)
        if block.font != TYPEFACE:
            findings.append(judge.unmeasured("the auditor does not have this font", **place))
            continue
        missing = [char for char in dict.fromkeys(block.text) if not has_glyph(char, weight)]
        if missing:
            findings.append(judge.failed(GLYPH_MISSING, missing_chars=missing, **place))
    return findings or [judge.passed(blocks=len(subject.layout.inks))]


CHECK: Final = Check(
    check_id="glyph_coverage_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.LAYOUT}),
    measures="characters without a glyph",
    reasons=(GLYPH_MISSING,),
    find=check,
)
