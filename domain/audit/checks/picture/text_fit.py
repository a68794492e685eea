"""The check that all text is whole."""

from itertools import combinations
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.boxes import Box, area_of, common, contains
from domain.audit.picture.layout import Ink, Layout, declared_box
from domain.audit.subject import Subject
from domain.fonts import face_of, on_one_line

TEXT_CLIPPED: Final = Reason("TEXT_CLIPPED", "text is clipped by {overflow_px} px")
TEXT_OVERLAP: Final = Reason("TEXT_OVERLAP", "texts overlap")
TEXT_OUT_OF_CANVAS: Final = Reason("TEXT_OUT_OF_CANVAS", "text leaves the picture")
WORD_BROKEN: Final = warning(
    "WORD_BROKEN", "a word is broken, since it is wider than its room: “{word}”", Severity.HIGH
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether all text is whole: nothing clipped, nothing off the picture or overprinted."""
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    findings = [finding for ink in layout.inks for finding in _judge_fit(ink, layout, judge)]
    for first, second in combinations(layout.inks, 2):
        shared = common(first.place, second.place)
        if area_of(shared) and _both_inked(first, second, layout, shared):
            other = {"region": first.block.role, "other_region": second.block.role}
            findings.append(judge.failed(TEXT_OVERLAP, box=shared, **other))
    return findings or [judge.passed(blocks=len(layout.inks), overflow_px=0)]


def _judge_fit(ink: Ink, layout: Layout, judge: Judge) -> list[QualityCheck]:
    width, height = layout.mask.size
    left, top, right, bottom = declared_box(ink.block)
    beyond = max(-left, -top, right - width, bottom - height, 0)
    about = {"region": ink.block.role, "box": ink.place}
    if beyond:
        return [judge.failed(TEXT_OUT_OF_CANVAS, overflow_px=beyond, **about)]
    if ink.box and (
        ink.box[0] == 0 or ink.box[1] == 0 or ink.box[2] == width or ink.box[3] == height
    ):
        why = "its ink reaches the picture's edge"
        return [judge.failed(TEXT_OUT_OF_CANVAS, reason=why, overflow_px=0, **about)]
    if ink.block.overflow:
        return [judge.failed(TEXT_CLIPPED, overflow_px=ink.block.overflow, **about)]
    broken = _broken_word(ink)
    if broken is not None:
        return [judge.warned(WORD_BROKEN, word=broken, **about)]
    button = layout.box_of_fill(ink.block.role)
    if button and ink.box and area_of(common(button, ink.box)):
        out = max(
            button[0] - ink.box[0],
            button[1] - ink.box[1],
            ink.box[2] - button[2],
            ink.box[3] - button[3],
        )
        if out > 0:
            return [judge.failed(TEXT_CLIPPED, overflow_px=out, fill_box=button, **about)]
    return []


def _broken_word(ink: Ink) -> str | None:
    """Return a word that is wider than the ink of all lines, so that it has to stand on two."""
    face = face_of(ink.block.font, ink.block.px, bold=ink.block.bold)
    if face is None or ink.box is None:
        return None
    room = ink.box[2] - ink.box[0] + ink.block.px
    return next(
        (word for word in on_one_line(ink.block.text).split() if face.getlength(word) > room), None
    )


def _both_inked(first: Ink, second: Ink, layout: Layout, shared: Box) -> bool:
    """Tell whether both blocks claim ink in the same place, or one lies within the other."""
    if contains(first.place, second.place) or contains(second.place, first.place):
        return True
    return layout.mask.crop(shared).getbbox() is not None


CHECK: Final = Check(
    check_id="text_fit_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.LAYOUT}),
    measures="clipped, overlapping or cut-off text",
    reasons=(TEXT_CLIPPED, TEXT_OVERLAP, TEXT_OUT_OF_CANVAS, WORD_BROKEN),
    find=check,
)
