"""What clocks of a zone make of a local time, and what Temporal does."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_SOON: Final = timedelta(hours=2)
"""Longer than clocks are set back by, and shorter than until they change again."""


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a local time in UTC.

    Raises:
        ValueError: Clocks in the zone show it never, or twice, or Temporal counts it twice; the
            message says which.
    """
    first, second = _both(local, zone)
    if first == second and not _is_counted_twice(local, zone):
        return first
    shown = first.astimezone(zone).replace(tzinfo=None, fold=0)
    what = "stands twice" if shown == local else "does not exist"
    if first == second:
        what = "would run twice"
    raise ValueError(f"{local:%H:%M} {what} on {local:%Y-%m-%d} in {zone.key}, where clocks change")


def _both(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def _is_counted_twice(local: datetime, zone: ZoneInfo) -> bool:
    """Tell whether Temporal runs a slot again when clocks are set back soon after it.

    Where they show UTC or later then, its server (1.32) takes the beginning of the repeated time
    for the slot's own: one at 01:00 in Madrid runs at 02:00, too.
    """
    before = local.replace(tzinfo=zone).utcoffset() or timedelta()
    after = (local + _SOON).replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    first, second = _both(local + (before - after), zone)
    return timedelta() <= after < before and first < second
