"""Where text lies on a creative: what its renderer says, and what its mask and pixels show.

The manifest is used to look, never to believe: ink is taken from the mask, and what picture and
manifest do not agree on is found as a shape that nobody declared.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from activities.audit.colors import Rgb, parse_hex
from activities.audit.picture import Box, Picture
from contracts import LayoutManifest, TextBlock

BACKGROUND: Final = "background"
_LOGO: Final = "logo"
_TOLERANCE: Final = 24
"""Steps of 255 per channel that compression may add to a flat colour."""
_SOFT_EDGE: Final = 4
"""Pixels around ink that smoothing and compression mix with it."""
_STROKE: Final = 84
"""Level that a box of nine pixels has when three of them are something."""
_FLAT_FROM: Final = 0.3
"""Share of pixels from which an undeclared colour is taken for the background."""


@dataclass(frozen=True)
class Ink:
    """One block of text, and where its ink really lies."""

    block: TextBlock
    frame: Box | None
    """The declared box as far as it lies on the picture."""
    box: Box | None
    """What the ink in it covers; none without ink."""

    @property
    def place(self) -> Box:
        """The ink's box, or the declared one without ink."""
        return self.box or declared_box(self.block)


@dataclass(frozen=True)
class Layout:
    """The renderer's manifest and its mask."""

    manifest: LayoutManifest
    mask: Image.Image
    """One grey channel of the picture's size."""

    @cached_property
    def inks(self) -> list[Ink]:
        """Every block with the ink that the mask shows for it."""
        return [self._ink(block) for block in self.manifest.blocks]

    @cached_property
    def stray(self) -> Image.Image:
        """The part of the mask that lies in no block."""
        stray = self.mask.copy()
        for ink in self.inks:
            if ink.frame is not None:
                stray.paste(0, ink.frame)
        return stray

    def box_of_fill(self, role: str) -> Box | None:
        """Return the box of the first fill with a role, as far as it lies on the picture."""
        for fill in self.manifest.fills:
            if fill.role == role:
                box = (fill.box.left, fill.box.top, fill.box.right, fill.box.bottom)
                return clamped(box, self.mask.size)
        return None

    def _ink(self, block: TextBlock) -> Ink:
        frame = clamped(declared_box(block), self.mask.size)
        covered = self.mask.crop(frame).getbbox() if frame else None
        if frame is None or covered is None:
            return Ink(block, frame, None)
        left, top = frame[:2]
        box = (covered[0] + left, covered[1] + top, covered[2] + left, covered[3] + top)
        return Ink(block, frame, box)


@dataclass(frozen=True)
class Undeclared:
    """A shape on the picture that its manifest does not declare."""

    box: Box
    shape: Image.Image
    """One grey channel of the picture's size: 255 where it is."""
    share: float
    """Part of the picture's pixels."""


def declared_box(block: TextBlock) -> Box:
    """Return a block's box as its manifest gives it."""
    return (block.box.left, block.box.top, block.box.right, block.box.bottom)


