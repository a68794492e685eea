"""How long a text is, as each platform counts it."""

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import regex


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


X_URL_WEIGHT: Final = 23
"""What X counts for any link, since it replaces it by one of its own."""

_X_LIGHT: Final = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Code points that weigh 1 on X, others weigh 2 (twitter-text, configuration version 3)."""

_GRAPHEME: Final = regex.compile(r"\X")
_X_PATH: Final = r"a-z\p{Cyrillic}0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
"""Letters and digits that X takes for part of an address: an ideograph or an emoji ends it."""
_X_MARKS: Final = r"!*';:=+,.$/%#\[\]\-\u2013_~@|&"
_X_LINK: Final = regex.compile(
    r"https?://(?:[\p{L}\p{M}\p{N}_-]++\.)+(?:xn--[a-z0-9-]+|[a-z]{2,24})(?![a-z0-9@])(?::\d+)?"
    rf"(?:/(?:(?:[{_X_PATH}{_X_MARKS}]|\([{_X_PATH}{_X_MARKS}]*\))*"
    rf"(?:[{_X_PATH}=_#/+\-]|\([{_X_PATH}{_X_MARKS}]*\)))?)?"
    r"(?:\?[a-z0-9!?*'@():;&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?",
    regex.IGNORECASE,
)
"""What X replaces by a link of its own (twitter-text, `extractUrl`), whatever its last label."""
_BARE_DOMAIN: Final = regex.compile(
    r"(?<![a-z0-9@\uff20$#\uff03_./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
    rf"(?![a-z0-9@])(?:/[{_X_PATH}{_X_MARKS}]*)?",
    regex.IGNORECASE,
)
_EMOJI: Final = regex.compile(
    r"\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3"
)


_X_LETTERS: Final = frozenset("\u00a9\u00ae")
"""Unicode counts them among the pictographs, X among the letters of Latin-1."""


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


def _x_weighted(text: str) -> int:
    normal = unicodedata.normalize("NFC", text)
    links = len(_X_LINK.findall(normal))
    total = links * X_URL_WEIGHT
    rest = _X_LINK.sub(" ", normal)
    # A domain without a scheme is a link only when X knows its ending: the longer reading is safe.
    for match in _BARE_DOMAIN.finditer(rest):
        total += max(0, X_URL_WEIGHT - _x_plain(match.group()))
    return total + _x_plain(rest) - links


def _x_plain(text: str) -> int:
    return sum(
        2
        if is_emoji(grapheme) and grapheme[0] not in _X_LETTERS
        else sum(_x_weight(char) for char in grapheme)
        for grapheme in graphemes(text)
    )


def _x_weight(char: str) -> int:
    return 1 if any(low <= ord(char) <= high for low, high in _X_LIGHT) else 2


def _display_width(text: str) -> int:
    return sum(
        2 if any(unicodedata.east_asian_width(char) in "WF" for char in grapheme) else 1
        for grapheme in graphemes(text)
    )


_MEASURES: Final[Mapping[Counting, Callable[[str], int]]] = {
    Counting.GRAPHEMES: lambda text: len(graphemes(text)),
    Counting.X_WEIGHTED: _x_weighted,
    Counting.DISPLAY_WIDTH: _display_width,
    Counting.BYTES: lambda text: len(text.encode("utf-8")),
}
