"""The contrast of text, measured from the picture's own pixels.

Rule 1: the mask only says where ink lies; colours come from the picture.
Rule 2: what is compared is text and its immediate surroundings, tile by tile, at their worst.
Rule 3: the unrounded ratio counts: 4.478 is less than 4.5.
A mask or manifest that lies compares background with background, gives about 1, and fails.
"""

from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter
from typing import Any, Final, TypeVar

from PIL import Image, ImageChops

from contracts import QualityCheck, Severity
from domain.audit.findings import Judge
from domain.audit.picture.colors import (
    Rgb,
    contrast,
    hex_of,
    luminance,
    masked_histogram,
    parse_hex,
)
from domain.audit.picture.decoding import Box, Picture, PictureFault
from domain.audit.picture.layout import Ink, Layout, clamped, declared_box, dilated
from domain.audit.picture.sizes import believable_px, css_scale
from domain.audit.picture.weight import is_shown_bold
from domain.audit.ruleset import Ruleset
from domain.audit.subject import NO_LAYOUT, Subject

_TILE: Final = 64
"""Pixels: small enough to see a local background, large enough to hold ink."""
_HALO: Final = 4
"""Pixels on each side of the ink that the eye compares it with."""
_SOFT_EDGE: Final = 1
"""Pixels next to the ink that smoothing has mixed with it."""
_MARGIN: Final = 9
"""Pixels around a text within which everything is that is measured."""
_FEW_PIXELS: Final = 12
"""Ink below which a tile says nothing about itself."""
_INK_LEVELS: Final = (255, 200, 128)
"""Coverage that counts as ink: whole pixels if there are any, else the fullest there are."""

Thing = TypeVar("Thing")
Weighted = tuple[float, int, Thing]
"""A value, how many pixels have it, and what has it."""


@dataclass(frozen=True)
class Tile:
    """What one part of a text looks like."""

    actual: float
    """The 10th percentile of the ink's contrast with the pixels around it."""
    declared: float
    weight: int
    """Pixels of ink."""
    box: Box
    ink: Rgb
    around: Rgb


@dataclass(frozen=True)
class Measured:
    """The contrast of one block of text."""

    actual: float
    """5th percentile over its tiles, weighted by ink."""
    min_tile: float
    declared: float | None
    """The same with the declared fill in place of the ink's colour."""
    worst: Tile | None
    """Where `actual` was measured; none when nothing surrounds the ink."""


def measure_contrast(
    picture: Image.Image, mask: Image.Image, declared_fill: str | None = None
) -> Measured:
    """Return the contrast of the ink that a mask locates.

    Args:
        picture: RGB.
        mask: One grey channel of the same size, with some ink.
        declared_fill: The colour that the ink is said to have, as `#RRGGBB`.
    """
    whole = (0, 0, *mask.size)
    box = clamped(_padded(mask.getbbox() or whole), mask.size) or whole
    mask, picture = mask.crop(box), picture.crop(box)
    touched = mask.point(_at_least(1))
    grown = dilated(touched, _SOFT_EDGE)
    ring = ImageChops.subtract(dilated(touched, _HALO), grown)
    levels = (mask.point(_at_least(level)) for level in _INK_LEVELS)
    ink = next((level for level in levels if level.getbbox() is not None), touched)
    fill = luminance(parse_hex(declared_fill)) if declared_fill else None
    tiles = _measure_tiles(picture, ink, ring, fill, box[:2])
    if not tiles:
        # The ink leaves nothing around itself to be read against.
        return Measured(actual=1.0, min_tile=1.0, declared=None, worst=None)
    worst = quantile([(tile.actual, tile.weight, tile) for tile in tiles], 0.05)
    claimed = quantile([(tile.declared, tile.weight, tile) for tile in tiles], 0.05)
    return Measured(
        actual=worst.actual,
        min_tile=min(tile.actual for tile in tiles),
        declared=None if fill is None else claimed.declared,
        worst=worst,
    )


def check_contrast(subject: Subject) -> list[QualityCheck]:
    """Judge every block of text, and ink that belongs to none."""
    judge = subject.judge("contrast_ratio_check", Severity.CRITICAL)
    picture, layout = subject.picture, subject.layout
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated("the picture does not decode")]
    if subject.layout_fault is not None:
        return [judge.not_evaluated(subject.layout_fault)]
    if picture.is_transparent:
        return [judge.not_evaluated("what lies behind a transparent picture is unknown")]
    findings = [] if layout is None else _judge_blocks(subject, picture, layout, judge)
    if not findings:
        why = f"{NO_LAYOUT}, so its contrast can only be guessed"
        return [judge.warned("CONTRAST_ESTIMATED", Severity.HIGH, method="none", reason=why)]
    return findings


def _judge_blocks(
    subject: Subject, picture: Picture, layout: Layout, judge: Judge
) -> list[QualityCheck]:
    findings: list[QualityCheck] = []
    for ink in layout.inks:
        if ink.frame is None or ink.box is None:
            why = "the mask has no ink for this text"
            findings.append(
                judge.not_evaluated(why, region=ink.block.role, box=declared_box(ink.block))
            )
            continue
        left, top, right, bottom = clamped(_padded(ink.frame), layout.mask.size) or ink.frame
        alone = Image.new("L", (right - left, bottom - top), 0)
        alone.paste(layout.mask.crop(ink.frame), (ink.frame[0] - left, ink.frame[1] - top))
        seen = picture.rgb.crop((left, top, right, bottom))
        measured = _moved(measure_contrast(seen, alone, ink.block.fill), left, top)
        about = {"region": ink.block.role, "box": ink.box}
        findings.append(_judge_one(subject, judge, measured, (ink, layout.mask), about))
    unclaimed = {"outside_all_blocks": layout.stray}
    if subject.undeclared is not None:
        unclaimed["undeclared"] = subject.undeclared.shape
    for region, shape in unclaimed.items():
        if (box := shape.getbbox()) is not None:
            measured = measure_contrast(picture.rgb, shape)
            about = {"region": region, "box": box}
            findings.append(_judge_one(subject, judge, measured, None, about))
    return findings


