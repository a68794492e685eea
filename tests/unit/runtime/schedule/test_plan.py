"""When slots are: what can be typed, what clocks do to it, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from runtime.refusals import WrongUse
from runtime.schedule.clocks import moment_of
from runtime.schedule.names import bound_in, in_zone, parse_moment, parse_schedule, parse_span
from runtime.schedule.plan import Days, SlotPlan, judged, months_without, read_plan

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")


def refusal(*times: str, within: timedelta | None = None, **more: Any) -> str:
    """Return why a plan is refused."""
    given: dict[str, Any] = {"days": (), "zone": "Europe/Madrid", **more}
    with pytest.raises(WrongUse) as told:
        judged(read_plan(times, **given), within, NOW)
    return str(told.value)


def test_a_plan_is_read_as_it_is_said() -> None:
    """Times, weekdays in either form, days of a month and dates stand side by side."""
    plan = read_plan(
        ["17:30", "09:00", "09:00"],
        ["Mon", "friday,15", "2026-12-24"],
        "Europe/Madrid",
        date(2026, 12, 1),
        date(2027, 6, 30),
    )

    assert plan.times == (time(9), time(17, 30))
    assert plan.days == Days((0, 4), (15,), (date(2026, 12, 24),))
    assert str(plan) == (
        "09:00, 17:30 · mon, fri, 15, 2026-12-24 · Europe/Madrid · from 2026-12-01 · "
        "until 2027-06-30"
    )


def moments(plan: SlotPlan, first: date, last: date) -> list[datetime]:
    """Return the moments of slots."""
    return [moment_of(local, plan.zone) for local in plan.slots(first, last)]


def test_slots_stand_on_their_days_between_the_first_and_the_last() -> None:
    """Every named day has each time once, and no other day has any."""
    plan = read_plan(["09:00"], ["mon", "15"], "Europe/Madrid", date(2026, 12, 8))

    slots = moments(plan, date(2026, 12, 1), date(2026, 12, 21))

    assert slots == [datetime(2026, 12, day, 8, tzinfo=UTC) for day in (14, 15, 21)]


def test_a_slot_keeps_its_time_of_day_when_clocks_change() -> None:
    """Nine in the morning is nine in the morning in winter and in summer."""
    plan = read_plan(["09:00"], [], "America/New_York")

    slots = moments(plan, date(2027, 3, 13), date(2027, 3, 15))

    assert [at.hour for at in slots] == [14, 13, 13]


@pytest.mark.parametrize(
    ("days", "zone", "told"),
    [
        ((), "Europe/Madrid", "02:30 does not exist on 2027-03-28 in Europe/Madrid"),
        (("2027-10-31",), "Europe/Madrid", "02:30 stands twice on 2027-10-31 in Europe/Madrid"),
        (("29",), "Europe/Madrid", "02:30 stands twice on 2028-10-29 in Europe/Madrid"),
        (("sun",), "America/New_York", "02:30 does not exist on 2027-03-14 in America/New_York"),
    ],
)
def test_an_hour_that_clocks_skip_or_repeat_is_refused(
    days: tuple[str, ...], zone: str, told: str
) -> None:
    """Nobody has to guess what happens at half past two on that Sunday, in this year or a later."""
    why = refusal("02:30", days=days, zone=zone)

    assert why == f"--at: {told}, where clocks change; choose an hour that every day has once"


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("01:00", "Europe/Madrid", "2027-10-31"),
        ("01:59", "Europe/Madrid", "2027-10-31"),
        ("00:00", "Europe/London", "2027-10-31"),
        ("01:15", "Australia/Lord_Howe", "2027-04-04"),
        ("22:30", "Africa/Cairo", "2027-10-28"),
    ],
)
def test_an_hour_that_temporal_counts_twice_is_refused(at: str, zone: str, day: str) -> None:
    """Nothing goes out a second time an hour later because clocks are set back then."""
    why = refusal(at, zone=zone, days=(day,))

    assert f"{at} would run twice on {day} in {zone}, where clocks change" in why


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("00:59", "Europe/Madrid", "2027-10-31"),
        ("03:00", "Europe/Madrid", "2027-10-31"),
        ("01:00", "Europe/Madrid", "2027-03-28"),
        ("00:59", "Australia/Lord_Howe", "2027-04-04"),
        ("00:30", "America/New_York", "2027-11-07"),
        ("23:30", "Atlantic/Azores", "2027-10-30"),
    ],
)
def test_an_hour_that_comes_once_is_taken(at: str, zone: str, day: str) -> None:
    """No more is refused than what would run twice or never."""
    judged(read_plan([at], [day], zone), None, NOW)


def test_an_hour_that_no_slot_of_its_days_meets_is_taken() -> None:
    """Clocks change on Sundays, so half past two on Mondays is a time like any other."""
    judged(read_plan(["02:30"], ["mon", "sat"], "Europe/Madrid"), None, NOW)


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ((), "give --at HH:MM"),
        (("25:00",), "--at '25:00' is no time of a day, such as 09:00"),
        (("9:00",), "--at '9:00' is no time"),
        (("12:60",), "--at '12:60' is no time"),
        (tuple(f"{hour:02}:{half}" for hour in range(13) for half in ("00", "30")), "at most 24"),
    ],
)
def test_a_time_that_does_not_exist_is_refused(times: tuple[str, ...], told: str) -> None:
    """A slip of the finger is told before anything is created."""
    assert told in refusal(*times)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"zone": "Europe/Madird"}, "did you mean Europe/Madrid"),
        ({"zone": "../etc/passwd"}, "is no time zone of the IANA database"),
        ({"zone": "qqqqqq"}, "such as Europe/Madrid"),
        ({"days": ["someday"]}, "--on 'someday' is none of mon, tue"),
        ({"days": ["32"]}, "--on '32' is none of"),
        ({"days": ["2027-02-30"]}, "--on 2027-02-30 is no day of the calendar"),
        ({"days": ["2026-11-28"]}, "--on 2026-11-28: 02:15 is past in Europe/Madrid"),
        ({"ends": date(2026, 11, 27)}, "there is no slot within a year"),
        (
            {"begins": date(2027, 1, 2), "ends": date(2027, 1, 1)},
            "--until 2027-01-01 lies before --from 2027-01-02",
        ),
    ],
)
def test_a_zone_or_a_day_that_does_not_exist_is_refused(more: Any, told: str) -> None:
    """What would never run is no schedule, and the message says what would be right."""
    assert told in refusal("02:15", **more)


def test_two_slots_can_never_begin_at_once_after_an_outage() -> None:
    """How late a slot may begin is bounded by when the next one is due."""
    close = read_plan(["09:00", "09:20"], [], "UTC")

    assert judged(close, None, NOW) == timedelta(minutes=20)
    assert judged(read_plan(["09:00"], [], "UTC"), None, NOW) == timedelta(hours=1)
    assert judged(close, timedelta(minutes=5), NOW) == timedelta(minutes=5)
    assert "--within 2:00:00 is longer than the 0:20:00 between two slots" in refusal(
        "09:00", "09:20", within=timedelta(hours=2)
    )


def test_days_that_some_months_lack_are_said() -> None:
    """Whoever means the end of each month learns that February has no 31st."""
    assert months_without(read_plan(["09:00"], ["28", "31"], "UTC")) == [
        "there is no slot in months without a day 31"
    ]


@pytest.mark.parametrize("text", ["Coffee", "coffee--monday", "-coffee", "café", "", "a" * 61])
def test_a_schedule_has_a_name_that_fits_everywhere(text: str) -> None:
    """A name that could be taken for another one's slot is refused."""
    with pytest.raises(WrongUse, match="is no name of a schedule"):
        parse_schedule(text)


