"""Moments as people, offices and programs write them, in Spanish and English.

Rule 1: a date stands there whole or there is none: no day, month or year is completed.
Rule 2: a time without an offset is UTC, and a date without a time is its first moment.
Rule 3: whether the day or the month comes first is settled by the whole file, never by one date.
"""

import re
from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import Final

from domain.reading.clocks import clock_in
from domain.text.spelling import comparable

_LONGEST: Final = 80
"""Characters of the longest date: `miércoles, 25 de noviembre de 2026 a las 10:30:00 h (CET)`."""
_MONTHS_OF_A_YEAR: Final = 12

# Spanish, English, Catalan, Galician and Roman: what offices of Spain and their readers write.
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan gener gen xaneiro xan i",
            "febrero feb february febrer febreiro ii",
            "marzo mar march marc iii",
            "abril abr april apr iv",
            "mayo may maig mai maio v",
            "junio jun june juny xuno xun vi",
            "julio jul july juliol xullo xul vii",
            "agosto ago august aug agost ag viii",
            "septiembre setiembre sep sept set september setembre setembro ix",
            "octubre oct october outubro out x",
            "noviembre nov november novembre novembro xi",
            "diciembre dic december dec desembre des decembro xii",
        ),
        start=1,
    )
    for name in names.split()
}
_MARKED: Final = r"(?:\.?(?:st|nd|rd|th|o|a|er))?"
_OF: Final = r"(?:de\s|of\s|d['’])?\s*"
_YEAR: Final = r"['’]?(\d{4}|\d{2})"
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LABEL: Final = r"(?:publicad[oa]|actualizad[oa]|published|updated|posted|fecha|date|dia)\b:?\s"
_EDGE: Final = re.compile(
    rf"^(?:[\s,;|·'=\"-]|el\s|on\s|{_LABEL})+|(?:[\s,;|·\"t-]|\sa las?|\sat)+$"
)
_WEEKDAY: Final = re.compile(r"^[a-z]{1,12}(?:[.,]+\s*|\s+)")

_NUMBER: Final = re.compile(r"^(\d+)(?:[.,](\d+))?$")
_COMPACT: Final = re.compile(
    r"^(\d{4})(\d{2})(\d{2})t?(?:(\d{2})(\d{2})(\d{2})?)?(z|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST: Final = re.compile(r"^(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})$")
_YEAR_LAST: Final = re.compile(r"^(\d{1,2})\s?([-/.· ])\s?(\d{1,2})\s?[-/.· ]\s?(\d{4}|\d{2})$")
_DAY_MONTH: Final = re.compile(
    rf"^(\d{{1,2}}){_MARKED}[\s./-]*{_OF}([a-z]{{1,12}})[\s.,/-]*(?:del?\s|of\s)?\s*{_YEAR}$"
)
_MONTH_DAY: Final = re.compile(
    rf"^([a-z]{{2,12}})[\s./-]*(\d{{1,2}}){_MARKED}[\s,/-]+(?:del?\s)?(\d{{4}})$"
)
_YEAR_MONTH: Final = re.compile(r"^(\d{4})[\s./-]+([a-z]{2,12})[\s./-]+(\d{1,2})$")

_WEEK: Final = re.compile(r"^(\d{4})-?w(\d{2})-?([1-7])$")
_DAY_OF_YEAR: Final = re.compile(r"^(\d{4})-(\d{3})$")

_PIVOT: Final = 69
"""Two digits from here on are a year of the last century (POSIX, strptime `%y`)."""
_EXCEL_DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of Excel's dates of 1900, put back by the leap day that it takes 1900 to have had."""
_EXCEL_DAYS: Final = range(25_569, 73_051)
"""Its numbers of the days from 1970 to 2099."""
_UNIX_UNITS: Final = {9: 1, 10: 1, 13: 10**3, 16: 10**6, 19: 10**9}
"""Digits of a number of seconds, milli-, micro- and nanoseconds since 1970, and their fraction."""


class DayOrder(StrEnum):
    """What comes first in a date that is written in figures."""

    DAY_FIRST = "the day first"
    MONTH_FIRST = "the month first"


@dataclass(frozen=True)
class _Written:
    """A date as it was written; in what order its first two numbers stand may be open."""

    year: int
    numbers: tuple[int, int]
    """Month and day, unless the order is open."""
    is_open: bool
    separator: str
    since_midnight: timedelta
    offset: timedelta

    @property
    def is_ambiguous(self) -> bool:
        first, second = self.numbers
        return self.is_open and first != second and max(self.numbers) <= _MONTHS_OF_A_YEAR

    @property
    def evidence(self) -> DayOrder | None:
        """What this date alone says about the order in its file."""
        first, second = self.numbers
        if not self.is_open or (first > _MONTHS_OF_A_YEAR) == (second > _MONTHS_OF_A_YEAR):
            # Nobody separates by points who puts the month first.
            return DayOrder.DAY_FIRST if self.is_open and self.separator == "." else None
        return DayOrder.DAY_FIRST if first > _MONTHS_OF_A_YEAR else DayOrder.MONTH_FIRST


