"""How a creative is composed: where the text stands, and where the brand's pattern.

There are three compositions, and what there is to say chooses: few words stand alone in the middle
below a large pattern, many have nearly all the room beside a narrow one, and the rest stand over
or beside a band.
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
_FEW_WIDE, _SOME_WIDE, _MANY_WIDE = 6.5, 7.5, 12.5
"""How many times as wide as a headline is high: many words in a large size cover the picture."""
_FEW: Final = 30
"""Characters of a headline that is short enough to stand alone."""
_MANY: Final = 95
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


def composition_of(headline: str, support: str) -> Composition:
    """Return the composition that fits what there is to say."""
    first, second = len(graphemes(headline)), len(graphemes(support))
    if first <= _FEW:
        return Composition.STATEMENT
    return Composition.COLUMN if first + second > _MANY else Composition.BAND


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
        column = Box(left=tile + margin, top=safe.top, right=safe.right, bottom=safe.bottom)
        return Frame(
            column, Box(left=0, top=0, right=tile, bottom=height), tile, _FEW_WIDE, is_centered=True
        )
    tile = -(-width // (3 if height > width else 4))
    top = max(safe.top, tile + margin)
    column = Box(left=safe.left, top=top, right=safe.right, bottom=safe.bottom)
    return Frame(
        column, Box(left=0, top=0, right=width, bottom=tile), tile, _FEW_WIDE, is_centered=True
    )


def _band(placement: Placement, safe: Box, margin: int) -> Frame:
    width, height = placement.width, placement.height
    if width >= height * _WIDE:
        tile = -(-height // 4)
        edge = width - 2 * tile
        column = Box(left=safe.left, top=safe.top, right=edge - margin, bottom=safe.bottom)
        return Frame(column, Box(left=edge, top=0, right=width, bottom=height), tile, _SOME_WIDE)
    tile = -(-width // (6 if height > width else 8))
    rows = max(2, round(height * placement.safe_bottom) // tile)
    edge = height - rows * tile
    bottom = min(safe.bottom, edge - margin)
    column = Box(left=safe.left, top=safe.top, right=safe.right, bottom=bottom)
    return Frame(column, Box(left=0, top=edge, right=width, bottom=height), tile, _SOME_WIDE)


def _column(placement: Placement, safe: Box, margin: int) -> Frame:
    width, height = placement.width, placement.height
    tile = -(-height // (12 if height > width else 8))
    left = max(safe.left, tile + margin // 2)
    column = Box(left=left, top=safe.top, right=safe.right, bottom=safe.bottom)
    return Frame(column, Box(left=0, top=0, right=tile, bottom=height), tile, _MANY_WIDE)


_FRAMES: Final[dict[Composition, Callable[[Placement, Box, int], Frame]]] = {
    Composition.STATEMENT: _statement,
    Composition.BAND: _band,
    Composition.COLUMN: _column,
}
