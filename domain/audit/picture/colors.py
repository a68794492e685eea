"""Colours as they are measured and as people name them: luminance, OKLCH, histograms.

Hue ranges tell colour names apart better than a distance does: dark red lies 24 dE2000 from pure
red, coral 15, although only one of them is called red. The limits are tuned on CSS colour names.
"""

# ruff: noqa: PLR2004 - the limits are a table of numbers; a name for each would say nothing more

import math
from functools import lru_cache
from typing import Final

from PIL import Image

Rgb = tuple[int, int, int]
"""Red, green and blue in sRGB, 0 to 255 each."""

COLOR_NAMES: Final = frozenset(
    {
        "red",
        "orange",
        "brown",
        "yellow",
        "green",
        "cyan",
        "blue",
        "purple",
        "pink",
        "black",
        "gray",
        "white",
    }
)
"""The names that a rule may forbid."""

LINEAR: Final = tuple(
    c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
    for c in range(256)
)
"""Linear light of every sRGB value (IEC 61966-2-1)."""

_RED_BORDER: Final = (32.0, 37.0)
"""Hues between red and orange, such as tomato and terracotta, that people name differently."""


def parse_hex(color: str) -> Rgb:
    """Return the colour that `#RRGGBB` or `#RGB` names.

    Raises:
        ValueError: It names none.
    """
    digits = color.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def is_hex(color: str) -> bool:
    """Tell whether a text names a colour as `#RRGGBB` or `#RGB`."""
    try:
        parse_hex(color)
    except ValueError:
        return False
    return True


def hex_of(color: Rgb) -> str:
    """Return the colour as `#rrggbb`."""
    return "#" + bytes(color).hex()


def luminance(color: Rgb) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 (black) to 1 (white)."""
    return 0.2126 * LINEAR[color[0]] + 0.7152 * LINEAR[color[1]] + 0.0722 * LINEAR[color[2]]


def contrast(first: float, second: float) -> float:
    """Return the contrast ratio of two luminances, from 1 to 21 (WCAG 2.2)."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def oklab(color: Rgb) -> tuple[float, float, float]:
    """Return lightness, a and b in OKLab (Ottosson 2020, CSS Color 4 §9.2)."""
    r, g, b = (LINEAR[channel] for channel in color)
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def oklch(color: Rgb) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (degrees) in OKLCH."""
    lightness, a, b = oklab(color)
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def lab(color: Rgb) -> tuple[float, float, float]:
    """Return lightness, a and b in CIELAB under D65 (CIE 15; sRGB of IEC 61966-2-1)."""
    r, g, b = (LINEAR[channel] for channel in color)
    x = (0.4123907993 * r + 0.3575843394 * g + 0.1804807884 * b) / 0.9504559271
    y = 0.2126390059 * r + 0.7151686788 * g + 0.0721923154 * b
    z = (0.0193308187 * r + 0.1191947798 * g + 0.9505321522 * b) / 1.0890577508
    fx, fy, fz = (_cube_root(value) for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _cube_root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def distance(first: Rgb, second: Rgb) -> float:
    """Return how far two colours lie apart in OKLab; 0.02 is just noticeable."""
    return math.dist(oklab(first), oklab(second))


def histogram(picture: Image.Image) -> list[tuple[Rgb, int]]:
    """Return every colour of an RGB picture with its number of pixels."""
    return [
        ((color[0], color[1], color[2]), count)
        for count, color in picture.getcolors(maxcolors=picture.width * picture.height) or ()
        if isinstance(color, tuple)
    ]


def masked_histogram(picture: Image.Image, mask: Image.Image) -> list[tuple[Rgb, int]]:
    """Return every colour of an RGB picture with its number of pixels where a mask is not 0."""
    seen = picture.copy()
    seen.putalpha(mask)
    return [
        ((color[0], color[1], color[2]), count)
        for count, color in seen.getcolors(maxcolors=seen.width * seen.height) or ()
        if isinstance(color, tuple) and color[3]
    ]


@lru_cache(maxsize=65536)
def name_of(color: Rgb) -> str:
    """Return the name under which people know the colour, or `neutral` for a pale warm one."""
    lightness, chroma, hue = oklch(color)
    if chroma < 0.035:
        return "black" if lightness < 0.25 else "white" if lightness > 0.93 else "gray"
    if lightness < 0.20:
        return "black"
    return next(name for end, name in _around_the_wheel(lightness, chroma, hue) if hue < end)


def is_borderline_red(color: Rgb) -> bool:
    """Tell whether a red lies so close to orange that people disagree about its name."""
    low, high = _RED_BORDER
    return name_of(color) == "red" and low <= oklch(color)[2] < high


def _around_the_wheel(lightness: float, chroma: float, hue: float) -> tuple[tuple[float, str], ...]:
    pink_side = "pink" if lightness > 0.60 else "red" if chroma >= 0.12 else "brown"
    return (
        (5, pink_side),
        (37, _reddish(lightness, chroma, hue)),
        (75, _orange_or_brown(lightness, chroma)),  # CSS orange itself lies at 70.7
        (85, "brown" if lightness < 0.60 else _yellowish(chroma)),
        (115, _yellowish(chroma)),
        (168, "green"),
        (215, "cyan"),
        (283, "blue"),
        (325, "purple"),
        (350, "pink" if lightness > 0.60 else "purple"),
        (math.inf, pink_side),
    )


def _reddish(lightness: float, chroma: float, hue: float) -> str:
    if lightness >= 0.74:
        return "pink"
    is_wine = chroma >= 0.07 and lightness < 0.5 and hue < 30
    if chroma >= 0.12 or is_wine:
        return "red"
    return "pink" if lightness >= 0.60 else "brown"


def _orange_or_brown(lightness: float, chroma: float) -> str:
    if lightness < 0.60 and chroma < 0.14:
        return "brown"
    return "orange" if lightness < 0.85 or chroma >= 0.10 else "neutral"


def _yellowish(chroma: float) -> str:
    return "yellow" if chroma >= 0.07 else "neutral"
