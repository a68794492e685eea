"""The brand's colours as they can be read: what the audit would block is darkened or lightened.

The brand's own pairs stand wherever they can be read. Where they cannot, the brand's other colours
are tried, and then shades of the button or of the text, the nearest first; the accent itself stays
in the pattern as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts import BrandKit
from domain.audit.picture.colors import Rgb, contrast, hex_of, luminance, parse_hex
from domain.audit.ruleset import load_ruleset

_BLACK: Final[Rgb] = (0, 0, 0)
_WHITE: Final[Rgb] = (255, 255, 255)
_STEPS: Final = 50
"""Shades between a colour and black or white: two percent each, which nobody tells apart."""


@dataclass(frozen=True)
class Colors:
    """What is drawn in which colour, as `#RRGGBB`."""

    text: str
    button: str
    button_text: str


def legible(brand: BrandKit) -> Colors:
    """Return the colours of text and button in which people can read them.

    They keep the contrasts of the audit's thresholds, with what JPEG may take from them.
    """
    limits = load_ruleset()
    spare = 1 + limits["jpeg_contrast_tolerance"]
    to_read, to_see = (
        spare * limits[name] for name in ("contrast_min_ratio", "cta_contrast_min_ratio")
    )
    ground = parse_hex(brand.background)
    text = _first(_shades(parse_hex(brand.text)), ground, to_read)
    own_ink = parse_hex(brand.accent_text)
    accent = parse_hex(brand.accent)
    inks = (own_ink, parse_hex(brand.text), ground)
    pairs = [
        *((accent, ink) for ink in inks),
        *((shade, own_ink) for shade in _shades(accent)),
        (text, ground),
    ]
    button, ink = next(
        (
            (fill, ink)
            for fill, ink in pairs
            if _ratio(fill, ink) >= to_read and _ratio(fill, ground) >= to_see
        ),
        pairs[-1],
    )
    own = (brand.text, brand.accent, brand.accent_text, brand.background)
    written = {parse_hex(color): color for color in reversed(own)}
    return Colors(*(written.get(color, hex_of(color)) for color in (text, button, ink)))


def _first(colors: Iterator[Rgb], ground: Rgb, least: float) -> Rgb:
    """Return the first colour that can be read on a ground, or of all the one that best can."""
    tried = list(colors)
    readable = (color for color in tried if _ratio(color, ground) >= least)
    return next(readable, max(tried, key=lambda color: _ratio(color, ground)))


def _shades(color: Rgb) -> Iterator[Rgb]:
    """Return a colour and its shades up to black and white, the nearest first."""
    for step in range(_STEPS + 1):
        for end in (_BLACK, _WHITE):
            yield _mixed(color, end, step / _STEPS)


def _mixed(color: Rgb, end: Rgb, share: float) -> Rgb:
    red, green, blue = (
        round(own + (far - own) * share) for own, far in zip(color, end, strict=True)
    )
    return red, green, blue


def _ratio(first: Rgb, second: Rgb) -> float:
    return contrast(luminance(first), luminance(second))
