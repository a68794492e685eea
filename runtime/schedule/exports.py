"""Slots to come for other programs: as a table (CSV) and as a calendar (iCalendar)."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from icalendar import Calendar, Event

from runtime.refusals import WrongUse
from runtime.schedule.replies import PlannedSlot, ScheduleList

_COLUMNS: Final = (
    "schedule",
    "slot_utc",
    "slot_local",
    "zone",
    "campaign",
    "places",
    "execution_id",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute (OWASP, CSV injection)."""


def as_csv(plan: ScheduleList, _: datetime) -> bytes:
    """Return the slots as a table, in UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")  # as RFC 4180 has it
    rows.writerow(_COLUMNS)
    for one in plan.slots:
        cells = (
            one.schedule,
            f"{one.slot:%Y-%m-%dT%H:%M:%SZ}",
            one.local,
            one.zone,
            one.name,
            " ".join(one.places),
            str(one.execution_id),
        )
        rows.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def as_calendar(plan: ScheduleList, now: datetime) -> bytes:
    """Return the slots as events (RFC 5545); one that is imported again replaces itself.

    Args:
        plan: The slots.
        now: When the calendar is made.
    """
    within = {known.schedule: known.within for known in plan.schedules}
    calendar = Calendar()
    calendar.add("prodid", "-//LeadBoostAI//Phoenix//EN")
    calendar.add("version", "2.0")
    for one in plan.slots:
        calendar.add_component(_event(one, within[one.schedule], now))
    written: bytes = calendar.to_ical()
    return written


def _event(slot: PlannedSlot, within: timedelta, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{slot.execution_id}@phoenix.invalid")
    event.add("dtstamp", now)
    event.add("dtstart", slot.slot)
    event.add("dtend", slot.slot + within)
    event.add("summary", slot.name)
    event.add("description", f"{slot.schedule}: {', '.join(slot.places)}")
    event.add("status", "TENTATIVE" if slot.is_paused else "CONFIRMED")
    return event


FORMS: Final[Mapping[str, Callable[[ScheduleList, datetime], bytes]]] = {
    "--csv": as_csv,
    "--ics": as_calendar,
}
"""How the slots are written, by the option that asks for it."""


def write_all(wanted: Iterable[tuple[str, Path]], plan: ScheduleList, now: datetime) -> None:
    """Write the slots into files, in the form of each option.

    Raises:
        WrongUse: A file cannot be written.
    """
    for option, path in wanted:
        try:
            path.write_bytes(FORMS[option](plan, now))
        except OSError as error:
            raise WrongUse(f"{option} {path}: cannot be written: {error.strerror}") from error
