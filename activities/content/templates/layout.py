"""Where text goes on a creative: breaking, balancing and shrinking it until it fits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from activities.content.templates.best_lines import best_lines
from activities.content.templates.line_breaks import counted, strains, unparted
from domain.fonts import Weight, font
from domain.platforms.counting import graphemes

LEADING: Final = 1.18
"""Distance of base lines as a multiple of the font size."""

_STEP: Final = 2
"""Pixels by which a text shrinks at a time."""
_LEAST: Final = 0.7
"""Part of the largest size that fits, below which no text is set for better breaks."""
_SMALLER: Final = 1.5
"""What a text loses with a part of its size, in what `best_lines` counts: a second part more."""


@dataclass(frozen=True)
class Setting:
    """A text broken into lines in one size."""

    text: str
    lines: tuple[str, ...]
    weight: Weight
    px: int
    width: int
    """Of the longest line, in pixels."""
    overflow: int = 0
    """Pixels by which it exceeds the room it was given."""

    @property
    def line_height(self) -> int:
        """Distance of base lines in pixels."""
        return round(self.px * LEADING)

    @property
    def height(self) -> int:
        """Of all lines, in pixels."""
        return self.line_height * len(self.lines)


def set_text(
    text: str, weight: Weight, *, width: int, height: int, largest: int, smallest: int
) -> Setting:
    """Set a text as large as it fits into the room, or smaller where its lines then end better.

    A number stands in one line with what it counts and what leads to it. When the text does not fit
    even in the smallest size, it is set in that size and its `overflow` says how much is too much;
    what leads to a number is parted from it, then numbers from what they count, and words are
    broken, only then.
    """
    pieces = unparted(text)
    for px in range(largest, smallest, -_STEP):
        if _is_beyond(text, weight, px, width, height):
            continue
        setting = _joined(pieces, weight, px, width)
        if setting.width <= width and setting.height <= height:
            return _gentlest(setting, pieces, max(smallest, round(px * _LEAST)), (width, height))
    for kept in (pieces, counted(text), text.split()):
        setting = _joined(kept, weight, smallest, width)
        if setting.width <= width and setting.height <= height:
            return _gentlest(setting, kept, smallest, (width, height))
    setting = _joined(text.split(), weight, smallest, width)
    if setting.width > width:
        splinters = _splinters(text, weight, smallest, width)
        setting = replace(_joined(splinters, weight, smallest, width), text=text)
    return replace(setting, overflow=max(0, setting.height - height))


def _is_beyond(text: str, weight: Weight, px: int, width: int, height: int) -> bool:
    """Tell whether the text, broken anywhere, is too much: one measurement instead of hundreds."""
    lines = height // round(px * LEADING)
    face = font(weight, px)
    spaces = max(lines - 1, 0) * face.getlength(" ")  # those at which lines are broken
    return face.getlength(" ".join(text.split())) - spaces > lines * (width + 1)


def _gentlest(
    setting: Setting, pieces: Sequence[str], least: int, room: tuple[int, int]
) -> Setting:
    """Break a text that fits where its readers stumble least, in its own size or a smaller one."""
    width, height = room
    ends = accumulate(len(piece.split()) for piece in pieces)
    costs = strains(setting.text)
    kept = [costs[end - 1] for end in ends if end <= len(costs)]
    best, lowest = setting, math.inf
    for px in range(setting.px, least - 1, -_STEP):
        lost = 1 - px / setting.px
        smaller = _SMALLER * lost * (1 + lost)
        if smaller >= lowest:
            break
        length = font(setting.weight, px).getlength
        found = best_lines(pieces, kept, length, width, height // round(px * LEADING))
        if found is not None and smaller + found.cost < lowest:
            lowest = smaller + found.cost
            best = replace(setting, lines=found.lines, px=px, width=math.ceil(found.widest))
    return best


def _joined(words: list[str], weight: Weight, px: int, width: int) -> Setting:
    face = font(weight, px)
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    widest = max((face.getlength(line) for line in lines), default=0)
    return Setting(" ".join(words), tuple(lines), weight, px, math.ceil(widest))


def _splinters(text: str, weight: Weight, px: int, width: int) -> list[str]:
    """Break words that are wider than the room between their characters."""
    face = font(weight, px)
    pieces: list[str] = []
    for word in text.split():
        piece = ""
        for char in graphemes(word):
            if piece and face.getlength(piece + char) > width:
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces
