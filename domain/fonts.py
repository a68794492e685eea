"""The typeface of the creatives: Roboto, as the package `font-roboto` carries it."""

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from domain.platforms.counting import graphemes, is_emoji

_NO_GLYPH: Final = "\uffff"
"""A code point that no font can have: it shows what is drawn in place of a missing glyph."""


class Weight(StrEnum):
    """The weights that the creatives use."""

    REGULAR = "Roboto-Regular"
    MEDIUM = "Roboto-Medium"
    BOLD = "Roboto-Bold"


@lru_cache(maxsize=128)
def font(weight: Weight, px: int) -> ImageFont.FreeTypeFont:
    """Return the font in a size, in pixels."""
    return ImageFont.truetype(BytesIO(_bytes(weight)), px)


def drawable(text: str, weight: Weight) -> str:
    """Return the part of a text that the font can draw, on one line.

    Emoji, control characters and letters without a glyph are left out: a box in their place would
    say less than nothing.
    """
    kept = "".join(
        grapheme
        for grapheme in graphemes(unicodedata.normalize("NFC", " ".join(text.split())))
        if not is_emoji(grapheme) and all(_has_glyph(char, weight) for char in grapheme)
    )
    return " ".join(kept.split())


@cache
def _bytes(weight: Weight) -> bytes:
    return resources.files("font_roboto").joinpath("files", f"{weight}.ttf").read_bytes()


@lru_cache(maxsize=4096)
def _has_glyph(char: str, weight: Weight) -> bool:
    if unicodedata.category(char).startswith(("C", "Z")):
        return char == " "
    return _drawn(char, weight) != _drawn(_NO_GLYPH, weight)


def _drawn(char: str, weight: Weight) -> bytes:
    image = Image.new("L", (96, 96))
    ImageDraw.Draw(image).text((32, 64), char, fill=255, font=font(weight, 32), anchor="ls")
    return image.tobytes()
