"""Checks of how text lies on a creative: its size, its share, its room and its safety."""

from itertools import combinations

from PIL import Image, ImageDraw

from contracts import QualityCheck, Severity
from domain.audit.findings import Judge
from domain.audit.picture.decoding import Box
from domain.audit.picture.layout import Ink, Layout, declared_box
from domain.audit.picture.sizes import believable_px, css_scale, line_boxes
from domain.audit.subject import Subject


def check_text_size(subject: Subject) -> list[QualityCheck]:
    """Judge whether people can read the smallest text at the size at which they see it."""
    judge = subject.judge("text_size_check", Severity.MEDIUM)
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    smallest = subject.ruleset["text_min_css_px"]
    sizes = [(believable_px(ink, layout.mask), ink) for ink in layout.inks]
    scale = css_scale(subject)
    findings = [
        judge.failed(
            "TEXT_TOO_SMALL",
            field=ink.block.role,
            box=ink.place,
            actual_px=px,
            display_css_px=px * scale,
            min_css_px=smallest,
        )
        for px, ink in sizes
        if px * scale < smallest
    ]
    least = min((px for px, _ in sizes), default=None)
    return findings or [judge.passed(actual_px=least, min_css_px=smallest)]


def check_text_coverage(subject: Subject) -> list[QualityCheck]:
    """Judge how much of the picture text takes, each line with its own width."""
    judge = subject.judge("text_coverage_check", Severity.MEDIUM)
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
        return [
            judge.warned(
                "TEXT_OVERLAY_HEAVY",
                Severity.MEDIUM,
                actual=actual,
                max_recommended=most,
                box=covered.getbbox(),
            )
        ]
    return [judge.passed(actual=actual, max_recommended=most)]


def check_safe_zone(subject: Subject) -> list[QualityCheck]:
    """Judge whether text and button stay clear of what the platform lays over the picture."""
    judge = subject.judge("safe_zone_check", Severity.HIGH)
    place = subject.placement
    if not (place.safe_top or place.safe_bottom or place.safe_side):
        return [judge.passed(zones=[])]
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    width, height = layout.mask.size
    side = round(width * place.safe_side)
    top, bottom = round(height * place.safe_top), height - round(height * place.safe_bottom)
    zones: dict[str, Box] = {
        "top": (0, 0, width, top),
        "bottom": (0, bottom, width, height),
        "left": (0, 0, side, height),
        "right": (width - side, 0, width, height),
    }
    parts = [(ink.block.role, ink.box) for ink in layout.inks if ink.box]
    parts += [("outside_all_blocks", box) for box in [layout.stray.getbbox()] if box]
    button = layout.box_of_fill("call_to_action")
    parts += [("call_to_action_button", button)] if button else []
    findings = [
        judge.failed(
            "TEXT_IN_UNSAFE_ZONE",
            region=role,
            box=box,
            zone=name,
            zone_box=zone,
            overlap_ratio=_area(_common(box, zone)) / _area(box),
        )
        for role, box in parts
        for name, zone in zones.items()
        if _area(_common(box, zone))
    ]
    return findings or [judge.passed(zones=sorted(zones))]


def check_text_fit(subject: Subject) -> list[QualityCheck]:
    """Judge whether all text is whole: nothing clipped, nothing off the picture or overprinted."""
    judge = subject.judge("text_fit_check", Severity.CRITICAL)
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    findings = [finding for ink in layout.inks for finding in _judge_fit(ink, layout, judge)]
    for first, second in combinations(layout.inks, 2):
        common = _common(first.place, second.place)
        if _area(common) and _both_inked(first, second, layout, common):
            other = {"region": first.block.role, "other_region": second.block.role}
            findings.append(judge.failed("TEXT_OVERLAP", box=common, **other))
    return findings or [judge.passed(blocks=len(layout.inks), overflow_px=0)]


def _judge_fit(ink: Ink, layout: Layout, judge: Judge) -> list[QualityCheck]:
    width, height = layout.mask.size
    left, top, right, bottom = declared_box(ink.block)
    beyond = max(-left, -top, right - width, bottom - height, 0)
    about = {"region": ink.block.role, "box": ink.place}
    if beyond:
        return [judge.failed("TEXT_OUT_OF_CANVAS", overflow_px=beyond, **about)]
    if ink.box and (
        ink.box[0] == 0 or ink.box[1] == 0 or ink.box[2] == width or ink.box[3] == height
    ):
        why = "its ink reaches the picture's edge"
        return [judge.failed("TEXT_OUT_OF_CANVAS", reason=why, overflow_px=0, **about)]
    if ink.block.overflow:
        return [judge.failed("TEXT_CLIPPED", overflow_px=ink.block.overflow, **about)]
    button = layout.box_of_fill(ink.block.role)
    if button and ink.box and _area(_common(button, ink.box)):
        out = max(
            button[0] - ink.box[0],
            button[1] - ink.box[1],
            ink.box[2] - button[2],
            ink.box[3] - button[3],
        )
        if out > 0:
            return [judge.failed("TEXT_CLIPPED", overflow_px=out, fill_box=button, **about)]
    return []


def _both_inked(first: Ink, second: Ink, layout: Layout, common: Box) -> bool:
    """Tell whether both blocks claim ink in the same place, or one lies within the other."""
    if _contains(first.place, second.place) or _contains(second.place, first.place):
        return True
    return layout.mask.crop(common).getbbox() is not None


def _contains(outer: Box, inner: Box) -> bool:
    return _common(outer, inner) == inner


def _common(first: Box, second: Box) -> Box:
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def _area(box: Box) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])