def day_order(dates: Iterable[str], otherwise: DayOrder | None = None) -> DayOrder | None:
    """Return what comes first in the dates of one file: its unambiguous dates tell.

    Args:
        dates: All of them.
        otherwise: The answer when none of them tells.

    Returns:
        `None` when dates contradict each other, and nothing is known of the others.
    """
    told = {written.evidence for date in dates if (written := _written(date))} - {None}
    if not told:
        return otherwise
    return told.pop() if len(told) == 1 else None


def is_ambiguous(date: str) -> bool:
    """Return whether it takes the other dates of its file to read this one."""
    written = _written(date)
    return written is not None and written.is_ambiguous


def moment_of(date: str, order: DayOrder | None = None) -> datetime | None:
    """Return the moment in UTC that a date names; none when it names no whole one.

    Args:
        date: ISO 8601, RFC 2822, what offices write, the number of a day in Excel, or seconds,
            milli-, micro- or nanoseconds since 1970.
        order: What comes first where only the file can tell.
    """
    numbered = _from_number(date.strip())
    if numbered is not None:
        return numbered
    written = _written(date)
    if written is None or (written.is_ambiguous and order is None):
        return None
    month, day = written.numbers
    if written.is_open and (month > _MONTHS_OF_A_YEAR or order is DayOrder.DAY_FIRST):
        month, day = (day, month) if day <= _MONTHS_OF_A_YEAR else (month, day)
    try:
        midnight = datetime(written.year, month, day, tzinfo=timezone(written.offset))
        return (midnight + written.since_midnight).astimezone(UTC)
    except (ValueError, OverflowError):  # 30 February, or an offset that leads out of the calendar
        return None


def _from_number(text: str) -> datetime | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    whole, fraction = match[1], float(f"0.{match[2] or 0}")
    if len(whole) == len("46351") and int(whole) in _EXCEL_DAYS:
        seconds = round((int(whole) + fraction) * 86_400)
        return _EXCEL_DAY_ZERO + timedelta(seconds=seconds)
    unit = _UNIX_UNITS.get(len(whole))
    return datetime.fromtimestamp(int(whole) / unit, UTC) if unit else None


@lru_cache(maxsize=16_384)
def _written(date: str) -> _Written | None:
    if len(date) > _LONGEST:
        return None
    text = " ".join(_ASIDE.sub(" ", comparable(date)).split())
    compact = _COMPACT.match(text)
    if compact:
        hours, minutes, seconds, zone = compact.group(4, 5, 6, 7)
        text = f"{compact[1]}-{compact[2]}-{compact[3]}"
        text += f" {hours}:{minutes}:{seconds or '00'}{zone or ''}" if hours else ""
    clock = clock_in(text)
    if clock is None:
        return None
    text = f"{text[: clock.start]} {text[clock.end :]}"
    text = _EDGE.sub("", " ".join(text.split()))
    day = _day(text) or _day(_WEEKDAY.sub("", text))
    return None if day is None else _Written(*day, clock.since_midnight, clock.offset)


def _day(text: str) -> tuple[int, tuple[int, int], bool, str] | None:
    """Return year, the two numbers, whether their order is open, and what stands between them."""
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), (int(match[2]), int(match[3])), False, ""
    if match := _YEAR_LAST.match(text):
        return _year(match[4]), (int(match[1]), int(match[3])), True, match[2]
    for pattern, (year, month, day) in (
        (_DAY_MONTH, (3, 2, 1)),
        (_MONTH_DAY, (3, 1, 2)),
        (_YEAR_MONTH, (1, 2, 3)),
    ):
        match = pattern.match(text)
        if match and match[month] in _MONTHS:
            return _year(match[year]), (_MONTHS[match[month]], int(match[day])), False, ""
    return _numbered_day(text)


def _numbered_day(text: str) -> tuple[int, tuple[int, int], bool, str] | None:
    """Read a day by the number of its week, or its own number in the year (ISO 8601)."""
    week, numbered = _WEEK.match(text), _DAY_OF_YEAR.match(text)
    try:
        if week:
            day = date.fromisocalendar(int(week[1]), int(week[2]), int(week[3]))
        elif numbered and 1 <= int(numbered[2]) <= 365 + isleap(int(numbered[1])):
            day = date(int(numbered[1]), 1, 1) + timedelta(days=int(numbered[2]) - 1)
        else:
            return None
    except (ValueError, OverflowError):  # a year 0, or a week 53 where there is none
        return None
    return day.year, (day.month, day.day), False, ""


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > len("26"):
        return year
    return year + (1900 if year >= _PIVOT else 2000)
