"""Which colours a picture shows, how much of each, and where.

Colours are told apart in steps of 8 of 255, and each step is named by the colour that really
fills it: naming what was rounded would turn a dark blue into purple.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from PIL import Image, ImageChops

from domain.audit.picture.boxes import Box
from domain.audit.picture.colors import Rgb, histogram, masked_histogram

_MOST_SEEN: Final = 2_000_000
"""Pixels that are looked at: of a larger picture every second or third in each direction, which
is more than any screen shows of it."""
_SAMPLE: Final = 256
"""Pixels on each side of the sample from which the colours of a photograph are taken."""
_MOST_EXACT: Final = 65_536
_STEPS: Final = [value & 0xF8 | 4 for value in range(256)] * 3
"""Five bits of each channel, at the middle of each step: at most 32,768 colours to name."""


class ColorMap:
    """The colours of one picture."""

    def __init__(self, rgb: Image.Image) -> None:
        """Look at a picture in RGB."""
        self._size = rgb.size
        self._every = max(1, math.ceil(math.sqrt(rgb.width * rgb.height / _MOST_SEEN)))
        self.image = rgb
        """What is looked at."""
        if self._every > 1:
            small = (-(-rgb.width // self._every), -(-rgb.height // self._every))
            self.image = rgb.resize(small, Image.Resampling.NEAREST)
        self.total = self.image.width * self.image.height
        """Pixels that are looked at."""

    @cached_property
    def areas(self) -> Mapping[Rgb, int]:
        """How many of the pixels each step of colour takes.

        Every pixel counts as it is: averages would turn fine red lines into pink.
        """
        return dict(histogram(self.image.point(_STEPS)))

    def within(self, mask: Image.Image) -> Mapping[Rgb, int]:
        """Return how many pixels each step takes where a mask of what is looked at is not 0."""
        return dict(masked_histogram(self.image.point(_STEPS), mask))

    def on_frame(self, share: float) -> Mapping[Rgb, int]:
        """Return how many pixels each step takes along the edge.

        Args:
            share: Part of the shorter side that the frame is wide.
        """
        width, height = self.image.size
        wide = max(1, round(share * min(width, height)))
        strips = (
            (0, 0, width, wide),
            (0, height - wide, width, height),
            (0, 0, wide, height),
            (width - wide, 0, width, height),
        )
        found: Counter[Rgb] = Counter()
        for strip in strips:
            found.update(dict(histogram(self.image.crop(strip).point(_STEPS))))
        return found

    def exact(self, step: Rgb) -> Rgb:
        """Return the picture's own colour that mostly fills a step, or the step's middle."""
        return self._exact.get(step, step)

    def where(self, steps: Iterable[Rgb]) -> Image.Image:
        """Return one grey channel of what is looked at: 255 where a colour is of these steps."""
        table = bytearray(_MOST_EXACT)
        for red, green, blue in steps:
            table[(red >> 3 << 10) | (green >> 3 << 5) | blue >> 3] = 255
        return self._places.point(list(table), "L")

    def box_of(self, steps: Iterable[Rgb]) -> Box:
        """Return where the colours of some steps lie, in pixels of the file.

        Raises:
            KeyError: The picture has none of them.
        """
        box = self.where(steps).getbbox()
        if box is None:
            raise KeyError(steps)
        return self.on_picture(box)

    def on_picture(self, box: Box) -> Box:
        """Return a box of what is looked at in pixels of the file."""
        left, top, right, bottom = (side * self._every for side in box)
        return (left, top, min(right, self._size[0]), min(bottom, self._size[1]))

    @cached_property
    def _exact(self) -> Mapping[Rgb, Rgb]:
        found = self.image.getcolors(_MOST_EXACT)
        if found is None:
            # It is a photograph: which of many like colours fills a step, a sample tells.
            sample = self.image.resize((_SAMPLE, _SAMPLE), Image.Resampling.NEAREST)
            found = sample.getcolors(_MOST_EXACT)
        exact: dict[Rgb, Rgb] = {}
        for _, color in sorted(found or ()):
            red, green, blue = color if isinstance(color, tuple) else (color, color, color)
            step = (_STEPS[int(red)], _STEPS[int(green)], _STEPS[int(blue)])
            exact[step] = (int(red), int(green), int(blue))
        return exact

    @cached_property
    def _places(self) -> Image.Image:
        """Every pixel's step as one number of 15 bits: what one table tells apart."""
        red, green, blue = self.image.split()
        low = ImageChops.add(green.point(_GREEN_LOW), blue.point(_BLUE_LOW))
        high = ImageChops.add(red.point(_RED_HIGH), green.point(_GREEN_HIGH))
        nothing = Image.new("L", self.image.size)
        packed = Image.merge("RGBA", (low, high, nothing, nothing)).tobytes()
        return Image.frombytes("I", self.image.size, packed, "raw", "I;32")


_BLUE_LOW: Final = [value >> 3 for value in range(256)]
_GREEN_LOW: Final = [(value >> 3 & 7) << 5 for value in range(256)]
_GREEN_HIGH: Final = [value >> 6 for value in range(256)]
_RED_HIGH: Final = [value >> 3 << 2 for value in range(256)]
