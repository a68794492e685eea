"""The check of how much of a picture text takes."""

from typing import Final

from PIL import Image, ImageDraw

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, warning
from domain.audit.picture.sizes import line_boxes
from domain.audit.subject import Subject

TEXT_OVERLAY_HEAVY: Final = warning(
    "TEXT_OVERLAY_HEAVY", "text covers {actual:share} of the picture", Severity.MEDIUM
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge how much of the picture text takes, each line with its own width."""
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    covered = Image.new("L", layout.mask.size, 0)
    draw = ImageDraw.Draw(covered)
    boxes = [box for ink in layout.inks for box in line_boxes(ink, layout.mask)]
    stray = layout.stray.getbbox()
    for box in [*boxes, *([stray] if stray else [])]:
        draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=255)
    actual = covered.histogram()[-1] / (covered.width * covered.height)
    most = subject.ruleset["text_coverage_max"]
    if actual > most:
        about = {"actual": actual, "max_recommended": most, "box": covered.getbbox()}
        return [judge.warned(TEXT_OVERLAY_HEAVY, **about)]
    return [judge.passed(actual=actual, max_recommended=most)]


CHECK: Final = Check(
    check_id="text_coverage_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.LAYOUT}),
    measures="share of the picture under text",
    reasons=(TEXT_OVERLAY_HEAVY,),
    find=check,
)
