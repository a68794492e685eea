"""The check that the picture has the shape that the placement or the brief asks for."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.decoding import PictureFault
from domain.audit.subject import NO_PICTURE, Subject

ASPECT_RATIO_MISMATCH: Final = Reason(
    "ASPECT_RATIO_MISMATCH", "width / height is {actual:ratio}, and {required} is wanted"
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge width divided by height."""
    picture, placement = subject.picture, subject.placement
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(NO_PICTURE)]
    width, height = picture.size
    required = placement.ratio_under(subject.constraints)
    actual = width / height
    evidence = {
        "actual": actual,
        "required": required,
        "tolerance": placement.ratio_tolerance,
        "width": width,
        "height": height,
    }
    # One pixel of rounding is nobody's fault: no picture of this height could do better.
    off = max(0.0, abs(actual - required) - 0.5 / height)
    if off > placement.ratio_tolerance * required:
        return [judge.failed(ASPECT_RATIO_MISMATCH, **evidence)]
    return [judge.passed(**evidence)]


CHECK: Final = Check(
    check_id="aspect_ratio_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.PICTURE}),
    measures="width / height against placement and brief",
    reasons=(ASPECT_RATIO_MISMATCH,),
    find=check,
)
