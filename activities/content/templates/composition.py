"""How a creative is composed: where the text stands, and where the brand's pattern.

There are three compositions, and what there is to say chooses: few words stand alone in the middle
beside a large pattern, many have nearly all the room along a narrow one, and the rest stand over
or beside a band. What an app covers of a picture has the pattern and no text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts import Box
from domain.platforms import Placement
from domain.platforms.counting import graphemes

_MARGIN: Final = 0.08
"""Part of the shorter side that stays free along the edge."""
_WIDE: Final = 1.4
"""Width by height from which the pattern stands beside the text."""
_FEW_WIDE, _SOME_WIDE, _MANY_WIDE = 4.5, 7.5, 8.5
"""How many times as wide as a headline is high at most: a word alone may be large."""
_FEW: Final = 30
"""Characters of a headline that is short enough to stand alone."""
_MANY: Final = 90
"""Characters of headline and supporting line that need the room."""


class Composition(StrEnum):
    """The compositions."""

    STATEMENT = "statement"
    """Few words, in the middle."""
    BAND = "band"
    """A headline, most often with a line below it."""
    COLUMN = "column"
    """Many words."""


@dataclass(frozen=True)
class Frame:
    """The areas of a format: a column for text, and tiles for the brand's pattern."""

    column: Box
    tiles: Box
    tile: int
    """Pixels on each side of a tile."""
    words: float
    """The column is at least so many times as wide as a headline is high."""
    is_centered: bool = False
    """Whether the text stands around the column's middle, and not along its left side."""
    above: float = 0.5
    """Which share of the height that is left over lies between the sender and the message."""


def composition_of(headline: str, support: str) -> Composition:
    """Return the composition that fits what there is to say."""
    first, second = len(graphemes(headline)), len(graphemes(support))
    if first + second > _MANY:
        return Composition.COLUMN
    return Composition.STATEMENT if first <= _FEW else Composition.BAND


def frame_of(composition: Composition, placement: Placement) -> Frame:
    """Return the areas of a placement's format in a composition."""
    width, height = placement.width, placement.height
    margin = round(min(width, height) * _MARGIN)
    safe = Box(
        left=max(margin, round(width * placement.safe_side)),
        top=max(margin, round(height * placement.safe_top)),
        right=width - max(margin, round(width * placement.safe_side)),
        bottom=height - max(margin, round(height * placement.safe_bottom)),
    )
    return _FRAMES[composition](placement, safe, margin)


def _statement(placement: Placement, safe: Box, margin: int) -> Frame:
    width, height = placement.width, placement.height
    if width >= height * _WIDE:
        tile = -(-height // 2)
        tiles = Box(left=0, top=0, right=tile, bottom=height)
        column = Box(left=tile + margin, top=safe.top, right=safe.right, bottom=safe.bottom)
    elif placement.safe_bottom:
        tile = -(-width // 3)
        tiles = _floor(placement, tile)
        column = _over(tiles, safe, margin)
    else:
        tile = -(-width // (3 if height > width else 4))
        tiles = Box(left=0, top=0, right=width, bottom=tile)
        top = max(safe.top, tile + margin)
        column = Box(left=safe.left, top=top, right=safe.right, bottom=safe.bottom)
    return Frame(column, tiles, tile, _FEW_WIDE, is_centered=True)


def _band(placement: Placement, safe: Box, margin: int) -> Frame:
    width, height = placement.width, placement.height
    if width >= height * _WIDE:
        tile = -(-height // 4)
        edge = width - 2 * tile
        column = Box(left=safe.left, top=safe.top, right=edge - margin, bottom=safe.bottom)
        return Frame(column, Box(left=edge, top=0, right=width, bottom=height), tile, _SOME_WIDE)
    tile = -(-width // (6 if height > width else 8))
    tiles = _floor(placement, tile)
    return Frame(_over(tiles, safe, margin), tiles, tile, _SOME_WIDE)


def _column(placement: Placement, safe: Box, margin: int) -> Frame:
    width, height = placement.width, placement.height
    if placement.safe_bottom:
        tile = -(-width // 9)
        tiles = _floor(placement, tile)
        return Frame(_over(tiles, safe, margin), tiles, tile, _MANY_WIDE)
    tile = -(-height // (8 if height > width else 6))
    left = max(safe.left, tile + margin)
    column = Box(left=left, top=safe.top, right=safe.right, bottom=safe.bottom)
    tiles = Box(left=0, top=0, right=tile, bottom=height)
    return Frame(column, tiles, tile, _MANY_WIDE, above=1.0)


def _floor(placement: Placement, tile: int) -> Box:
    """Return the rows of tiles at the bottom, of which an app may cover some."""
    rows = max(2, round(placement.height * placement.safe_bottom / tile))
    return Box(
        left=0, top=placement.height - rows * tile, right=placement.width, bottom=placement.height
    )


def _over(tiles: Box, safe: Box, margin: int) -> Box:
    """Return the room for text that is left over tiles at the bottom."""
    bottom = min(safe.bottom, tiles.top - margin)
    return Box(left=safe.left, top=safe.top, right=safe.right, bottom=bottom)


_FRAMES: Final[dict[Composition, Callable[[Placement, Box, int], Frame]]] = {
    Composition.STATEMENT: _statement,
    Composition.BAND: _band,
    Composition.COLUMN: _column,
}