def _judge_one(
    subject: Subject,
    judge: Judge,
    measured: Measured,
    text: tuple[Ink, Image.Image] | None,
    about: dict[str, Any],
) -> QualityCheck:
    ruleset = subject.ruleset
    text_px = believable_px(*text) if text else 0.0
    scale = css_scale(subject)
    is_bold = text is not None and _is_bold(subject.picture, measured, *text)
    large_from = ruleset["large_bold_text_css_px" if is_bold else "large_text_css_px"]
    is_large = text_px * scale >= large_from
    required = ruleset["contrast_min_ratio_large" if is_large else "contrast_min_ratio"]
    evidence = about | {
        "actual": measured.actual,
        "min_required": required,
        "text_px": text_px,
        "display_px": text_px * scale,
        "large_text": is_large,
        "bold": is_bold,
        "method": "measured",
        "min_tile": measured.min_tile,
    }
    if measured.worst is not None:
        evidence["worst_box"] = measured.worst.box
        evidence["text_hex"] = hex_of(measured.worst.ink)
        evidence["background_hex"] = hex_of(measured.worst.around)
    if measured.actual < required:
        tolerance = ruleset["jpeg_contrast_tolerance"] * required
        if _is_jpeg(subject.picture) and measured.actual >= required - tolerance:
            why = "JPEG lowers contrast by so much: only a lossless original can tell"
            return judge.warned("CONTRAST_ESTIMATED", Severity.HIGH, reason=why, **evidence)
        return judge.failed("CONTRAST_TOO_LOW", **evidence)
    if measured.declared is not None and _disagree(measured, ruleset):
        return judge.warned(
            "CONTRAST_METHODS_DISAGREE", Severity.HIGH, declared=measured.declared, **evidence
        )
    return judge.passed(**evidence)


def _is_bold(
    picture: Picture | PictureFault, measured: Measured, ink: Ink, mask: Image.Image
) -> bool:
    """Tell whether a text is declared bold and the picture bears it out."""
    worst = measured.worst
    if not ink.block.bold or worst is None or not isinstance(picture, Picture):
        return False
    return is_shown_bold(ink, mask, picture.rgb, (worst.ink, worst.around))


def _is_jpeg(picture: Picture | PictureFault) -> bool:
    return isinstance(picture, Picture) and picture.media_type == "image/jpeg"


def _disagree(measured: Measured, ruleset: Ruleset) -> bool:
    declared = measured.declared or 0.0
    return abs(declared - measured.actual) > ruleset["contrast_disagreement"] * measured.actual


def _moved(measured: Measured, left: int, top: int) -> Measured:
    """Return what was measured on a part of a picture in the picture's own coordinates."""
    if measured.worst is None:
        return measured
    box = measured.worst.box
    moved = (box[0] + left, box[1] + top, box[2] + left, box[3] + top)
    return replace(measured, worst=replace(measured.worst, box=moved))


def _measure_tiles(
    picture: Image.Image,
    ink: Image.Image,
    ring: Image.Image,
    fill: float | None,
    origin: tuple[int, int],
) -> list[Tile]:
    """Return what each tile shows that has both ink and something around it."""
    tiles: list[Tile] = []
    for top in range(0, ink.height, _TILE):
        for left in range(0, ink.width, _TILE):
            box = (left, top, min(left + _TILE, ink.width), min(top + _TILE, ink.height))
            ink_tile, ring_tile = ink.crop(box), ring.crop(box)
            if ink_tile.getbbox() is None or ring_tile.getbbox() is None:
                continue
            pixels = picture.crop(box)
            text, around = _luminances(pixels, ink_tile), _luminances(pixels, ring_tile)
            middle = quantile(text, 0.5)
            actual, nearest = _local_contrast(luminance(middle), around)
            declared = actual if fill is None else _local_contrast(fill, around)[0]
            x, y = origin
            place = (box[0] + x, box[1] + y, box[2] + x, box[3] + y)
            weight = sum(count for _, count, _ in text)
            tiles.append(Tile(actual, declared, weight, place, middle, nearest))
    # A sliver of a letter at a tile's edge says little, unless there is nothing else.
    return [tile for tile in tiles if tile.weight >= _FEW_PIXELS] or tiles


def _local_contrast(text: float, around: list[Weighted[Rgb]]) -> tuple[float, Rgb]:
    ratios = [(contrast(text, other), count, color) for other, count, color in around]
    nearest = quantile(ratios, 0.1)
    return contrast(text, luminance(nearest)), nearest


def _luminances(picture: Image.Image, mask: Image.Image) -> list[Weighted[Rgb]]:
    return [(luminance(color), count, color) for color, count in masked_histogram(picture, mask)]


def quantile(values: list[Weighted[Thing]], share: float) -> Thing:
    """Return the thing of the smallest value up to which at least this share of weight lies."""
    ordered = sorted(values, key=itemgetter(0, 1))
    wanted = share * sum(weight for _, weight, _ in ordered)
    reached = accumulate(weight for _, weight, _ in ordered)
    return next(
        thing for (_, _, thing), sofar in zip(ordered, reached, strict=True) if sofar >= wanted
    )


def _at_least(level: int) -> list[int]:
    return [255 if value >= level else 0 for value in range(256)]


def _padded(box: Box) -> Box:
    return (box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN)
