"""The contrast of text, measured from the picture's own pixels.

Rule 1: the mask only says where ink lies; colours come from the picture.
Rule 2: what is compared is text and its immediate surroundings, tile by tile, at their worst.
Rule 3: the unrounded ratio counts: 4.478 is less than 4.5.
A mask or manifest that lies compares background with background, gives about 1, and fails.
"""

from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter
from typing import Final, TypeVar

from PIL import Image, ImageChops

from domain.audit.picture.boxes import Box, clamped
from domain.audit.picture.colors import Rgb, contrast, luminance, masked_histogram, parse_hex
from domain.audit.picture.layout import Ink
from domain.audit.picture.shapes import dilated

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


def measure_text(picture: Image.Image, mask: Image.Image, ink: Ink, frame: Box) -> Measured:
    """Return the contrast of one block of text, without the ink of others beside it.

    Args:
        picture: RGB.
        mask: One grey channel of the same size.
        ink: The block.
        frame: Where it lies on the picture; with some ink.
    """
    left, top, right, bottom = clamped(_padded(frame), mask.size) or frame
    alone = Image.new("L", (right - left, bottom - top), 0)
    alone.paste(mask.crop(frame), (frame[0] - left, frame[1] - top))
    seen = picture.crop((left, top, right, bottom))
    return _moved(measure_contrast(seen, alone, ink.block.fill), left, top)


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
