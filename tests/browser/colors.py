"""Pairs of colors, from nearly the same to the opposite."""

import math
from typing import Final, NamedTuple

from activities.content.templates.legibility import legible
from contracts import BrandKit
from domain.audit.picture.colors import contrast, hex_of, luminance, parse_hex

_STEPS: Final = (0, 51, 102, 153, 204, 255)
_COLORS: Final = [hex_of((r, g, b)) for r in _STEPS for g in _STEPS for b in _STEPS]


class Pair(NamedTuple):
    """The color of a text and the one behind it."""

    text: str
    back: str

    @property
    def ratio(self) -> float:
        """The contrast as the audit computes it from the colors."""
        return contrast(luminance(parse_hex(self.text)), luminance(parse_hex(self.back)))


PAIRS: Final = {
    f"pair-{number}": Pair(color, _COLORS[(7 * number + 31) % len(_COLORS)])
    for number, color in enumerate(_COLORS)
}

BRANDS: Final = {
    "plain": BrandKit(name="Tostadores del Sur"),
    "night": BrandKit(
        name="Casa Lunar",
        background="#0F1B2D",
        text="#F4EFE6",
        accent="#F2B705",
        accent_text="#1A1A1A",
    ),
    "pale": BrandKit(
        name="Casa Tenue",
        background="#F7E7D3",
        text="#A8907A",
        accent="#C9D6A3",
        accent_text="#FFFFFF",
    ),
}
"""Brands whose creatives are easy to read, and one whose are not."""

BRAND_PAIRS: Final = {
    f"{name}-{part}": pair
    for name, brand in BRANDS.items()
    for part, pair in (
        ("text", Pair(legible(brand).text, brand.background)),
        ("button", Pair(legible(brand).button_text, legible(brand).button)),
    )
}


def cut(ratio: float) -> float:
    """Return a ratio as axe-core states it: to two decimals, never rounded up."""
    return math.floor(ratio * 100 + 1e-9) / 100


def color_page() -> str:
    """Return a page that shows one text in each pair of colors, under the pair's name."""
    texts = "".join(
        f'<p id={name} style="color:{pair.text};background:{pair.back}">Text</p>'
        for name, pair in (PAIRS | BRAND_PAIRS).items()
    )
    return f"<!doctype html><html lang=en><title>Colors</title><body><main>{texts}</main>"
