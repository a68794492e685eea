"""The check that people see the sender's logo."""

from collections import Counter
from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.boxes import Box, area_of, clamped
from domain.audit.picture.color_map import ColorMap
from domain.audit.picture.colors import (
    Rgb,
    contrast,
    distance,
    hex_of,
    histogram,
    luminance,
    parse_hex,
)
from domain.audit.picture.decoding import Picture
from domain.audit.picture.sizes import css_scale
from domain.audit.picture.text_contrast import quantile
from domain.audit.subject import NO_PICTURE, Subject

LOGO_INVISIBLE: Final = Reason(
    "LOGO_INVISIBLE",
    "nobody sees {logo_hex} of the logo on {background_hex}",
    otherwise="nobody sees the logo on {background_hex}",
)
LOGO_FAINT: Final = warning(
    "LOGO_FAINT",
    "the logo's contrast is {actual:ratio}:1, and {min_required}:1 is clear",
    Severity.MEDIUM,
)
LOGO_TOO_SMALL: Final = warning(
    "LOGO_TOO_SMALL",
    "the logo is {display_px} px high where people see it, and {min_css_px} px can be read",
    Severity.HIGH,
)

_LOGO: Final = "logo"
_RING: Final = 8
"""Pixels around the logo that it is compared with."""
_DARK: Final = 0.01
"""Luminance of what is as good as black."""
_SOMETHING: Final = 0.005
"""Share of its box that shows anything, where there is anything to see."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether what lies in a logo's box differs from what lies around it."""
    layout, picture = subject.layout, subject.picture
    if layout is None:
        brand = subject.context.brand
        if brand is None or brand.logo is None:
            return [judge.passed(logos=0)]
        return subject.without_layout(judge)
    if not isinstance(picture, Picture):
        return [judge.not_evaluated(NO_PICTURE)]
    colors: dict[Box, list[Rgb]] = {}
    for fill in layout.manifest.fills:
        box = clamped((fill.box.left, fill.box.top, fill.box.right, fill.box.bottom), picture.size)
        if fill.role == _LOGO and box is not None:
            colors.setdefault(box, []).append(parse_hex(fill.color))
    findings = [
        finding
        for box, declared in colors.items()
        for finding in _judge_one(subject, picture, judge, box, declared)
    ]
    return findings or [judge.passed(logos=len(colors))]


def _judge_one(
    subject: Subject, picture: Picture, judge: Judge, box: Box, declared: list[Rgb]
) -> list[QualityCheck]:
    limits = subject.ruleset
    ground = _around(picture, box)
    inside = ColorMap(picture.rgb.crop(box))
    shown = [(inside.exact(step), count) for step, count in inside.areas.items()]
    seen = [
        (contrast(luminance(color), luminance(ground)), count, color)
        for color, count in shown
        if not _is_lost(subject, color, ground)
    ]
    evidence: dict[str, Any] = {"box": box, "background_hex": hex_of(ground)}
    if sum(count for _, count, _ in seen) < _SOMETHING * area_of(box):
        return [judge.failed(LOGO_INVISIBLE, **evidence)]
    # What the renderer says of the colours at its rim shows whether a part of it is lost.
    lost = [color for color in declared if _is_lost(subject, color, ground)]
    if lost:
        return [judge.failed(LOGO_INVISIBLE, logo_hex=hex_of(lost[0]), **evidence)]
    findings: list[QualityCheck] = []
    clearest = quantile(seen, 0.9)
    actual = contrast(luminance(clearest), luminance(ground))
    if actual < limits["logo_clear_contrast"]:
        required = {"actual": actual, "min_required": limits["logo_clear_contrast"]}
        findings.append(judge.warned(LOGO_FAINT, logo_hex=hex_of(clearest), **required, **evidence))
    height = round((box[3] - box[1]) * css_scale(subject), 1)
    if height < limits["logo_min_css_px"]:
        size = {"display_px": height, "min_css_px": limits["logo_min_css_px"]}
        findings.append(judge.warned(LOGO_TOO_SMALL, **size, **evidence))
    return findings


def _is_lost(subject: Subject, color: Rgb, ground: Rgb) -> bool:
    limits = subject.ruleset
    first, second = luminance(color), luminance(ground)
    if contrast(first, second) >= limits["logo_min_contrast"]:
        return False
    # In the dark nobody tells hues apart.
    return max(first, second) < _DARK or distance(color, ground) < limits["logo_min_distance"]


def _around(picture: Picture, box: Box) -> Rgb:
    """Return the most frequent colour beside a box, or in it where it fills the picture."""
    left, top, right, bottom = box
    outer = clamped((left - _RING, top - _RING, right + _RING, bottom + _RING), picture.size) or box
    around = Counter(dict(histogram(picture.rgb.crop(outer))))
    if outer != box:
        around.subtract(dict(histogram(picture.rgb.crop(box))))
    return max(around, key=lambda color: (around[color], color))


CHECK: Final = Check(
    check_id="logo_visibility_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.PICTURE, Need.LAYOUT}),
    measures="the logo against what lies around it, and its height",
    reasons=(LOGO_INVISIBLE, LOGO_FAINT, LOGO_TOO_SMALL),
    find=check,
)
