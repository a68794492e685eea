"""Schedules with real processes: from the command line to a campaign, and out as a plan."""

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.e2e.command_line import REQUEST, CommandLine

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

WHEN = ("--at", "09:00", "--zone", "Europe/Madrid")


def test_a_schedule_runs_and_its_plan_goes_out(phoenix: CommandLine, tmp_path: Path) -> None:
    """A marketing team has its plan in a calendar, and a slot that it orders is a campaign."""
    (tmp_path / "request.yaml").write_text(REQUEST.replace("Autumn", "Weekly"), encoding="utf-8")
    calendar, table = tmp_path / "plan.ics", tmp_path / "plan.csv"

    known = phoenix.json("schedule", "create", "walks", str(tmp_path / "request.yaml"), *WHEN)
    again = phoenix("schedule", "create", "walks", str(tmp_path / "request.yaml"), *WHEN)
    listed = phoenix.json(
        *("schedule", "list", "--days", "5", "--csv", str(table), "--ics", str(calendar))
    )
    (started,) = phoenix.json("schedule", "trigger", "walks")["slots"]
    shown = phoenix("schedule", "show", "walks")
    deleted = phoenix("schedule", "delete", "walks")

    assert known["zone"] == "Europe/Madrid"
    assert (again.returncode, deleted.returncode) == (1, 0)
    assert len(listed["slots"]) == 5
    assert len(Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")) == 5
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 6
    assert phoenix.status(started["execution_id"]).execution_id.hex
    assert started["execution_id"][:8] in shown.stdout
    assert phoenix.json("schedule", "list")["schedules"] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--at", "24:30", "--zone", "Europe/Madrid"), "--at '24:30' is no time of a day"),
        (("--at", "02:30", "--zone", "Europe/Madrid"), "02:30 does not exist on"),
        (("--at", "09:00", "--zone", "Europe/Atlantis"), "is no time zone of the IANA database"),
        (("--at", "09:00", "--zone", "UTC", "--within", "P2D"), "longer than the 1 day, 0:00:00"),
    ],
)
def test_what_does_not_exist_is_wrong_use(
    phoenix: CommandLine, tmp_path: Path, typed: tuple[str, ...], told: str
) -> None:
    """Nothing is created, and the exit status says that it was typed wrongly."""
    (tmp_path / "request.yaml").write_text(REQUEST, encoding="utf-8")

    done = phoenix("schedule", "create", "walks", str(tmp_path / "request.yaml"), *typed)

    assert done.returncode == 2
    assert told in done.stderr
