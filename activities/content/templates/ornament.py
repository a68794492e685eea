"""The pattern of a brand: tiles of quarters, halves and circles in its accent colour.

The brand's name chooses the tiles, so all creatives of a brand are alike and none is random.
"""

import hashlib
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

_OVERSAMPLING: Final = 4
_SHAPES: Final = 8


def pattern(name: str, columns: int, rows: int, tile: int) -> Image.Image:
    """Return the pattern as one grey channel: 255 where the accent colour belongs.

    Args:
        name: The brand's name.
        columns: Tiles from left to right.
        rows: Tiles from top to bottom.
        tile: Pixels per side of a tile.
    """
    image = Image.new("L", (columns * tile, rows * tile))
    previous = -1
    for place in range(columns * rows):
        seed = hashlib.sha256(f"{name}\n{place}".encode()).digest()[0]
        shape = seed % _SHAPES
        if shape == previous:
            shape = (shape + 1) % _SHAPES
        previous = shape
        image.paste(_tile(shape, tile), (place % columns * tile, place // columns * tile))
    return image


@lru_cache(maxsize=64)
def _tile(shape: int, side: int) -> Image.Image:
    big = side * _OVERSAMPLING
    image = Image.new("L", (big, big))
    draw = ImageDraw.Draw(image)
    match shape:
        case 0 | 1 | 2 | 3:
            draw.ellipse((0, 0, 2 * big, 2 * big), fill=255)
        case 4 | 5:
            draw.ellipse((-big // 2, 0, big // 2, big), fill=255)
            draw.ellipse((big // 2, 0, big + big // 2, big), fill=255)
        case 6:
            draw.ellipse((big // 4, big // 4, big - big // 4, big - big // 4), fill=255)
        case _:
            draw.rectangle((0, 0, big, big), fill=255)
            draw.ellipse((0, 0, 2 * big, 2 * big), fill=0)
            draw.ellipse((big // 2, big // 2, big + big // 2, big + big // 2), fill=255)
    return image.rotate(90 * (shape % 4)).reduce(_OVERSAMPLING)
