"""An audited picture on a page: small enough to embed, with each finding outlined and numbered."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from PIL import Image

from domain.audit.picture.decoding import Picture
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


@dataclass(frozen=True)
class Mark:
    """One outlined region with the numbers of its findings."""

    region: Region
    numbers: Sequence[int]
    tone: str
    """A CSS class."""


def figure(data: bytes, marks: Sequence[Mark], name: str) -> tuple[str, tuple[int, int] | None]:
    """Return the picture as HTML, and its size in pixels when it could be decoded."""
    opened = open_asset(data, int(load_ruleset()["max_pixels"]))
    if not isinstance(opened, Picture):
        return f"<div class=nopicture><p>No picture to show: {escape(opened.why)}.</p></div>", None
    width, height = opened.size
    numbers = ", ".join(str(number) for mark in marks for number in mark.numbers)
    about = f"{name}; outlined: {numbers}" if numbers else name
    shown = (
        f'<div class=shot style="aspect-ratio:{width}/{height}">'
        f'<img src="{_embedded(opened)}" alt="{escape(about)}" width={width} height={height}>'
        f"{_outlines(marks, width, height)}</div>"
    )
    return shown, (width, height)


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


def _outlines(marks: Sequence[Mark], width: int, height: int) -> str:
    radius = max(6.0, _BADGE * (width + height) / 2)
    taken: list[Region] = []
    shapes: list[str] = []
    badges: list[str] = []
    for mark in marks:
        left, top, right, bottom = mark.region
        left, top = max(0, left), max(0, top)
        right, bottom = min(width, right), min(height, bottom)
        if left >= right or top >= bottom:
            continue
        box = f"x={left} y={top} width={right - left} height={bottom - top} rx={radius / 6:.1f}"
        shapes.append(f"<rect class=halo {box} /><rect class={mark.tone} {box} />")
        text = " · ".join(map(str, mark.numbers))
        half = radius * max(1.0, 0.42 * len(text))
        x, y = _free((left, top, right, bottom), half, radius, (width, height), taken)
        badges.append(
            f"<g class={mark.tone}><rect class=badge x={x - half:.1f} y={y - radius:.1f} "
            f"width={2 * half:.1f} height={2 * radius:.1f} rx={radius:.1f} />"
            f"<text x={x:.1f} y={y:.1f} font-size={radius * 1.25:.1f}>{text}</text></g>"
        )
    stroke = f"--line:{max(2.0, radius / 5):.1f}px"
    return (
        f'<svg viewBox="0 0 {width} {height}" style="{stroke}" aria-hidden=true>'
        f"{''.join(shapes)}{''.join(badges)}</svg>"
    )


def _free(
    region: Region, half: float, radius: float, size: tuple[int, int], taken: list[Region]
) -> tuple[float, float]:
    """Return a corner of a region where its number covers no other number, if there is one."""
    left, top, right, bottom = region
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    middles = [((left + right) / 2, top), ((left + right) / 2, bottom)]
    kept = [
        (
            min(max(x, half + 2), max(half + 2, size[0] - half - 2)),
            min(max(y, radius + 2), max(radius + 2, size[1] - radius - 2)),
        )
        for x, y in [*corners, *middles]
    ]
    for x, y in kept:
        spot = (round(x - half), round(y - radius), round(x + half), round(y + radius))
        if not any(_touches(spot, other) for other in taken):
            taken.append(spot)
            return x, y
    return kept[0]


def _touches(one: Region, other: Region) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
