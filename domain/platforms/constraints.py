"""A campaign's own limits: read once, for whoever makes its creatives and whoever audits them."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

SOURCE: Final = "platform_constraints"
"""What is told as the source of a limit that a campaign sets."""

EVERYWHERE: Final = "*"
"""Channel and placement of a limit that holds for every post."""
MAX_EXCLAMATIONS: Final = "max_exclamations"
WORDS: Final = "_words"
"""Ending of the limit of how many words a field has at most."""
_OF_PLACEMENTS: Final = frozenset(
    {"width", "height", "ratio", "max_bytes", "max_emoji", "max_hashtags", "max_mentions"}
    | {MAX_EXCLAMATIONS}
)
"""Limits of a placement that a campaign may set, beside those of its fields."""
_AT_LEAST: Final = ("_min", "_variants")
"""Endings of a field's other limits: its shortest length, and how many of it there must be."""
_OF_FIELDS: Final = (*_AT_LEAST, WORDS)
_SIDE: Final = r"\s*([0-9]{1,5}(?:\.[0-9]{1,5})?)\s*"
_RATIO: Final = re.compile(f"{_SIDE}[:/]{_SIDE}")


@dataclass(frozen=True)
class Constraint:
    """One limit that a campaign sets."""

    channel: str
    placement: str
    limit: str
    value: float
    """Finite and above 0; a ratio is width / height."""

    @property
    def place(self) -> tuple[str, str]:
        """Channel and placement."""
        return self.channel, self.placement

    @property
    def values(self) -> list[str]:
        """The constraint as a compiled rule carries it."""
        return [self.channel, self.placement, self.limit, f"{self.value:.15g}"]


def flattened(constraints: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Return every entry by its dotted key, however deep it is nested and wherever it has dots."""
    for key, value in constraints.items():
        inner = f"{path}.{key}" if path else key
        if isinstance(value, dict) and value:
            yield from flattened(value, inner)
        else:
            yield inner, value


def read_constraint(key: str, value: Any) -> Constraint | None:
    """Return what an entry limits, or `None` for nonsense.

    Args:
        key: Channel, placement and limit with dots between them.
        value: A whole number above 0; of a ratio any number above 0, or two as `4:5` or `4/5`.
    """
    parts = key.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - the three that the key is made of
        return None
    channel, placement, limit = parts
    number = _ratio(value) if limit == "ratio" else _whole(value)
    return None if number is None else Constraint(channel, placement, limit, number)


def constraint_in(values: Sequence[str]) -> Constraint | None:
    """Return the constraint that a compiled rule carries, or `None` for nonsense."""
    try:
        channel, placement, limit, number = values
        value = float(number)
    except ValueError:
        return None
    return Constraint(channel, placement, limit, value) if 0 < value < math.inf else None


def limits_at(constraints: Iterable[Constraint | None], place: tuple[str, str]) -> dict[str, float]:
    """Return the limits for one channel and placement by name; of several the strictest."""
    limits: dict[str, float] = {}
    for each in constraints:
        if each is not None and each.place in {place, (EVERYWHERE, EVERYWHERE)}:
            stricter = max if each.limit.endswith(_AT_LEAST) else min
            limits[each.limit] = stricter(each.value, limits.get(each.limit, each.value))
    return limits


def is_limit_of(fields: Collection[str], limit: str) -> bool:
    """Tell whether a limit is one of a placement with these fields."""
    endings = (limit.removesuffix(ending) for ending in _OF_FIELDS if limit.endswith(ending))
    return limit in _OF_PLACEMENTS or limit in fields or any(name in fields for name in endings)


def _whole(value: Any) -> float | None:
    number = _positive(value)
    return number if number is not None and number == int(number) else None


def _ratio(value: Any) -> float | None:
    if not isinstance(value, str):
        return _positive(value)
    match = _RATIO.fullmatch(value)
    width, height = (float(match[1]), float(match[2])) if match else (0.0, 0.0)
    return width / height if width and height else None


def _positive(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value < math.inf else None
