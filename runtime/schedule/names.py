"""What an operator calls a schedule and its slots, judged before anything is asked."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from contracts.base import LONGEST, Duration
from contracts.schedule import ScheduleName
from runtime.refusals import WrongUse
from runtime.schedule.clocks import moment_of

_NAME: Final = TypeAdapter[str](ScheduleName)
_SPAN: Final = TypeAdapter[timedelta](Duration)


def parse_schedule(text: str) -> str:
    """Return what a text calls a schedule.

    Raises:
        WrongUse: No schedule can be called so.
    """
    try:
        return _NAME.validate_python(text.strip())
    except ValidationError as error:
        raise WrongUse(
            f"{text!r} is no name of a schedule: small letters, figures and single dashes, such "
            "as coffee-monday"
        ) from error


def parse_moment(text: str) -> datetime:
    """Return the local time that a text says, or the moment when it names its offset from UTC.

    Raises:
        WrongUse: It says none.
    """
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUse(f"{text!r} is no moment, such as 2026-12-24T09:00") from error


def parse_span(text: str) -> timedelta:
    """Return the stretch of time that a text says.

    Raises:
        WrongUse: It says none that a slot may wait.
    """
    try:
        return _SPAN.validate_json(f'"{text.strip()}"')
    except ValidationError as error:
        raise WrongUse(
            f"{text!r} is no stretch of time of at most {LONGEST.days} days, such as PT2H or PT90M"
        ) from error


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment in UTC that was typed for a schedule in a zone.

    Raises:
        WrongUse: Clocks in the zone do not show its time once.
    """
    local = moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
    try:
        return moment_of(local.replace(fold=0), zone)
    except ValueError as error:
        raise WrongUse(f"{error}; choose another time") from error


def bound_in(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return where a stretch of time ends in UTC: what names its offset means one moment.

    Raises:
        WrongUse: It names none, and clocks in the zone do not show its time once.
    """
    return in_zone(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)