def clamped(box: Box, size: tuple[int, int]) -> Box | None:
    """Return the part of a box that lies on a picture of this size, if there is any."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[2]), min(size[1], box[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def background_of(picture: Picture, layout: Layout) -> Rgb | None:
    """Return the flat colour behind everything, or `None` when there is none.

    A declared background is taken at its word: where the picture shows anything else, that is a
    shape which nobody declared.
    """
    declared = [f.color for f in layout.manifest.fills if f.role == BACKGROUND]
    if declared:
        return parse_hex(declared[0])
    color, area = max(picture.areas.items(), key=lambda entry: (entry[1], entry[0]))
    is_flat = area >= _FLAT_FROM * sum(picture.areas.values())
    return picture.exact_color(color) if is_flat else None


def undeclared_in(
    picture: Picture, layout: Layout, background: Rgb, largest_logo: float
) -> Undeclared | None:
    """Return what differs from the flat background outside of all declared ink and fills.

    Inside a fill's box only the fill's colour, the background's and mixtures of them are expected;
    inside a logo's anything, unless it takes a larger share of the picture than logos do.
    """
    scale = 2 if min(picture.size) >= 8 * _SOFT_EDGE else 1
    image = picture.rgb.reduce(scale) if scale > 1 else picture.rgb
    strange = _apart(image, background, [background])
    fills = [fill for fill in layout.manifest.fills if fill.role != BACKGROUND]
    colors = {fill.color: parse_hex(fill.color) for fill in fills}
    for fill in fills:
        edges = (fill.box.left, fill.box.top, fill.box.right, fill.box.bottom)
        left, top, right, bottom = (edge // scale for edge in edges)
        box = clamped((left - 1, top - 1, right + 2, bottom + 2), image.size)
        if box is None:
            continue
        ends = [background, *colors.values()]
        inside = _apart(image.crop(box), colors[fill.color], ends)
        area = (box[2] - box[0]) * (box[3] - box[1]) / (image.width * image.height)
        is_logo = fill.role == _LOGO and area <= largest_logo
        strange.paste(0 if is_logo else inside, box)
    ink = layout.mask.point(_any)
    small = ink.reduce(scale).point(_any) if scale > 1 else ink
    strange.paste(0, (0, 0), dilated(small, _SOFT_EDGE // scale))
    if strange.getbbox() is None:
        return None
    core = strange.filter(ImageFilter.BoxBlur(1)).point(_mostly)
    if core.getbbox() is None:
        return None
    grown = ImageChops.darker(dilated(core, 1), strange)
    shape = grown.resize(picture.size, Image.Resampling.NEAREST)
    covered = shape.histogram()[255]
    box = shape.getbbox() or (0, 0, *picture.size)
    return Undeclared(box, shape, covered / (picture.size[0] * picture.size[1]))


def _apart(image: Image.Image, color: Rgb, others: list[Rgb]) -> Image.Image:
    """Return where a picture shows neither a colour nor a mixture of it with one of the others."""
    strange = Image.new("L", image.size, 255)
    for other in dict.fromkeys(others):
        strange = ImageChops.darker(strange, _off_line(image, color, other))
    return strange


def _off_line(image: Image.Image, first: Rgb, second: Rgb) -> Image.Image:
    """Return where a picture's colours are far from the straight line between two colours."""
    off = Image.new("L", image.size, 0)
    for axis, low, high in _axes(first, second):
        start = sum(part * value for part, value in zip(axis, first, strict=True))
        # Distances along an axis reach 442 either way: halved, the near ones fit into one byte.
        row = (axis[0] / 2, axis[1] / 2, axis[2] / 2, 128 - start / 2)
        along = image.convert("L", row)
        table = [
            0 if low - _TOLERANCE <= 2 * (value - 128) <= high + _TOLERANCE else 255
            for value in range(256)
        ]
        off = ImageChops.lighter(off, along.point(table))
    return off


def _axes(first: Rgb, second: Rgb) -> Iterator[tuple[tuple[float, float, float], float, float]]:
    """Return three orthogonal directions, each with how far mixtures lie along it."""
    way = tuple(b - a for a, b in zip(first, second, strict=True))
    length = math.hypot(*way)
    if not length:
        yield (1, 0, 0), 0, 0
        yield (0, 1, 0), 0, 0
        yield (0, 0, 1), 0, 0
        return
    x, y, z = (part / length for part in way)
    yield (x, y, z), 0, length
    # Any direction that is not the line's own gives the two that stand upright on it.
    helper = (0.0, -z, y) if abs(x) < max(abs(y), abs(z)) else (-y, x, 0.0)
    norm = math.hypot(*helper)
    u = (helper[0] / norm, helper[1] / norm, helper[2] / norm)
    yield u, 0, 0
    yield (y * u[2] - z * u[1], z * u[0] - x * u[2], x * u[1] - y * u[0]), 0, 0


def dilated(shape: Image.Image, pixels: int) -> Image.Image:
    """Return a shape of 0 and 255 grown by at most 7 pixels in each direction.

    A box blur leaves something of every pixel in its square, many times faster than a rank filter.
    """
    return shape.filter(ImageFilter.BoxBlur(pixels)).point(_any)


def _mostly(value: int) -> int:
    # Three of nine pixels: a thin stroke of a letter, but no lone speck.
    return 255 if value >= _STROKE else 0


def _any(value: int) -> int:
    return 255 if value else 0
