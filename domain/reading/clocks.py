"""The time of a day as people write it, and how far it is from UTC."""

import re
from datetime import timedelta
from typing import Final, NamedTuple

_ZONES: Final = {
    name: hours
    for hours, names in (
        (0, "z ut utc gmt wet"),
        (1, "cet west bst"),
        (2, "cest eet"),
        (3, "eest"),
        (-4, "edt"),
        (-5, "est cdt"),
        (-6, "cst mdt"),
        (-7, "mst pdt"),
        (-8, "pst"),
    )
    for name in names.split()
}
"""Hours from UTC: those of RFC 2822, section 4.3, and those of Europe."""

_CLOCK: Final = re.compile(
    r"(?:^|[\st,]|\ba las?\s|\bat\s)(\d{1,2})"
    r"(?::(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?|h(\d{2})(?=\b)|\.(\d{2})(?=\s?h)|(?=\s?(?:[ap]\.?\s?m|h|hs|hrs|horas|uhr)\b))"
    r"\s?([ap]\.?\s?m\b\.?)?(?:\s?(?:hs|hrs|horas|h|uhr)\b\.?)?"
    rf"(?:\s?({'|'.join(_ZONES)})(?![a-z]))?(?:\s?([+-])(\d{{2}}|(?<=utc[+-]|gmt[+-])\d):?(\d{{2}})?(?!\d))?"
)
_UTC_MOST: Final = timedelta(hours=14)


class Clock(NamedTuple):
    """A time, and where in the text it stands."""

    since_midnight: timedelta = timedelta(0)
    offset: timedelta = timedelta(0)
    """From UTC; none is UTC."""
    start: int = 0
    end: int = 0


def clock_in(text: str) -> Clock | None:
    """Return the time in a text in lower case: midnight in UTC where there is none.

    Returns:
        `None` when what stands there is no time, such as `25:61`.
    """
    match = _CLOCK.search(text)
    if match is None:
        return Clock()
    read = _clock(match)
    return None if read is None else Clock(*read, match.start(), match.end())


def _clock(match: re.Match[str]) -> tuple[timedelta, timedelta] | None:
    """Return the time since midnight, and the offset from UTC."""
    minutes = next((int(part) for part in match.group(2, 4, 5) if part), 0)
    hours, seconds = int(match[1]), int(match[3] or 0)
    if match[6]:
        if hours > 12:  # noqa: PLR2004 - the hours of half a day
            return None
        hours = hours % 12 + (12 if match[6].startswith("p") else 0)
    since = timedelta(hours=hours, minutes=minutes, seconds=min(seconds, 59))
    offset = timedelta(hours=_ZONES.get(match[7] or "z", 0))
    if match[8]:
        ahead = timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
        offset = ahead if match[8] == "+" else -ahead
    is_time = since <= timedelta(days=1) and minutes < 60 and seconds <= 60  # noqa: PLR2004
    return (since, offset) if is_time and abs(offset) <= _UTC_MOST else None
