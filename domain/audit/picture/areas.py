"""What a person sees of some colours: areas that belong together, and drawn lines.

Law 1: the soft edge between two colours is neither of them and no third one.
Law 2: on a photograph single pixels have any colour, and only areas are seen.
"""

from collections.abc import Callable
from functools import reduce
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from domain.audit.picture.shapes import dilated

_REACH: Final = 3
"""Pixels to either side within which both colours of a soft edge lie."""
_FAR_REACH: Final = 5
"""The same in JPEG, which keeps colours at half the size."""
_BLOCK: Final = 4
"""Pixels to each side of what areas are made of."""
_WIDEST: Final = 7
"""Blocks by which a shape can be grown."""
_DENSE: Final = 0.6
"""Share of the pixels around that make one part of an area: a soft edge is never so wide."""
_COARSE: Final = 0.006
"""Part of a picture's shorter side that an area on a photograph reaches to each side at least."""
_GRAIN: Final = 6
"""Steps of 255 by which a pixel of a photograph differs from the next, and one of a drawing not."""
_GRAIN_REACH: Final = 12
_GRAINY: Final = 0.5
"""Share of such pixels around from which a part is a photograph's."""
_APART: Final = 40
"""Steps by which colours differ between which a soft edge is looked for."""
_INSIDE: Final = 10
"""Steps by which it differs from both."""


def grain_of(image: Image.Image) -> Image.Image:
    """Return where a picture is as grainy as a photograph: 255 in one grey channel."""
    apart = (
        ImageChops.difference(image, ImageChops.offset(image, *step)).split()
        for step in ((1, 0), (0, 1))
    )
    # What differs in one direction only is a hatching, or the edge of something.
    across, down = (reduce(ImageChops.lighter, each).point(_above(_GRAIN)) for each in apart)
    differs = ImageChops.darker(across, down)
    return differs.filter(ImageFilter.BoxBlur(_GRAIN_REACH)).point(_above(round(_GRAINY * 255)))


def seen_of(shown: Image.Image, soft: Image.Image, grain: Image.Image) -> Image.Image:
    """Return what a person sees of the pixels that have some colours.

    Each is one grey channel of 0 and 255.

    Args:
        shown: Where the picture has one of the colours.
        soft: Where its soft edges are.
        grain: Where it is as grainy as a photograph.
    """
    seen = ImageChops.subtract(shown, soft)
    if grain.getbbox() is not None:
        seen = Image.composite(_areas(shown), seen, grain)
    return seen


def _areas(shown: Image.Image) -> Image.Image:
    """Return what lies in areas or on their rim, by blocks of four by four pixels."""
    blocks = shown.reduce(_BLOCK)
    reach = min(_WIDEST, max(1, round(_COARSE * min(shown.size) / _BLOCK)))
    core = blocks.filter(ImageFilter.BoxBlur(reach)).point(_above(round(_DENSE * 255)))
    whole = dilated(core, reach).resize(
        (blocks.width * _BLOCK, blocks.height * _BLOCK), Image.Resampling.NEAREST
    )
    return ImageChops.darker(whole.crop((0, 0, *shown.size)), shown)


def soft_edges(image: Image.Image, *, is_blurred: bool) -> Image.Image:
    """Return where a picture's colour lies between two that are both close by, 255 in one channel.

    It does so in every channel in which they differ by half as much as in the one in which they
    differ most: a red line between black and white is no mixture of them.

    Args:
        image: RGB.
        is_blurred: Whether colours run a little into each other, as they do in JPEG.
    """
    reach = _FAR_REACH if is_blurred else _REACH
    low, high = (_reached(image, reach, each) for each in (ImageChops.darker, ImageChops.lighter))
    spread = ImageChops.subtract(high, low)
    most = reduce(ImageChops.lighter, spread.split())
    widest = Image.merge("RGB", (most, most, most))
    silent = ImageChops.subtract(widest, ImageChops.add(spread, spread)).point(_above(0) * 3)
    above = ImageChops.subtract(image, low).point(_above(_INSIDE) * 3)
    below = ImageChops.subtract(high, image).point(_above(_INSIDE) * 3)
    between = ImageChops.lighter(ImageChops.darker(above, below), silent)
    return reduce(ImageChops.darker, (*between.split(), most.point(_above(_APART))))


def _reached(
    image: Image.Image, reach: int, better: Callable[[Image.Image, Image.Image], Image.Image]
) -> Image.Image:
    """Return the best of each channel within a reach to each side.

    Shifts do it many times faster than a rank filter; what they carry around the picture's edge
    is at most as wide as a soft edge.
    """
    for across, down in ((1, 0), (0, 1)):
        width = 1
        while width < 2 * reach + 1:
            step = min(width, 2 * reach + 1 - width)
            image = better(image, ImageChops.offset(image, step * across, step * down))
            width += step
        image = ImageChops.offset(image, -reach * across, -reach * down)
    return image


def _above(level: int) -> list[int]:
    return [255 if value > level else 0 for value in range(256)]
