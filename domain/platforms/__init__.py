"""What each channel takes: sizes, formats and lengths, as data with their sources."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from contracts import ContractInvalid
from domain.data import every_data_beside
from domain.platforms.constraints import (
    SOURCE,
    Constraint,
    flattened,
    is_limit_of,
    limits_at,
    read_constraint,
)
from domain.platforms.counting import Counting, measure

_SMALLEST_SIDE: Final = 200
_LARGEST_SIDE: Final = 4096
_MOST_EXTREME: Final = 3.0
"""Sides, in pixels, and their ratio, within which a creative can be laid out."""


class Enforcement(StrEnum):
    """What becomes of content beyond a limit."""

    HARD = "hard"
    """The platform refuses it."""
    SOFT = "soft"
    """The platform takes it, but truncates it or advises against it."""


@dataclass(frozen=True)
class FieldLimit:
    """How long one copy field may be."""

    name: str
    max: int
    enforcement: Enforcement
    counting: Counting
    required: bool
    source: str
    """Where the number comes from."""
    max_bytes: int | None = None
    """A second limit that some platforms put on the UTF-8 form."""
    min: int = 0
    """The shortest text that the platform takes."""
    min_variants: int = 1
    """How many texts of this kind the placement needs, when it needs any."""
    max_variants: int = 1
    """How many it takes: beside `headline` there may then be `headline_2` and so on."""

    @property
    def is_hard(self) -> bool:
        """Whether the platform refuses a longer text."""
        return self.enforcement is Enforcement.HARD

    def admits(self, text: str) -> bool:
        """Tell whether the text is within the limit."""
        return measure(self.counting, text) <= self.max and (
            self.max_bytes is None or measure(Counting.BYTES, text) <= self.max_bytes
        )


@dataclass(frozen=True)
class Placement:
    """One place on one channel where a creative can appear."""

    channel: str
    placement: str
    width: int
    """Pixels that the studio renders."""
    height: int
    """Pixels that the studio renders."""
    ratio_tolerance: float
    """How far width / height may be off, as a part of it: 0.01 is 1 %."""
    min_width: int
    """Pixels; the platform refuses or degrades less."""
    min_height: int
    """Pixels; the platform refuses or degrades less."""
    max_bytes: int
    """The largest file that the platform takes."""
    formats: tuple[str, ...]
    """Media types that the platform takes."""
    fields: Mapping[str, FieldLimit]
    """The copy fields that it has, in the order in which a reader meets them."""
    source: str
    """Where sizes and formats come from."""
    checked_on: date
    """When the sources were last read."""
    display_css_width: int = 390
    """Width in CSS pixels at which people see it; 390 is a common phone's."""
    safe_top: float = 0.0
    """Part of the height that the platform covers at the top: no text belongs there."""
    safe_bottom: float = 0.0
    """Part of the height that the platform covers at the bottom."""
    safe_side: float = 0.0
    """Part of the width that the platform covers on either side."""
    link_in_text: bool = False
    """Whether the link stands in `body`, because the placement has no other place for it."""
    min_link_length: int = 0
    """What the shortest link counts, in the counting of `body`."""
    emoji: bool = True
    """Whether the platform's rules allow emoji in copy."""
    exclamation: bool = True
    """Whether the platform's rules allow exclamation marks in copy."""
    max_emoji: int | None = None
    """Emoji that a post may have, where the platform counts them."""
    max_hashtags: int | None = None
    """Hashtags that a post may have, where the platform counts them."""
    max_mentions: int | None = None
    """Mentions of accounts that a post may have, where the platform counts them."""
    forbidden_characters: str = ""
    """Characters that the platform refuses in copy."""

    def limit_of(self, field: str) -> FieldLimit | None:
        """Return the limit of a copy field or of one of its variants, such as `headline_2`."""
        if field in self.fields:
            return self.fields[field]
        kind, _, number = field.rpartition("_")
        limit = self.fields.get(kind)
        if limit is None or not number.isascii() or not number.isdigit():
            return None
        return limit if 1 < int(number) <= limit.max_variants else None

    def constrained(self, constraints: Mapping[str, Any]) -> "Placement":
        """Return the placement with the limits that a campaign sets in place of its own.

        Args:
            constraints: By `channel.placement.limit`, as dotted keys or nested; of several for one
                limit the strictest holds. A limit is the name of a field, whose length is then
                hard, or `width` or `height` in pixels or `ratio` as `4:5` or a number, which change
                the size that is rendered. What cannot be read leaves the placement as it is.
        """
        read = (read_constraint(*entry) for entry in flattened(constraints))
        limits = limits_at(read, (self.channel, self.placement))
        fields = {
            name: dataclasses.replace(
                limit, max=int(limits[name]), enforcement=Enforcement.HARD, source=SOURCE
            )
            if name in limits
            else limit
            for name, limit in self.fields.items()
        }
        width, height = self.size_under(limits)
        return dataclasses.replace(self, fields=fields, width=width, height=height)

    def size_under(self, limits: Mapping[str, float]) -> tuple[int, int]:
        """Return width and height in pixels that are rendered under a campaign's limits.

        Sizes that no creative can have leave the placement's own.
        """
        ratio = self.ratio_under(limits)
        width, height = limits.get("width"), limits.get("height")
        if width is None:
            width = self.width if height is None else round(height * ratio)
        height = height or round(width / ratio)
        sane = all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in (width, height))
        if sane and 1 / _MOST_EXTREME <= width / height <= _MOST_EXTREME:
            return int(width), int(height)
        return self.width, self.height

    def ratio_under(self, limits: Mapping[str, float]) -> float:
        """Return width / height under a campaign's limits: one side alone keeps the shape."""
        if "ratio" in limits:
            return limits["ratio"]
        if "width" in limits and "height" in limits:
            return limits["width"] / limits["height"]
        return self.width / self.height


