"""The typeface of the creatives: Roboto, as the package `font-roboto` carries it."""

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from domain.platforms.counting import graphemes, is_emoji

TYPEFACE: Final = "Roboto"
"""What a layout manifest calls it."""

_NO_GLYPH: Final = "\uffff"
"""A code point that no font can have: it shows what is drawn in place of a missing glyph."""
_LARGEST: Final = 10_000
"""Pixels per em: FreeType draws no glyph that is more than 32,767 pixels wide or high."""
_VARIANTS: Final = frozenset("\ufe0e\ufe0f")
"""They ask for a sign in colour, or in ink: a picture's text is in ink."""
_NO_TEXT: Final = frozenset({"Cc", "Cs"})
"""Unicode's control characters and halves of surrogate pairs."""


class Weight(StrEnum):
    """The weights that the creatives use."""

    REGULAR = "Roboto-Regular"
    MEDIUM = "Roboto-Medium"
    BOLD = "Roboto-Bold"


@lru_cache(maxsize=128)
def font(weight: Weight, px: int) -> ImageFont.FreeTypeFont:
    """Return the font in a size, in pixels."""
    return ImageFont.truetype(BytesIO(_bytes(weight)), px)


def face_of(name: str, px: int, *, bold: bool) -> ImageFont.FreeTypeFont | None:
    """Return the font that a manifest names, or `None` when it is not here in such a size."""
    is_here = name == TYPEFACE and px <= _LARGEST
    return font(weight_of(bold=bold), px) if is_here else None


def weight_of(*, bold: bool) -> Weight:
    """Return the weight of a text of which no more is known than whether it is bold."""
    return Weight.BOLD if bold else Weight.REGULAR


@lru_cache(maxsize=4096)
def has_glyph(char: str, weight: Weight) -> bool:
    """Tell whether a reader sees a character as it is meant, and no box in its place.

    For spaces, joiners and soft hyphens that is nothing at all.
    """
    if char.isspace():
        return True
    return unicodedata.category(char) not in _NO_TEXT and _drawn(char, weight) != _drawn(
        _NO_GLYPH, weight
    )


def on_one_line(text: str) -> str:
    """Return a text as a picture shows it, but for its wrapping: without what nobody sees."""
    shown = "".join(
        char for char in text if unicodedata.category(char) != "Cf" and char not in _VARIANTS
    )
    return " ".join(unicodedata.normalize("NFC", shown).split())


def drawable(text: str, weight: Weight) -> str:
    """Return the part of a text that the font can draw, on one line.

    Control characters, and letters and emoji without a glyph are left out: a box in their place
    would say less than nothing. So are format characters, which nobody sees and some of which turn
    the text around; the letters beside them stay.
    """
    kept = "".join(
        grapheme
        for grapheme in graphemes(on_one_line(text))
        if all(has_glyph(char, weight) for char in grapheme)
    )
    return " ".join(kept.split())


def without_emoji(text: str) -> str:
    """Return a text on one line, without the emoji that the typeface cannot draw.

    It draws signs such as ® and ™, which Unicode counts among them.
    """
    kept = "".join(
        grapheme
        for grapheme in graphemes(on_one_line(text))
        if not is_emoji(grapheme) or all(has_glyph(char, Weight.REGULAR) for char in grapheme)
    )
    return " ".join(kept.split())


@cache
def _bytes(weight: Weight) -> bytes:
    return resources.files("font_roboto").joinpath("files", f"{weight}.ttf").read_bytes()


def _drawn(char: str, weight: Weight) -> bytes:
    image = Image.new("L", (96, 96))
    ImageDraw.Draw(image).text((32, 64), char, fill=255, font=font(weight, 32), anchor="ls")
    return image.tobytes()