def test_moments_and_spans_are_read_or_refused() -> None:
    """A local time is the schedule's, one with an offset is itself, and nonsense is neither."""
    local = parse_moment("2026-12-24T09:00")

    assert in_zone(local, MADRID) == datetime(2026, 12, 24, 8, tzinfo=UTC)
    assert in_zone(parse_moment("2026-12-24T09:00Z"), MADRID).hour == 9
    assert parse_span("PT90M") == timedelta(minutes=90)
    for text in ("soon", "2026-12-24T25:00"):
        with pytest.raises(WrongUse, match="is no moment"):
            parse_moment(text)
    for text in ("soon", "P400D", "-PT1H"):
        with pytest.raises(WrongUse, match="is no stretch of time of at most 366 days"):
            parse_span(text)
    with pytest.raises(WrongUse, match="02:30 does not exist on 2027-03-28"):
        in_zone(parse_moment("2027-03-28T02:30"), MADRID)


def test_what_names_its_offset_is_one_moment_also_where_clocks_repeat_it() -> None:
    """A backfill of that night can be told by moments, and not by times that stand twice."""
    second = parse_moment("2026-10-25T02:45+01:00")

    assert bound_in(second, MADRID) == datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    with pytest.raises(WrongUse, match="02:45 stands twice"):
        bound_in(parse_moment("2026-10-25T02:45"), MADRID)
