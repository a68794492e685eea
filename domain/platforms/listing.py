"""Every limit of every platform with its source and its age, for people to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.platforms import Enforcement, FieldLimit, Placement, known_placements
from domain.platforms.constraints import SOURCE


@dataclass(frozen=True)
class ListedLimit:
    """One limit, as a table shows it."""

    channel: str
    placement: str
    limit: str
    """Such as `headline` or `max_bytes`."""
    value: str
    """With its unit where it has one."""
    enforcement: Enforcement
    counting: str | None
    """How texts are counted; none for what is no text."""
    source: str
    checked_on: date
    """When the source was last read."""
    age_days: int
    """Days from then to the day that was asked about; negative for a day before it."""


def list_limits(today: date, constraints: Mapping[str, Any] | None = None) -> list[ListedLimit]:
    """Return all limits, by channel, placement and name.

    Args:
        today: The day that ages are counted to.
        constraints: A campaign's `platform_constraints`, which stand in place of the platforms'.
    """
    return [
        ListedLimit(
            channel=place.channel,
            placement=place.placement,
            limit=name,
            value=value,
            enforcement=enforcement,
            counting=counting,
            source=source,
            checked_on=place.checked_on,
            age_days=(today - place.checked_on).days,
        )
        for known in known_placements()
        for place in [known.constrained(constraints or {})]
        for name, value, enforcement, counting, source in sorted(_limits(known, place))
    ]


_Row = tuple[str, str, Enforcement, str | None, str]


def _limits(known: Placement, place: Placement) -> Iterator[_Row]:
    hard, soft = Enforcement.HARD, Enforcement.SOFT
    is_resized = (known.width, known.height) != (place.width, place.height)
    size_source = SOURCE if is_resized else place.source
    yield "size", f"{place.width} x {place.height} px", soft, None, size_source
    yield "min_width", f"{place.min_width} px", hard, None, place.source
    yield "min_height", f"{place.min_height} px", hard, None, place.source
    ratio = f"{place.width / place.height:.4g} ± {place.ratio_tolerance:.0%}"
    yield "ratio", ratio, hard, None, size_source
    yield "max_bytes", f"{place.max_bytes} bytes", hard, None, place.source
    yield "formats", ", ".join(place.formats), hard, None, place.source
    zones = {"top": place.safe_top, "bottom": place.safe_bottom, "side": place.safe_side}
    for name, share in zones.items():
        if share:
            yield f"safe_{name}", f"{share:.0%}", soft, None, place.source
    if not place.emoji:
        yield "max_emoji", "0", hard, None, place.source
    if not place.exclamation:
        yield "max_exclamations", "0", hard, None, place.source
    counts = {
        "max_emoji": place.max_emoji,
        "max_hashtags": place.max_hashtags,
        "max_mentions": place.max_mentions,
    }
    for name, most in counts.items():
        if most is not None:
            yield name, str(most), hard, None, place.source
    if place.forbidden_characters:
        yield "forbidden_characters", place.forbidden_characters, hard, None, place.source
    for limit in place.fields.values():
        yield from _of_field(limit)


def _of_field(limit: FieldLimit) -> Iterator[_Row]:
    counting = str(limit.counting)
    yield limit.name, str(limit.max), limit.enforcement, counting, limit.source
    if limit.max_bytes is not None:
        yield f"{limit.name}_bytes", str(limit.max_bytes), Enforcement.HARD, "bytes", limit.source
    if limit.min:
        yield f"{limit.name}_min", str(limit.min), limit.enforcement, counting, limit.source
    if limit.max_variants > 1:
        many = f"{limit.min_variants} to {limit.max_variants}"
        yield f"{limit.name}_variants", many, Enforcement.HARD, None, limit.source
