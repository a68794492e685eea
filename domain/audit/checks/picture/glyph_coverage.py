"""The check that a font can draw every character."""

from contracts import QualityCheck, Severity
from domain.audit.subject import Subject
from domain.fonts import TYPEFACE, has_glyph, weight_of


def check_glyph_coverage(subject: Subject) -> list[QualityCheck]:
    """Judge whether every character of the picture's text has a glyph in its font."""
    judge = subject.judge("glyph_coverage_check", Severity.CRITICAL)
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
            findings.append(judge.failed("GLYPH_MISSING", missing_chars=missing, **place))
    return findings or [judge.passed(blocks=len(subject.layout.inks))]
