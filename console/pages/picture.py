"""An audited picture on a page: small enough to embed, with each finding outlined and numbered."""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image

from domain.audit.picture.decoding import Picture, PictureFault
from domain.audit.ruleset import load_ruleset
from domain.audit.subject import open_asset

Region = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the file."""

_LONGEST_SIDE: Final = 1400
"""Pixels of an embedded picture: sharp on a phone, and a page stays under some hundred kilobytes.
"""
_FEW_COLORS: Final = 256
"""Up to so many, PNG is exact and small."""
_LARGE: Final = 400_000
"""Bytes beyond which a PNG is no drawing but noise, and JPEG is smaller."""
_BADGE: Final = 0.03
"""A number's radius as a part of the picture's mean side."""
_INSET: Final = 2
"""Pixels between a number and the picture's edge."""


@dataclass(frozen=True)
class Mark:
    """One outlined region with the numbers of its findings."""

    region: Region
    numbers: Sequence[int]
    tone: str
    """A CSS class."""


@dataclass(frozen=True)
class Rectangle:
    """A rectangle as it is drawn, in pixels of the file."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    """Of its corners."""


@dataclass(frozen=True)
class DrawnMark:
    """One outline and the badge with its numbers."""

    tone: str
    outline: Rectangle
    badge: Rectangle
    label: str
    label_x: float
    """The label's middle."""
    label_y: float


@dataclass(frozen=True)
class ShownPicture:
    """A picture that a page holds itself, and what is drawn over it."""

    source: str
    """A `data:` address."""
    width: int
    """Pixels of the file, which the drawing is measured in, however small the embedded one is."""
    height: int
    about: str
    """Its alternative text."""
    line: float
    """How wide outlines are, in pixels of the page."""
    label_size: float
    marks: tuple[DrawnMark, ...]


def show(data: bytes, marks: Sequence[Mark], name: str) -> ShownPicture | PictureFault:
    """Return the picture for a page, or why there is none to show."""
    opened = open_asset(data, int(load_ruleset()["max_pixels"]))
    if not isinstance(opened, Picture):
        return opened
    width, height = opened.size
    radius = max(6.0, _BADGE * (width + height) / 2)
    numbers = ", ".join(str(number) for mark in marks for number in mark.numbers)
    return ShownPicture(
        source=_embedded(opened),
        width=width,
        height=height,
        about=f"{name}; outlined: {numbers}" if numbers else name,
        line=round(max(2.0, radius / 5), 1),
        label_size=round(radius * 1.25, 1),
        marks=tuple(_drawn(marks, (width, height), radius)),
    )


def grouped(regions: Mapping[int, Region], tones: Mapping[int, str]) -> list[Mark]:
    """Return one mark for each region, with the numbers of all findings about it.

    Args:
        regions: By number of the finding, the gravest first.
        tones: By number of the finding.
    """
    found: dict[Region, list[int]] = {}
    for number, region in regions.items():
        found.setdefault(region, []).append(number)
    return [Mark(region, numbers, tones[numbers[0]]) for region, numbers in found.items()]


def _embedded(picture: Picture) -> str:
    image = picture.image
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    # Encoded anew in any case: what the file tells of its making is nobody's business.
    data, kind = b"", "png"
    if picture.unique_colors <= _FEW_COLORS:
        data = _encoded(image, "PNG", optimize=True)
    if not 0 < len(data) <= _LARGE:
        data, kind = _encoded(image, "JPEG", quality=88), "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _drawn(marks: Sequence[Mark], size: tuple[int, int], radius: float) -> Iterator[DrawnMark]:
    taken: list[Region] = []
    for mark in marks:
        left, top, right, bottom = mark.region
        left, top = max(0, left), max(0, top)
        right, bottom = min(size[0], right), min(size[1], bottom)
        if left >= right or top >= bottom:
            continue
        label = " · ".join(map(str, mark.numbers))
        half = radius * max(1.0, 0.42 * len(label))
        x, y = _free((left, top, right, bottom), half, radius, size, taken)
        yield DrawnMark(
            tone=mark.tone,
            outline=_rectangle(left, top, right - left, bottom - top, radius / 6),
            badge=_rectangle(x - half, y - radius, 2 * half, 2 * radius, radius),
            label=label,
            label_x=round(x, 1),
            label_y=round(y, 1),
        )


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> Rectangle:
    return Rectangle(*(round(side, 1) for side in (x, y, width, height, radius)))


def _free(
    region: Region, half: float, radius: float, size: tuple[int, int], taken: list[Region]
) -> tuple[float, float]:
    """Return where the number of a region stands: beside it, and on no other number, if it can."""
    left, top, right, bottom = region
    sides = (left + half, right - half)
    beside = [(x, y) for y in (top - radius, bottom + radius) for x in sides]
    corners = [(x, y) for y in (top, bottom) for x in (left, right)]
    wanted = [*beside, *corners, ((left + right) / 2, top), ((left + right) / 2, bottom)]
    inside = [(_within(x, half, size[0]), _within(y, radius, size[1])) for x, y in wanted]
    # What has to be moved into the picture covers more of what it is about.
    pairs = zip(wanted, inside, strict=True)
    kept = [one for _, one in sorted(pairs, key=lambda pair: pair[0] != pair[1])]
    for x, y in kept:
        spot = (round(x - half), round(y - radius), round(x + half), round(y + radius))
        if not any(_touches(spot, other) for other in taken):
            taken.append(spot)
            return x, y
    return kept[0]


def _within(middle: float, half: float, length: int) -> float:
    """Return the middle of what reaches to both sides, moved so that it lies in the picture."""
    return min(max(middle, half + _INSET), max(half + _INSET, length - half - _INSET))


def _touches(one: Region, other: Region) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
