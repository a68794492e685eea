"""What one place on a channel takes: sizes, formats, lengths, and how its copy is laid out."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field

from contracts import Slug
from domain.platforms.constraints import SOURCE, flattened, limits_at, read_constraint
from domain.platforms.counting import Counting, measure
from domain.platforms.vocabulary import STRICT, Enforcement, Part

_SMALLEST_SIDE: Final = 200
_LARGEST_SIDE: Final = 4096
MOST_EXTREME_RATIO: Final = 3.0
"""Sides, in pixels, and their ratio, within which a creative can be laid out."""

_Side = Annotated[int, Field(ge=_SMALLEST_SIDE, le=_LARGEST_SIDE)]
_Number = Annotated[int, Field(ge=1)]
_Count = Annotated[int, Field(ge=0)]
_Share = Annotated[float, Field(ge=0, lt=1)]
_Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class FieldLimit:
    """How long one copy field may be."""

    __pydantic_config__: ClassVar = STRICT

    name: str
    """One of `FieldKind`."""
    max: _Number
    enforcement: Enforcement
    counting: Counting
    required: bool
    source: _Text
    """Where the number comes from."""
    max_bytes: _Number | None = None
    """A second limit that some platforms put on the UTF-8 form."""
    min: _Count = 0
    """The shortest text that the platform takes."""
    min_variants: _Number = 1
    """How many texts of this kind the placement needs, when it needs any."""
    max_variants: _Number = 1
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

    __pydantic_config__: ClassVar = STRICT

    channel: Slug
    placement: Slug
    width: _Side
    """Pixels that are rendered."""
    height: _Side
    """Pixels that are rendered."""
    ratio_tolerance: _Share
    """How far width / height may be off, as a part of it: 0.01 is 1 %."""
    min_width: _Number
    """Pixels; the platform refuses or degrades less."""
    min_height: _Number
    """Pixels; the platform refuses or degrades less."""
    max_bytes: _Number
    """The largest file that the platform takes."""
    formats: Annotated[tuple[_Text, ...], Field(min_length=1)]
    """Media types that the platform takes."""
    fields: Annotated[Mapping[str, FieldLimit], Field(min_length=1)]
    """The copy fields that it has, in the order in which a reader meets them."""
    source: _Text
    """Where sizes and formats come from."""
    checked_on: date
    """When the sources were last read."""
    paragraphs: tuple[Annotated[tuple[Part, ...], Field(min_length=1)], ...] = ()
    """What `body` is made of: each paragraph as a row of parts. None without a `body`."""
    display_css_width: _Number = 390
    """Width in CSS pixels at which people see it; 390 is a common phone's."""
    safe_top: _Share = 0.0
    """Part of the height that the platform covers at the top: no text belongs there."""
    safe_bottom: _Share = 0.0
    """Part of the height that the platform covers at the bottom."""
    safe_side: _Share = 0.0
    """Part of the width that the platform covers on either side."""
    link_in_text: bool = False
    """Whether the link stands in `body`, because the placement has no other place for it."""
    min_link_length: _Count = 0
    """What the shortest link counts, in the counting of `body`."""
    needs_unsubscribe: bool = False
    """Whether readers must be offered a way to get no more of it (RFC 8058)."""
    emoji: bool = True
    """Whether the platform's rules allow emoji in copy."""
    exclamation: bool = True
    """Whether the platform's rules allow exclamation marks in copy."""
    max_emoji: _Count | None = None
    """Emoji that a post may have, where the platform counts them."""
    max_hashtags: _Count | None = None
    """Hashtags that a post may have, where the platform counts them."""
    max_mentions: _Count | None = None
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
        if sane and 1 / MOST_EXTREME_RATIO <= width / height <= MOST_EXTREME_RATIO:
            return int(width), int(height)
        return self.width, self.height

    def ratio_under(self, limits: Mapping[str, float]) -> float:
        """Return width / height under a campaign's limits: one side alone keeps the shape."""
        if "ratio" in limits:
            return limits["ratio"]
        if "width" in limits and "height" in limits:
            return limits["width"] / limits["height"]
        return self.width / self.height
