"""The check that a button stands out from what surrounds it."""

from typing import Final

from PIL import Image

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.boxes import clamped
from domain.audit.picture.colors import contrast, hex_of, luminance, masked_histogram
from domain.audit.picture.decoding import Picture
from domain.audit.picture.text_contrast import quantile
from domain.audit.subject import NO_PICTURE, Subject

CTA_CONTRAST_TOO_LOW: Final = Reason(
    "CTA_CONTRAST_TOO_LOW",
    "the button's contrast is {actual:ratio}:1, and {min_required}:1 is needed",
)

_BUTTON: Final = "call_to_action"
_GAP: Final = 2
"""Pixels beside the button that smoothing has mixed with it."""
_RING: Final = 8
"""Pixels around the button that it is compared with."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the button's own colour, as the picture shows it, against its surroundings."""
    layout, picture = subject.layout, subject.picture
    if layout is None:
        return subject.without_layout(judge)
    if not isinstance(picture, Picture):
        return [judge.not_evaluated(NO_PICTURE)]
    required = subject.ruleset["cta_contrast_min_ratio"]
    box = layout.box_of_fill(_BUTTON)
    if box is None:
        return [judge.passed(fill=None, min_required=required)]
    left, top, right, bottom = box
    width, height = picture.size
    outer = clamped((left - _RING, top - _RING, right + _RING, bottom + _RING), (width, height))
    x, y = (outer or box)[:2]
    frame = picture.rgb.crop(outer or box)
    inside = Image.new("L", frame.size, 0)
    inside.paste(255, (left - x, top - y, right - x, bottom - y))
    inside.paste(0, (left - x, top - y), layout.mask.crop(box))
    around = Image.new("L", frame.size, 255)
    around.paste(0, (left - x - _GAP, top - y - _GAP, right - x + _GAP, bottom - y + _GAP))
    fills, others = masked_histogram(frame, inside), masked_histogram(frame, around)
    if not fills or not others:
        return [judge.not_evaluated("the button leaves nothing to compare it with", box=box)]
    fill = max(fills, key=lambda entry: (entry[1], entry[0]))[0]
    ratios = [(contrast(luminance(fill), luminance(color)), n, color) for color, n in others]
    surround = quantile(ratios, 0.1)
    actual = contrast(luminance(fill), luminance(surround))
    evidence = {
        "actual": actual,
        "min_required": required,
        "box": box,
        "fill_hex": hex_of(fill),
        "surround_hex": hex_of(surround),
    }
    if actual < required:
        return [judge.failed(CTA_CONTRAST_TOO_LOW, **evidence)]
    return [judge.passed(**evidence)]


CHECK: Final = Check(
    check_id="cta_contrast_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.PICTURE, Need.LAYOUT}),
    measures="the button against its surroundings (SC 1.4.11)",
    reasons=(CTA_CONTRAST_TOO_LOW,),
    find=check,
)
