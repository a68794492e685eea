"""Whether some of a picture's colours are only the way from one of its other colours to another."""

import math
from collections.abc import Mapping
from itertools import combinations
from typing import Final

from domain.audit.picture.colors import Rgb

_MOST_ENDS: Final = 10
"""Colours between which a way is looked for: the most frequent ones."""
_APART: Final = 40
"""Steps of 255 between two of them."""
_MOST: Final = 64
"""Colours that are looked for on it."""
_FREQUENT: Final = 0.0005
"""Share of the picture from which a colour is one that somebody chose."""
_CHOSEN: Final = 0.35
"""Share of what is seen of some colours from which one is no step on a way, but a choice."""
_OFF: Final = 24
"""Steps of 255 by which a colour may lie off the straight way: JPEG leaves it by so much."""
_NEARLY_ALL: Final = 0.8


def is_mixture(seen: Mapping[Rgb, int], areas: Mapping[Rgb, int]) -> bool:
    """Tell whether nearly all of some colours lie between two others, and none of them stands out.

    So do those of a gradient, and those that JPEG lays around a letter; a grey disc between black
    and white is a colour of its own.

    Args:
        seen: The colours, with the pixels of each that a person sees: soft edges are none.
        areas: All colours of the picture with their pixels.
    """
    total = sum(areas.values())
    some = sorted(((count, step) for step, count in seen.items()), reverse=True)
    pixels = sum(count for count, _ in some)
    if not some or some[0][0] >= _CHOSEN * pixels:
        return False
    others = sorted(
        ((n, step) for step, n in areas.items() if step not in seen and n >= _FREQUENT * total),
        reverse=True,
    )
    ends: list[Rgb] = []
    for _, step in others:
        if len(ends) < _MOST_ENDS and all(math.dist(step, end) >= _APART for end in ends):
            ends.append(step)
    ways = list(combinations(ends, 2))
    looked_at = some[:_MOST]
    mixed = sum(n for n, step in looked_at if any(_is_between(step, *way) for way in ways))
    return mixed >= _NEARLY_ALL * sum(n for n, _ in looked_at)


def _is_between(color: Rgb, first: Rgb, second: Rgb) -> bool:
    way = [b - a for a, b in zip(first, second, strict=True)]
    length = sum(part * part for part in way)
    along = sum((c - a) * w for c, a, w in zip(color, first, way, strict=True)) / length
    nearest = [a + along * w for a, w in zip(first, way, strict=True)]
    return 0 < along < 1 and math.dist(color, nearest) <= _OFF
