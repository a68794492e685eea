"""Colours as they are measured and as people name them: luminance, OKLCH, histograms.

Hue ranges tell colour names apart better than a distance does: dark red lies 24 dE2000 from pure
red, coral 15, although only one of them is called red. The limits are tuned on CSS colour names,
and on those of 436 colours that people named in Randall Munroe's survey (xkcd.com/color/rgb, CC0).

Longer than 250 lines because the limits of neighbouring colours are read side by side.
"""

# ruff: noqa: PLR2004 - the limits are a table of numbers; a name for each would say nothing more

import math
from collections.abc import Callable
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


def name_of(color: Rgb) -> str:
    """Return the name under which people know the colour, or `neutral` for a pale warm one."""
    return _named(*oklch(color))


@lru_cache(maxsize=65536)
def names_of(color: Rgb) -> frozenset[str]:
    """Return every name that people give the colour: several where they disagree.

    They do so on both sides of a border, and so a colour has the names of those that lie a little
    beside it: a lightness of 0.03, a hue of 6 degrees or a sixth of its chroma away. What lies
    between green and blue has a name of its own that many do not use, a tint of a cold hue is
    white, grey or that hue, and a shade is black or that hue: ink, and dark chocolate.
    """
    lightness, chroma, hue = oklch(color)
    names = {
        _named(lightness, chroma, hue),
        _named(lightness - 0.03, chroma, hue),
        _named(lightness + 0.03, chroma, hue),
        _named(lightness, chroma * 5 / 6, hue),
        _named(lightness, chroma * 7 / 6, hue),
        _named(lightness, chroma, (hue - 6) % 360),
        _named(lightness, chroma, (hue + 6) % 360),
    }
    if "cyan" in names:
        bluish = 180 if lightness > 0.7 else 190  # turquoise is a blue to many, and petrol a green
        names |= {name for name, end in (("green", 198 - hue), ("blue", hue - bluish)) if end > 0}
    if lightness > 0.9 and chroma >= 0.02 and not 30 < hue < 115:
        names.add(_of_hue(lightness, chroma, hue))
    if lightness > 0.2 and chroma >= 0.02 and "black" in names:
        names.add(_of_hue(lightness, chroma, hue))
    return frozenset(names)


def _named(lightness: float, chroma: float, hue: float) -> str:
    if chroma < 0.032 or (chroma < 0.06 and lightness < 0.2):
        return _without_hue(lightness, chroma, hue)
    return _of_hue(lightness, chroma, hue)


def _of_hue(lightness: float, chroma: float, hue: float) -> str:
    return next(name(lightness, chroma, hue) for end, name in _WHEEL if hue < end)


def _without_hue(lightness: float, chroma: float, hue: float) -> str:
    if lightness < 0.3:
        return "black"
    if lightness > 0.93:
        return "white"
    is_cream = lightness > 0.85 and chroma > 0.012 and 30 < hue < 115
    return "neutral" if is_cream else "gray"


def _crimson(lightness: float, _: float, hue: float) -> str:
    """Between pink and red: a lighter one is pink up to a later hue."""
    if hue < 9:
        return "pink" if lightness > 0.46 else "red"
    if lightness > 0.5 and (hue < 13 or lightness > 0.65):
        return "pink"
    return _reddish(lightness, _, hue)


def _reddish(lightness: float, chroma: float, hue: float) -> str:
    if lightness >= 0.74:
        return "pink"
    is_wine = chroma >= 0.07 and lightness < 0.5 and hue < 30
    if chroma >= 0.12 or is_wine:
        return "red"
    return "pink" if lightness >= 0.60 else "brown"


def _orange_or_brown(lightness: float, chroma: float, _: float) -> str:
    if (chroma < 0.105 and lightness < 0.8) or (lightness < 0.6 and chroma < 0.14):
        return "brown"
    return "orange" if lightness < 0.85 or chroma >= 0.1 else "neutral"


def _golden(lightness: float, chroma: float, hue: float) -> str:
    return "brown" if lightness < 0.66 else _yellowish(lightness, chroma, hue)


def _olive(lightness: float, chroma: float, hue: float) -> str:
    return "green" if lightness < 0.62 else _yellowish(lightness, chroma, hue)


def _yellowish(lightness: float, chroma: float, _: float) -> str:
    if chroma < 0.105 and lightness < 0.8:
        return "brown"
    return "yellow" if chroma >= 0.07 else "neutral"


def _lime(lightness: float, _: float, __: float) -> str:
    return "yellow" if lightness > 0.9 else "green"


def _green(_: float, __: float, ___: float) -> str:
    return "green"


def _cyan(lightness: float, _: float, hue: float) -> str:
    """Between green and blue: nobody calls a dark blue cyan, nor a pale one."""
    return "cyan" if hue < 192 or 0.4 < lightness < 0.92 else "blue"


def _blue(_: float, __: float, ___: float) -> str:
    return "blue"


def _indigo(lightness: float, chroma: float, _: float) -> str:
    """What is dark and nearly grey is no purple yet."""
    return "blue" if chroma < 0.06 and lightness < 0.4 else "purple"


def _purple(_: float, __: float, ___: float) -> str:
    return "purple"


def _fuchsia(lightness: float, _: float, __: float) -> str:
    return "pink" if lightness > 0.6 else "purple"


def _magenta(lightness: float, _: float, __: float) -> str:
    """The last hues before red: a dark one has no name but purple."""
    return "pink" if lightness > 0.46 else "purple"


_WHEEL: Final[tuple[tuple[float, Callable[[float, float, float], str]], ...]] = (
    (3, _magenta),
    (17, _crimson),
    (37, _reddish),
    (75, _orange_or_brown),  # CSS orange itself lies at 70.7
    (97, _golden),
    (112, _olive),
    (120, _lime),
    (170, _green),
    (205, _cyan),
    (284, _blue),
    (298, _indigo),
    (325, _purple),
    (350, _fuchsia),
    (math.inf, _magenta),
)
"""Up to which hue which rule names a colour by its lightness, chroma and hue."""
