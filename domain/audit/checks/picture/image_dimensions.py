"""The check that the picture has the pixels that the placement or the brief asks for."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.decoding import PictureFault, Undecodable
from domain.audit.subject import NO_PICTURE, Subject

IMAGE_TOO_SMALL: Final = Reason(
    "IMAGE_TOO_SMALL", "{width} x {height} px is less than {min_w} x {min_h} px"
)
IMAGE_TOO_LARGE: Final = Reason(
    "IMAGE_TOO_LARGE", "{width} x {height} px is more than the rules allow"
)
BELOW_RECOMMENDED: Final = warning(
    "BELOW_RECOMMENDED",
    "{width} x {height} px is less than is recommended: {recommended}",
    Severity.MEDIUM,
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge width and height; those that the brief sets are exact."""
    picture, placement = subject.picture, subject.placement
    if isinstance(picture, PictureFault):
        if picture.kind is not Undecodable.LARGE or picture.size is None:
            return [judge.not_evaluated(NO_PICTURE)]
        across, down = picture.size
        most = int(subject.ruleset["max_pixels"])
        return [judge.failed(IMAGE_TOO_LARGE, width=across, height=down, max_pixels=most)]
    limits = subject.constraints
    width, height = picture.size
    exact_width, exact_height = limits.get("width"), limits.get("height")
    evidence = {
        "width": width,
        "height": height,
        "min_w": int(exact_width or placement.min_width),
        "min_h": int(exact_height or placement.min_height),
        "max_w": None if exact_width is None else int(exact_width),
        "max_h": None if exact_height is None else int(exact_height),
    }
    if width < (exact_width or placement.min_width) or height < (
        exact_height or placement.min_height
    ):
        return [judge.failed(IMAGE_TOO_SMALL, **evidence)]
    if (exact_width and width > exact_width) or (exact_height and height > exact_height):
        return [judge.failed(IMAGE_TOO_LARGE, **evidence)]
    rendered = placement.size_under(limits)
    recommended = (exact_width or rendered[0], exact_height or rendered[1])
    if _is_less((width, height), recommended):
        return [judge.warned(BELOW_RECOMMENDED, recommended=list(recommended), **evidence)]
    return [judge.passed(**evidence)]


def _is_less(size: tuple[int, int], recommended: tuple[float, ...]) -> bool:
    """Tell whether a picture has less of both: of another shape, it may have more than enough."""
    is_within = all(given <= wanted for given, wanted in zip(size, recommended, strict=True))
    return is_within and size != tuple(recommended)


CHECK: Final = Check(
    check_id="image_dimensions_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.PICTURE}),
    measures="pixels",
    reasons=(IMAGE_TOO_SMALL, IMAGE_TOO_LARGE, BELOW_RECOMMENDED),
    find=check,
)
