"""How different two colours look, by CIEDE2000."""

# ruff: noqa: PLR2004 - the formula's constants are its own names

import math

Lab = tuple[float, float, float]
"""Lightness, a and b in CIELAB."""


def delta_e_2000(first: Lab, second: Lab) -> float:
    """Return the CIEDE2000 difference (Sharma, Wu, Dalal 2005); 1 is about just noticeable."""
    l1, a1, b1 = first
    l2, a2, b2 = second
    mean_c7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    g = 1 + 0.5 * (1 - math.sqrt(mean_c7 / (mean_c7 + 25**7)))
    c1, h1 = math.hypot(g * a1, b1), math.degrees(math.atan2(b1, g * a1)) % 360
    c2, h2 = math.hypot(g * a2, b2), math.degrees(math.atan2(b2, g * a2)) % 360
    turn, middle = _hues(h1, h2, gray=c1 * c2 == 0)
    d_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(middle - 30))
        + 0.24 * math.cos(math.radians(2 * middle))
        + 0.32 * math.cos(math.radians(3 * middle + 6))
        - 0.20 * math.cos(math.radians(4 * middle - 63))
    )
    dark = (mean_l - 50) ** 2
    s_l = 1 + 0.015 * dark / math.sqrt(20 + dark)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rotation = 60 * math.exp(-(((middle - 275) / 25) ** 2))
    r_t = -2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7)) * math.sin(math.radians(rotation))
    light, chroma, hue = (l2 - l1) / s_l, (c2 - c1) / s_c, d_h / s_h
    return math.sqrt(max(0.0, light**2 + chroma**2 + hue**2 + r_t * chroma * hue))


def _hues(first: float, second: float, *, gray: bool) -> tuple[float, float]:
    """Return the shorter way from one hue to the other, and the hue in its middle."""
    if gray:
        return 0.0, first + second
    turn = second - first
    if abs(turn) <= 180:
        return turn, (first + second) / 2
    shift = 360 if first + second < 360 else -360
    return turn - math.copysign(360, turn), (first + second + shift) / 2
