"""How long a text is, as each platform counts it."""

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import regex

from domain.platforms.x.length import x_length


class Counting(StrEnum):
    """The ways in which platforms count."""

    GRAPHEMES = "graphemes"
    """User-perceived characters: extended grapheme clusters (Unicode UAX #29)."""
    X_WEIGHTED = "x_weighted"
    """X's weights; see https://docs.x.com/fundamentals/counting-characters."""
    DISPLAY_WIDTH = "display_width"
    """Columns: East Asian wide characters take two (Unicode UAX #11)."""
    BYTES = "bytes"
    """Bytes of the UTF-8 form."""


_GRAPHEME: Final = regex.compile(r"\X")
_EMOJI: Final = regex.compile(
    r"\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3"
)


def measure(counting: str, text: str) -> int:
    """Return the length of a text in the given way of counting.

    Raises:
        ValueError: `counting` is none of `Counting`.
    """
    return _MEASURES[Counting(counting)](text)


def graphemes(text: str) -> list[str]:
    """Split a text into what a reader takes for its characters."""
    return [match.group() for match in _GRAPHEME.finditer(text)]


def is_emoji(grapheme: str) -> bool:
    """Tell whether a grapheme is a pictograph, a flag or a keycap."""
    return _EMOJI.search(grapheme) is not None


def _display_width(text: str) -> int:
    return sum(
        2 if any(unicodedata.east_asian_width(char) in "WF" for char in grapheme) else 1
        for grapheme in graphemes(text)
    )


_MEASURES: Final[Mapping[Counting, Callable[[str], int]]] = {
    Counting.GRAPHEMES: lambda text: len(graphemes(text)),
    Counting.X_WEIGHTED: x_length,
    Counting.DISPLAY_WIDTH: _display_width,
    Counting.BYTES: lambda text: len(text.encode("utf-8")),
}
