"""What a picture shows and its manifest does not declare.

A pixel is explained by the flat background, by a fill that is really there, by the soft edge
between two of them, by declared ink and by a logo. Thin shapes in the very colour of what lies
around or beneath them are explained by nothing: that is how text looks.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from domain.audit.picture.boxes import Box, area_of, clamped
from domain.audit.picture.colors import Rgb
from domain.audit.picture.decoding import Picture
from domain.audit.picture.fills import TOLERANCE, Fills, Painted, where_shown
from domain.audit.picture.layout import Layout
from domain.audit.picture.shapes import dilated

_INK_EDGE: Final = 4
"""Pixels around ink that smoothing and compression mix with it."""
_FILL_EDGE: Final = 6
"""The same around a fill."""
_TIP: Final = 7
"""Blocks within which the parts of a pattern meet in tips that are nowhere of one colour."""
_THICK: Final = 0.016
"""Part of a picture's shorter side from which a shape is too thick for a stroke of text."""
_REACH: Final = 20
"""Steps by which a thick shape's thin ends are followed."""


@dataclass(frozen=True)
class Undeclared:
    """A shape on the picture that its manifest does not declare."""

    box: Box
    shape: Image.Image
    """One grey channel of the picture's size: 255 where it is."""
    share: float
    """Part of the picture's pixels."""


def undeclared_in(
    picture: Picture, layout: Layout, background: Rgb, fills: Fills
) -> Undeclared | None:
    """Return what nothing that is declared explains, on a picture with a flat background."""
    scene = _Scene(picture, layout, background, fills)
    strange = scene.unexplained()
    core = strange.filter(ImageFilter.BoxBlur(1)).point(_STROKES)
    # Where the parts of a pattern meet, their tips are too thin to show any colour whole.
    # Beyond the picture's edge there is nothing: a filter would see the edge repeated.
    room = ImageOps.expand(strange, 3).filter(ImageFilter.BoxBlur(3)).point(_DENSE)
    core.paste(ImageOps.crop(room, 3), (0, 0), scene.patterns)
    core = ImageChops.darker(core, strange)
    if core.getbbox() is None:
        return None
    grown = ImageChops.darker(dilated(core, 1), strange)
    shape = grown.resize(picture.size, Image.Resampling.NEAREST)
    covered = shape.histogram()[255]
    box = shape.getbbox() or (0, 0, *picture.size)
    return Undeclared(box, shape, covered / (picture.size[0] * picture.size[1]))


