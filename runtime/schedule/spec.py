"""A plan as Temporal takes it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from temporalio.client import ScheduleCalendarSpec, ScheduleRange, ScheduleSpec

from runtime.schedule.plan import SlotPlan


def spec_of(plan: SlotPlan) -> ScheduleSpec:
    """Return what Temporal matches moments by."""
    begins, ends = plan.begins, plan.ends
    return ScheduleSpec(
        calendars=[one for at in plan.times for one in _calendars(plan, at)],
        start_at=None if begins is None else _midnight(datetime.combine(begins, time()), plan.zone),
        end_at=None
        if ends is None
        else _midnight(datetime.combine(ends, time()) + timedelta(days=1), plan.zone)
        - timedelta(seconds=1),
        time_zone_name=plan.zone.key,
    )


def at(local: datetime) -> ScheduleCalendarSpec:
    """Return what matches one local time and no other."""
    return ScheduleCalendarSpec(
        second=_ranges([local.second]),
        minute=_ranges([local.minute]),
        hour=_ranges([local.hour]),
        day_of_month=_ranges([local.day]),
        month=_ranges([local.month]),
        year=_ranges([local.year]),
    )


def is_at(spec: ScheduleCalendarSpec, local: datetime) -> bool:
    """Tell whether that is what matches a local time and no other, as Temporal returns it."""
    fields = (spec.year, spec.month, spec.day_of_month, spec.hour, spec.minute, spec.second)
    wanted = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    return [[one.start for one in field] for field in fields] == [[one] for one in wanted]


def _calendars(plan: SlotPlan, of_day: time) -> Iterator[ScheduleCalendarSpec]:
    hour, minute = _ranges([of_day.hour]), _ranges([of_day.minute])
    days = plan.days
    if days.are_all:
        yield ScheduleCalendarSpec(hour=hour, minute=minute)
    if days.weekdays:
        # Temporal counts from Sunday, as cron does.
        weekdays = _ranges((number + 1) % 7 for number in days.weekdays)
        yield ScheduleCalendarSpec(hour=hour, minute=minute, day_of_week=weekdays)
    if days.of_month:
        yield ScheduleCalendarSpec(hour=hour, minute=minute, day_of_month=_ranges(days.of_month))
    for day in days.dates:
        yield at(datetime.combine(day, of_day))


def _ranges(numbers: Iterable[int]) -> list[ScheduleRange]:
    return [ScheduleRange(number) for number in numbers]


def _midnight(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