def placement_of(channel: str, placement: str) -> Placement:
    """Return what a placement takes.

    Raises:
        ContractInvalid: There is no such placement; the message names those there are.
    """
    found = _placements().get((channel, placement))
    if found is None:
        known = ", ".join(f"{known.channel}.{known.placement}" for known in known_placements())
        raise ContractInvalid(
            f"channels: {channel}.{placement} is not a known placement; known are {known}"
        )
    return found


def known_constraint(key: str, value: Any) -> Constraint | None:
    """Return what an entry of a campaign's constraints limits, if a placement has such a limit."""
    read = read_constraint(key, value)
    place = None if read is None else _placements().get(read.place)
    if read is None or place is None or not is_limit_of(place.fields, read.limit):
        return None
    return read


def known_placements() -> list[Placement]:
    """Return every placement, in the order of channel and placement."""
    return [placement for _, placement in sorted(_placements().items())]


@cache
def _placements() -> Mapping[tuple[str, str], Placement]:
    return {
        (placement.channel, placement.placement): placement
        for document in every_data_beside(__name__).values()
        for placement in _read(document)
    }


def _read(document: dict[str, Any]) -> list[Placement]:
    adapter = TypeAdapter(Placement)
    known = {field.name for field in dataclasses.fields(Placement)}
    for name, values in document["placements"].items():
        if strangers := sorted(values.keys() - known):
            raise ContractInvalid(
                f"{document['channel']}.{name}: {', '.join(strangers)} is no limit of a placement; "
                f"known are {', '.join(sorted(known))}"
            )
    return [
        adapter.validate_python(
            {
                "channel": document["channel"],
                "placement": name,
                "checked_on": document["checked_on"],
                **values,
                "fields": {field: {"name": field, **limit} for field, limit in fields.items()},
            }
        )
        for name, values in document["placements"].items()
        for fields in [values["fields"]]
    ]
