"""What a manifest says is painted on a creative, and whether the picture really shows it.

A fill is only used where it is there: one that is declared and not shown would make room for
anything in its box.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops

from contracts import Fill
from domain.audit.picture.boxes import Box, area_of, clamped
from domain.audit.picture.colors import Rgb, parse_hex
from domain.audit.picture.decoding import Picture
from domain.audit.picture.layout import BACKGROUND, Layout

TOLERANCE: Final = 24
"""Steps of 255 per channel that compression may add to a flat colour."""
_LOGO: Final = "logo"
_SHOWN_FROM: Final = 0.25
"""Share of a fill's box that has its colour: the thinnest pattern that is drawn covers 0.3."""
_SOLID_FROM: Final = 0.85
"""Share from which a fill is a surface; a pill as long as it is high has 0.79."""
_EVERY: Final = 4
"""Of a large box, one row and column of so many are looked at."""
_LARGE: Final = 40_000
"""Pixels of a box from which a sample is enough."""


@dataclass(frozen=True)
class Painted:
    """A fill that the picture shows."""

    color: Rgb
    box: Box
    """As far as it lies on the picture."""
    solid: bool
    """Whether it is a surface; else a pattern, with the background in between."""


@dataclass(frozen=True)
class Fills:
    """A manifest's fills, as the picture bears them out."""

    painted: Sequence[Painted]
    logos: Sequence[Box]
    """Where anything may be, since together they take no more room than logos do."""
    logo_area: int
    """Pixels that all declared logos take together."""
    untrue: Sequence[Fill]
    """What is declared and not there."""


def fills_of(picture: Picture, layout: Layout, largest_logo: float) -> Fills:
    """Look for every declared fill on the picture.

    What lies on a fill is not held against it: text, and smaller fills that are there.

    Args:
        picture: The creative.
        layout: What its renderer says of it.
        largest_logo: Share of the picture that all logos may take together.
    """
    placed = [
        (fill, clamped((fill.box.left, fill.box.top, fill.box.right, fill.box.bottom), size))
        for size in [picture.size]
        for fill in layout.manifest.fills
        if fill.role != BACKGROUND
    ]
    # One logo may be declared once for each of its colours.
    logos = list(
        dict.fromkeys(box for fill, box in placed if fill.role == _LOGO and box is not None)
    )
    logo_area = sum(map(area_of, logos))
    free = logos if logo_area <= largest_logo * picture.size[0] * picture.size[1] else []
    painted: list[Painted] = []
    untrue: list[Fill] = []
    for fill, box in sorted(placed, key=lambda each: area_of(each[1]) if each[1] else 0):
        if box is None:
            untrue.append(fill)
        elif fill.role != _LOGO or not free:
            color = parse_hex(fill.color)
            over = [*free, *(other.box for other in painted if other.color != color)]
            share = _share(picture, layout, color, box, over)
            if share < _SHOWN_FROM:
                untrue.append(fill)
            else:
                painted.append(Painted(color, box, solid=share >= _SOLID_FROM))
    return Fills(painted, free, logo_area, untrue)


def where_shown(image: Image.Image, color: Rgb) -> Image.Image:
    """Return one grey channel: 255 where a picture has a colour, as far as compression lets it."""
    apart = ImageChops.difference(image, Image.new("RGB", image.size, color))
    red, green, blue = apart.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point(_NEAR)


def _share(picture: Picture, layout: Layout, color: Rgb, box: Box, over: Iterable[Box]) -> float:
    """Return how much of a box has a colour, where nothing else lies on it."""
    left, top, right, bottom = box
    counted = layout.mask.crop(box).point(_NO_INK)
    for other in over:
        counted.paste(0, (other[0] - left, other[1] - top, other[2] - left, other[3] - top))
    seen = picture.rgb.crop(box)
    if area_of(box) >= _LARGE:
        small = (-(-(right - left) // _EVERY), -(-(bottom - top) // _EVERY))
        seen = seen.resize(small, Image.Resampling.NEAREST)
        counted = counted.resize(small, Image.Resampling.NEAREST)
    shown = ImageChops.darker(where_shown(seen, color), counted)
    return shown.histogram()[255] / (counted.histogram()[255] or 1)


_NEAR: Final = [255 if value <= TOLERANCE else 0 for value in range(256)]
_NO_INK: Final = [0 if value else 255 for value in range(256)]