class _Scene:
    """A picture taken apart into its flat colours, in blocks of 2 x 2 pixels."""

    def __init__(self, picture: Picture, layout: Layout, background: Rgb, fills: Fills) -> None:
        self._image = picture.rgb
        self._scale = 2 if min(picture.size) >= 8 * _INK_EDGE else 1
        self._background = background
        self._painted = fills.painted
        ink = self._reduced(layout.mask.point(_ANY)).point(_ANY)
        self._free = dilated(ink, _INK_EDGE // self._scale)
        for box in fills.logos:
            self._free.paste(255, self._block(box))
        self.patterns = self._boxes([each for each in fills.painted if not each.solid])
        """Where fills lie that show the background in between, 255 in one grey channel."""

    def unexplained(self) -> Image.Image:
        """Return where the picture shows what nothing explains, 255 in one grey channel."""
        colors = {self._background: self._ground()}
        for color in dict.fromkeys(each.color for each in self._painted):
            fill = self._fill(color, [each for each in self._painted if each.color == color])
            known = colors.get(color)
            colors[color] = ImageChops.lighter(known, fill) if known else fill
        explained = self._free
        for shown in colors.values():
            explained = ImageChops.lighter(explained, shown)
        for first, second in combinations(colors, 2):
            explained = self._with_edges(
                explained, (first, colors[first]), (second, colors[second])
            )
        return ImageChops.invert(explained)

    def _boxes(self, painted: Sequence[Painted]) -> Image.Image:
        where = Image.new("L", self._free.size, 0)
        draw = ImageDraw.Draw(where)
        for each in painted:
            left, top, right, bottom = self._block(each.box)
            draw.rectangle((left, top, right - 1, bottom - 1), fill=255)
        return where

    def _ground(self) -> Image.Image:
        """Return where the background is, without thin shapes of its colour on fills."""
        shown = self._whole(where_shown(self._image, self._background))
        where = self._boxes(self._painted)
        return self._without_thin(shown, where)

    def _fill(self, color: Rgb, painted: Sequence[Painted]) -> Image.Image:
        """Return where fills of a colour are, without thin shapes of it between a pattern."""
        whole = Image.new("L", self._image.size, 0)
        for each in painted:
            whole.paste(where_shown(self._image.crop(each.box), color), each.box)
        shown = self._whole(whole)
        patterns = [each for each in painted if not each.solid]
        where = self._boxes(patterns)
        for each in painted:
            if each.solid:
                where.paste(0, self._block(each.box))
        return self._without_thin(shown, where)

    def _without_thin(self, shown: Image.Image, where: Image.Image) -> Image.Image:
        """Remove from a shape what is thin and hangs on nothing thick, in one part of it."""
        if (part := where.getbbox()) is None:
            return shown
        radius = max(1, round(_THICK * min(self._image.size) / (4 * self._scale)))
        # What is thick is seen a little beyond the part: a button's corners hang on its ground.
        box = _padded(part, 8 * radius, shown.size)
        here = shown.crop(box)
        coarse = ImageChops.lighter(here, self._free.crop(box)).reduce(2)
        core = coarse.point(_HALF).filter(ImageFilter.BoxBlur(radius)).point(_ALL)
        thick = _regrown(dilated(core, radius), coarse.point(_ANY))
        thick = thick.resize((thick.width * 2, thick.height * 2), Image.Resampling.NEAREST)
        thin = ImageChops.subtract(here, thick.crop((0, 0, *here.size)))
        left = shown.copy()
        left.paste(ImageChops.subtract(here, ImageChops.darker(thin, where.crop(box))), box)
        return left

    def _with_edges(
        self,
        explained: Image.Image,
        first: tuple[Rgb, Image.Image],
        second: tuple[Rgb, Image.Image],
    ) -> Image.Image:
        """Explain mixtures of two colours where both are near."""
        smaller = min((first[1].getbbox(), second[1].getbbox()), key=_size_of)
        if smaller is None:
            return explained
        box = _padded(smaller, _TIP, explained.size)
        one, other = first[1].crop(box), second[1].crop(box)
        reach = _FILL_EDGE // self._scale
        edge = ImageChops.darker(dilated(one, reach), dilated(other, reach))
        patterns = self.patterns.crop(box)
        if patterns.getbbox() is not None:
            tips = ImageChops.darker(dilated(one, _TIP), dilated(other, _TIP))
            edge = ImageChops.lighter(edge, ImageChops.darker(tips, patterns))
        left, top, right, bottom = (side * self._scale for side in box)
        seen = self._reduced(self._image.crop((left, top, right, bottom)))
        mixed = ImageChops.invert(_off_line(seen, first[0], second[0]))
        explained = explained.copy()
        explained.paste(255, box, ImageChops.darker(edge, mixed))
        return explained

    def _block(self, box: Box) -> Box:
        """Return the blocks that a box of pixels touches."""
        left, top, right, bottom = box
        scale = self._scale
        return (left // scale, top // scale, -(-right // scale), -(-bottom // scale))

    def _whole(self, mask: Image.Image) -> Image.Image:
        """Return the blocks all of whose pixels are in a mask: fine lines cannot average out."""
        return self._reduced(mask).point(_ALL)

    def _reduced(self, image: Image.Image) -> Image.Image:
        return image.reduce(self._scale) if self._scale > 1 else image


def _regrown(core: Image.Image, within: Image.Image) -> Image.Image:
    """Return a core with the ends of the shape around it, and the soft edge of both."""
    for _ in range(_REACH):
        core = ImageChops.darker(dilated(core, 1), within)
    return dilated(core, 1)


def _padded(box: Box, pixels: int, size: tuple[int, int]) -> Box:
    grown = (box[0] - pixels, box[1] - pixels, box[2] + pixels, box[3] + pixels)
    return clamped(grown, size) or box


def _size_of(box: Box | None) -> int:
    return area_of(box) if box else 0


def _off_line(image: Image.Image, first: Rgb, second: Rgb) -> Image.Image:
    """Return where a picture's colours are far from the straight line between two colours."""
    off = Image.new("L", image.size, 0)
    for axis, low, high in _axes(first, second):
        start = sum(part * value for part, value in zip(axis, first, strict=True))
        # Distances along an axis reach 442 either way: halved, the near ones fit into one byte.
        row = (axis[0] / 2, axis[1] / 2, axis[2] / 2, 128 - start / 2)
        along = image.convert("L", row)
        table = [
            0 if low - TOLERANCE <= 2 * (value - 128) <= high + TOLERANCE else 255
            for value in range(256)
        ]
        off = ImageChops.lighter(off, along.point(table))
    return off


def _axes(first: Rgb, second: Rgb) -> Iterator[tuple[tuple[float, float, float], float, float]]:
    """Return three orthogonal directions, each with how far mixtures lie along it."""
    way = tuple(b - a for a, b in zip(first, second, strict=True))
    length = math.hypot(*way)
    x, y, z = (part / length for part in way)
    yield (x, y, z), 0, length
    # Any direction that is not the line's own gives the two that stand upright on it.
    helper = (0.0, -z, y) if abs(x) < max(abs(y), abs(z)) else (-y, x, 0.0)
    norm = math.hypot(*helper)
    u = (helper[0] / norm, helper[1] / norm, helper[2] / norm)
    yield u, 0, 0
    yield (y * u[2] - z * u[1], z * u[0] - x * u[2], x * u[1] - y * u[0]), 0, 0


_ANY: Final = [255 if value else 0 for value in range(256)]
_ALL: Final = [255 if value == 255 else 0 for value in range(256)]  # noqa: PLR2004 - a full byte
_HALF: Final = [255 if value >= 128 else 0 for value in range(256)]  # noqa: PLR2004 - half a byte
_STROKES: Final = [255 if value >= 84 else 0 for value in range(256)]  # noqa: PLR2004 - see below
"""Three of nine blocks: a thin stroke of a letter, but no lone speck."""
_DENSE: Final = [255 if value >= 62 else 0 for value in range(256)]  # noqa: PLR2004 - see below
"""A quarter of seven by seven blocks: any letter, but no tip of a thin line."""
