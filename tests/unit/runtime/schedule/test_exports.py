"""Slots for other programs: a table that computes nothing, and a calendar that others read."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from icalendar import Calendar

from runtime.refusals import WrongUse
from runtime.schedule.exports import as_calendar, as_csv, write_all
from runtime.schedule.replies import KnownSchedule, PlannedSlot, ScheduleList
from tests.support.builders import EXECUTION, TENANT

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SLOT = datetime(2027, 3, 29, 7, tzinfo=UTC)
NAME = '=HYPERLINK("x"); café, "a" line that is so long that a calendar has to fold it somewhere ñ'


@pytest.fixture
def plan() -> ScheduleList:
    """Return one schedule with one slot."""
    known = KnownSchedule(
        schedule="coffee-monday",
        when="09:00 · mon · Europe/Madrid",
        zone="Europe/Madrid",
        within=timedelta(minutes=30),
        name=NAME,
        tenant_id=TENANT,
        places=["x.post", "email.newsletter"],
        is_paused=False,
        next_slot=SLOT,
    )
    slot = PlannedSlot(
        schedule="coffee-monday",
        slot=SLOT,
        local="2027-03-29 09:00",
        zone="Europe/Madrid",
        execution_id=EXECUTION,
        name=NAME,
        places=["x.post", "email.newsletter"],
        is_paused=False,
    )
    return ScheduleList(schedules=[known], slots=[slot])


def test_a_table_is_read_by_spreadsheets_and_computed_by_none(plan: ScheduleList) -> None:
    """Umlauts survive, and a campaign whose name is a formula stays text."""
    data = as_csv(plan, NOW)

    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))

    assert data.startswith(b"\xef\xbb\xbf")
    assert dict(zip(head, row, strict=True)) == {
        "schedule": "coffee-monday",
        "slot_utc": "2027-03-29T07:00:00Z",
        "slot_local": "2027-03-29 09:00",
        "zone": "Europe/Madrid",
        "campaign": f"'{NAME}",
        "places": "x.post email.newsletter",
        "execution_id": str(EXECUTION),
    }


def test_a_calendar_says_when_and_what_and_replaces_itself(plan: ScheduleList) -> None:
    """An event has the slot's moment, its end, and an id that is the same each time."""
    data = as_calendar(plan, NOW)

    (event,) = Calendar.from_ical(data).walk("VEVENT")

    assert event.decoded("dtstart") == SLOT
    assert event.decoded("dtend") == SLOT + timedelta(minutes=30)
    assert str(event["summary"]) == NAME
    assert UUID(str(event["uid"]).partition("@")[0]) == EXECUTION
    assert str(event["status"]) == "CONFIRMED"
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_what_cannot_be_written_is_told(plan: ScheduleList, tmp_path: Path) -> None:
    """A folder that is not there is a message and no half of a file."""
    write_all([("--csv", tmp_path / "plan.csv"), ("--ics", tmp_path / "plan.ics")], plan, NOW)

    assert {path.name for path in tmp_path.iterdir()} == {"plan.csv", "plan.ics"}
    with pytest.raises(WrongUse, match=r"^--ics .*none/plan\.ics: cannot be written: No such file"):
        write_all([("--ics", tmp_path / "none/plan.ics")], plan, NOW)
