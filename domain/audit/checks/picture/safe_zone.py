"""The check that text stays clear of what a platform lays over the picture."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.boxes import Box, area_of, common
from domain.audit.subject import Subject

TEXT_IN_UNSAFE_ZONE: Final = Reason(
    "TEXT_IN_UNSAFE_ZONE", "text lies where the platform covers the picture"
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether text and button stay clear of what the platform lays over the picture."""
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
            TEXT_IN_UNSAFE_ZONE,
            region=role,
            box=box,
            zone=name,
            zone_box=zone,
            overlap_ratio=area_of(common(box, zone)) / area_of(box),
        )
        for role, box in parts
        for name, zone in zones.items()
        if area_of(common(box, zone))
    ]
    return findings or [judge.passed(zones=sorted(zones))]


CHECK: Final = Check(
    check_id="safe_zone_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.LAYOUT}),
    measures="text and button against the zones that a platform covers",
    reasons=(TEXT_IN_UNSAFE_ZONE,),
    find=check,
)
