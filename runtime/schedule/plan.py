"""When a schedule's slots are, as an operator says it, and what is wrong with that.

Rule 1: a slot is a time of day in a zone that every one of its days has once. An hour that clocks
skip or repeat on one of them is refused, and the one before the repeated one where Temporal counts
it twice: it may run such a slot never, once or twice.
Rule 2: no slot may begin so late that the next one may begin too, so no outage ends in a burst.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from contracts.base import LONGEST
from runtime.refusals import WrongUse
from runtime.schedule.clocks import moment_of

DEFAULT_WITHIN: Final = timedelta(hours=1)
MOST_TIMES: Final = 24
"""Times in one day."""
MOST_DATES: Final = 50

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOKED_AHEAD: Final = timedelta(days=12 * 366)
"""For how long no slot may meet a change of clocks: weekdays and dates come together anew."""
_SURE_OF_MONTH: Final = 28
"""The last day that every month has."""


@dataclass(frozen=True)
class Days:
    """The days of a schedule: any of what is named, and every day when nothing is."""

    weekdays: tuple[int, ...] = ()
    """0 is Monday."""
    of_month: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()

    @property
    def are_all(self) -> bool:
        """Whether every day is one."""
        return not (self.weekdays or self.of_month or self.dates)

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return (
            self.are_all
            or day.weekday() in self.weekdays
            or day.day in self.of_month
            or day in self.dates
        )

    def __str__(self) -> str:
        """Return the days as they are typed."""
        words = [_WEEKDAYS[number] for number in self.weekdays]
        words += [str(number) for number in self.of_month]
        return ", ".join([*words, *(day.isoformat() for day in self.dates)]) or "every day"


@dataclass(frozen=True)
class SlotPlan:
    """When slots are."""

    times: tuple[time, ...]
    days: Days
    zone: ZoneInfo
    begins: date | None = None
    """The first day on which there may be a slot."""
    ends: date | None = None
    """The last one."""

    def slots(self, first: date, last: date) -> Iterator[datetime]:
        """Give the local time of each slot from one day to another."""
        day = max(first, self.begins or first)
        last = min(last, self.ends or last)
        while day <= last:
            if day in self.days:
                yield from (datetime.combine(day, at) for at in self.times)
            day += timedelta(days=1)

    def __str__(self) -> str:
        """Say when, in one line."""
        said = f"{', '.join(f'{at:%H:%M}' for at in self.times)} · {self.days} · {self.zone.key}"
        said += f" · from {self.begins}" if self.begins else ""
        return said + (f" · until {self.ends}" if self.ends else "")


def read_plan(
    times: Sequence[str],
    days: Sequence[str],
    zone: str,
    begins: date | None = None,
    ends: date | None = None,
) -> SlotPlan:
    """Return the plan that was typed.

    Args:
        times: Such as `09:00`.
        days: Such as `mon`, `15` for a day of the month, or `2026-12-24`; nothing is every day.
        zone: A name of the IANA time zone database.
        begins: The first day.
        ends: The last day.

    Raises:
        WrongUse: Something is none of that; the message says which option and what would be right.
    """
    if not times:
        raise WrongUse("schedule: give --at HH:MM, once for each slot of a day")
    read = tuple(sorted({_time(text) for text in times}))
    found = _days([word.strip().lower() for text in days for word in text.split(",")])
    if len(read) > MOST_TIMES or len(found.dates) > MOST_DATES:
        raise WrongUse(f"schedule: takes at most {MOST_TIMES} times and {MOST_DATES} dates")
    if begins and ends and ends < begins:
        raise WrongUse(f"--until {ends} lies before --from {begins}")
    return SlotPlan(read, found, read_zone(zone), begins, ends)


def read_zone(name: str) -> ZoneInfo:
    """Return the time zone of a name.

    Raises:
        WrongUse: There is none; the message names those that are like it.
    """
    known = available_timezones()
    if name not in known:
        like = get_close_matches(name, known, n=3)
        hint = f"; did you mean {', '.join(like)}?" if like else ", such as Europe/Madrid"
        raise WrongUse(f"--zone {name!r} is no time zone of the IANA database{hint}")
    return ZoneInfo(name)


def judged(plan: SlotPlan, within: timedelta | None, now: datetime) -> timedelta:
    """Return how late a slot may begin.

    Args:
        plan: When slots are.
        within: How late one may begin, if the operator has said it.
        now: The present time.

    Raises:
        WrongUse: There is no slot, one is past, or at an hour that clocks skip or repeat, or two
            could begin at once after an outage.
    """
    today = now.astimezone(plan.zone).date()
    first = max(today, plan.begins or today)
    try:
        _refuse_past(plan, now)
        moments = [moment_of(local, plan.zone) for local in plan.slots(first, first + LONGEST)]
        for local in plan.slots(first + LONGEST, first + _LOOKED_AHEAD):
            moment_of(local, plan.zone)
    except ValueError as error:
        raise WrongUse(f"--at: {error}; choose an hour that every day has once") from error
    ahead = [moment for moment in moments if moment > now]
    if not ahead:
        raise WrongUse("schedule: there is no slot within a year; see --on, --from and --until")
    shortest = min((later - earlier for earlier, later in pairwise(ahead)), default=LONGEST)
    allowed = min(DEFAULT_WITHIN, shortest) if within is None else within
    if allowed > shortest:
        raise WrongUse(
            f"--within {allowed} is longer than the {shortest} between two slots, so that both "
            "could begin at once after an outage: give less"
        )
    return allowed


def months_without(plan: SlotPlan) -> list[str]:
    """Say which days of a month some months lack."""
    return [
        f"there is no slot in months without a day {number}"
        for number in plan.days.of_month
        if number > _SURE_OF_MONTH
    ]


def _refuse_past(plan: SlotPlan, now: datetime) -> None:
    for day in plan.days.dates:
        for at in plan.times:
            if moment_of(datetime.combine(day, at), plan.zone) <= now:
                raise WrongUse(f"--on {day}: {at:%H:%M} is past in {plan.zone.key}")


def _time(text: str) -> time:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise WrongUse(f"--at {text!r} is no time of a day, such as 09:00 or 17:30")
    return time(int(match[1]), int(match[2]))


def _days(words: Sequence[str]) -> Days:
    weekdays: set[int] = set()
    of_month: set[int] = set()
    dates: set[date] = set()
    for word in words:
        if word[:3] in _WEEKDAYS and word in (word[:3], _long_name(word[:3])):
            weekdays.add(_WEEKDAYS.index(word[:3]))
        elif re.fullmatch(r"[1-9]|[12][0-9]|3[01]", word):
            of_month.add(int(word))
        else:
            dates.add(_date(word))
    return Days(tuple(sorted(weekdays)), tuple(sorted(of_month)), tuple(sorted(dates)))


def _long_name(weekday: str) -> str:
    return calendar.day_name[_WEEKDAYS.index(weekday)].lower()


def _date(word: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
            return date.fromisoformat(word)
    except ValueError as error:
        raise WrongUse(f"--on {word} is no day of the calendar") from error
    raise WrongUse(
        f"--on {word!r} is none of {', '.join(_WEEKDAYS)}, a day of the month (1 to 31) or a date "
        "such as 2026-12-24"
    )
