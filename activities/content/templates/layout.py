"""Where text goes on a creative: breaking, balancing and shrinking it until it fits."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from activities.content.templates.line_breaks import counted, led, named, unparted
from domain.fonts import Weight, font
from domain.platforms.counting import graphemes

LEADING: Final = 1.18
"""Distance of base lines as a multiple of the font size."""

_STEP: Final = 2
"""Pixels by which a text shrinks at a time."""
_NEARLY: Final = 0.9
"""What nobody sees of a size: so much smaller a text is rather than broken behind "de"."""


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
    def last(self) -> str:
        """The last line; empty without any."""
        return "".join(self.lines[-1:])

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
    """Set a text as large as it fits into the room, and balance its lines.

    A number stands in one line with what it counts and what leads to it. When the text does not fit
    even in the smallest size, it is set in that size and its `overflow` says how much is too much;
    what leads to a number is parted from it, then numbers from what they count, and words are
    broken, only then.
    """
    for px in range(largest, smallest, -_STEP):
        if _is_beyond(text, weight, px, width, height):
            continue
        setting = _broken(text, weight, px, width)
        if setting is not None and setting.height <= height:
            return _gentle(setting, width, max(smallest, round(px * _NEARLY)))
    for pieces in (unparted(text), counted(text)):
        kept = _joined(pieces, weight, smallest, width)
        if kept.width <= width and kept.height <= height:
            return _balanced(kept, unparted)
    setting = _joined(text.split(), weight, smallest, width)
    if setting.width > width:
        splinters = _splinters(text, weight, smallest, width)
        setting = replace(_joined(splinters, weight, smallest, width), text=text)
    if setting.height <= height:
        return _balanced(setting, unparted)
    return replace(setting, overflow=setting.height - height)


def _is_beyond(text: str, weight: Weight, px: int, width: int, height: int) -> bool:
    """Tell whether the text, broken anywhere, is too much: one measurement instead of hundreds."""
    lines = height // round(px * LEADING)
    face = font(weight, px)
    spaces = max(lines - 1, 0) * face.getlength(" ")  # those at which lines are broken
    return face.getlength(" ".join(text.split())) - spaces > lines * (width + 1)


def _broken(text: str, weight: Weight, px: int, width: int) -> Setting | None:
    """Break at spaces, or return nothing when what stays together is wider than the room."""
    return _within(unparted(text), weight, px, width)


def _within(pieces: list[str], weight: Weight, px: int, width: int) -> Setting | None:
    setting = _joined(pieces, weight, px, width)
    return setting if setting.width <= width else None


def _gentle(setting: Setting, width: int, least: int) -> Setting:
    """Break where a reader pauses, if that takes no more lines and hardly smaller letters.

    No word is left alone in the last line for it.
    """
    plain = _balanced(setting, unparted)
    for breaks in (named, led):
        pieces = breaks(setting.text)
        for px in range(setting.px, least - 1, -_STEP):
            gentle = _within(pieces, setting.weight, px, width)
            if gentle is not None and len(gentle.lines) <= len(plain.lines):
                balanced = _balanced(gentle, breaks)
                if " " in balanced.last or " " not in plain.last:
                    return balanced
    return plain


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


def _balanced(setting: Setting, breaks: Callable[[str], list[str]]) -> Setting:
    """Return the narrowest setting with as many lines, so that none is left with one word."""
    pieces = breaks(setting.text)
    low, high, best = setting.width // 2, setting.width, setting
    while low < high:
        middle = (low + high) // 2
        narrower = _within(pieces, setting.weight, setting.px, middle)
        if narrower is not None and len(narrower.lines) == len(setting.lines):
            best, high = narrower, middle
        else:
            low = middle + 1
    return best


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
