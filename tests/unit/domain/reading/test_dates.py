"""Dates are read as they stand there, whoever wrote them, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.dates import DayOrder, day_order, is_ambiguous, moment_of

DAY = datetime(2026, 11, 25, tzinfo=UTC)
MORNING = DAY + timedelta(hours=10, minutes=30)


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-25",
        "20261125",
        "2026/11/25",
        "2026.11.25",
        "2026-nov-25",
        "25/11/2026",
        "25-11-2026",
        "25.11.2026",
        "25 11 2026",
        "25/11/26",
        "25-11-26",
        "25 nov 2026",
        "25 nov. 2026",
        "25-nov-26",
        "25 de noviembre de 2026",
        "25 de noviembre del 2026",
        "lun, 25 nov 2026",
        "mié 25/11/2026",
        "Miércoles, 25 de Noviembre de 2026",
        "Wednesday 25th of November 2026",
        "November 25, 2026",
        "Nov 25th 2026",
        "25 de novembre de 2026",
        "25 de novembro de 2026",
        "25/XI/2026",
        "25·11·2026",
        "noviembre 25 de 2026",
        "Publicado el 25/11/2026",
        "Fecha: 25 de noviembre de 2026",
        '="25/11/2026"',
        "'25/11/2026",
        "2026-W48-3",
        "2026W483",
        "2026-329",
        "2026-11-25T00:00:00+00:00[Europe/London]",
        "25/11/2026 24:00",
        "25\u00a0nov\u00a02026",
        "46351",
        "1795564800",
        "1795564800000",
        "1795564800000000",
    ],
)
def test_a_day_is_read_however_an_office_or_a_program_writes_it(date: str) -> None:
    """Spanish and English exports, spreadsheets and databases mean the same day."""
    after = timedelta(days=1) if "24:00" in date else timedelta(0)

    assert moment_of(date) == DAY + after


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-25T10:30:00Z",
        "2026-11-25T10:30:00.123456789Z",
        "2026-11-25 11:30+01:00",
        "2026-11-25T11:30:00+0100",
        "2026-11-25T11:30:00+01",
        "20261125T103000Z",
        "202611251030",
        "Wed, 25 Nov 2026 10:30:00 GMT",
        "Wed, 25 Nov 2026 11:30:00 +0100 (CET)",
        "Wed, 25 Nov 2026 05:30:00 EST",
        "Wed Nov 25 10:30:00 2026",
        "Wed Nov 25 10:30:00 +0000 2026",
        "25 Nov 26 10:30 UT",
        "25/11/2026, 10:30",
        "25/11/2026 10.30 h",
        "25/11/2026 10h30",
        "10:30 25/11/2026",
        "25 de noviembre de 2026 a las 10:30 h",
        "25/11/2026 10:30 a. m.",
        "11/25/2026 10:30 AM",
        "28 Nov 2026 at 10:30",
        "46351,4375",
        "46351.4375",
    ],
)
def test_a_time_is_read_with_its_offset(date: str) -> None:
    """What says when within the day is not lost, and clocks elsewhere are put to UTC."""
    of_the_month = timedelta(days=3) if date.startswith("28") else timedelta(0)

    assert moment_of(date) == MORNING + of_the_month


@pytest.mark.parametrize(
    ("date", "hour"), [("12:05 am", 0), ("12:05 p.m.", 12), ("9:05 PM", 21), ("3 pm", 15)]
)
def test_half_a_day_is_told(date: str, hour: int) -> None:
    """Noon is no midnight."""
    moment = moment_of(f"25/11/2026 {date}")

    assert moment is not None
    assert moment.hour == hour


@pytest.mark.parametrize(
    "date",
    [
        "",
        "soon",
        "2016",
        "nov 2026",
        "2026-11",
        "5/11",
        "--31",
        "30 Feb 2023",
        "31/04/2026",
        "25/13/2026",
        "0000-00-00T00:00:00Z",
        "2026-11-25T25:61:61+99:99",
        "2026-11-25T10:61:00",
        "2026-11-25 13:00 pm",
        "Wed, 25 Nov 2026 10:00:00 +9999999999",
        "Wed, 25 Nov 99999 10:00:00 GMT",
        "9999-12-31T23:59:59-12:00",
        "Ke, 30 Lok 2013 11:34:37 +0000",
        "25 brumaire 2026",
        "2025-W53-1",
        "2026-366",
        "2026-000",
        "hasta el 25/11/2026",
        "12345",
        "99999",
        "1234567",
        "25 nov 2026" + " " * 80 + "x",
    ],
)
def test_what_is_no_whole_date_is_none(date: str) -> None:
    """Nothing is completed: neither from the clock nor by a guess."""
    assert moment_of(date, DayOrder.DAY_FIRST) is None


def test_day_and_month_are_settled_by_the_dates_that_can_be_only_one_thing() -> None:
    """In a file with the 25th of a month, the 5th is not the month of May."""
    spanish = ["05/11/2026", "25/11/2026", "soon"]
    american = ["11/05/2026", "11/25/2026"]

    assert day_order(spanish) is DayOrder.DAY_FIRST
    assert day_order(american) is DayOrder.MONTH_FIRST
    assert moment_of("05/11/2026", day_order(spanish)) == datetime(2026, 11, 5, tzinfo=UTC)
    assert moment_of("11/05/2026", day_order(american)) == datetime(2026, 11, 5, tzinfo=UTC)


def test_a_date_that_can_be_two_things_is_none_until_it_is_settled() -> None:
    """The 5th of November and the 11th of May are not confused silently."""
    assert is_ambiguous("05/11/2026")
    assert moment_of("05/11/2026") is None
    assert day_order(["05/11/2026"]) is None
    assert day_order(["05/11/2026"], DayOrder.DAY_FIRST) is DayOrder.DAY_FIRST
    assert day_order(["13/11/2026", "11/13/2026"], DayOrder.DAY_FIRST) is None


@pytest.mark.parametrize("date", ["11/11/2026", "25/11/2026", "2026-05-11", "5 nov 2026", "soon"])
def test_what_can_be_one_thing_only_is_not_ambiguous(date: str) -> None:
    """Nobody is asked about a date that is clear, nor about what is none."""
    assert not is_ambiguous(date)


def test_points_between_the_figures_put_the_day_first() -> None:
    """Where dates are separated by points, the month never comes first."""
    assert day_order(["05.11.2026"]) is DayOrder.DAY_FIRST


def test_two_digits_are_a_year_of_this_century_up_to_68() -> None:
    """The rule is that of every C library."""
    years = [moment_of(f"25/11/{year}") for year in ("68", "69")]

    assert [moment.year for moment in years if moment] == [2068, 1969]


@given(st.text(max_size=60))
def test_no_text_stops_a_reader(text: str) -> None:
    """Whatever stands in the column of dates, the answer is a moment in UTC or none."""
    moment = moment_of(text, day_order([text]))

    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001 - Hypothesis takes naive ends
def test_what_a_program_writes_comes_back(moment: datetime) -> None:
    """Every moment survives ISO 8601, RFC 2822 and the way of Spanish offices, to the second."""
    second = moment.replace(microsecond=0, tzinfo=UTC)
    office = f"{second:%d/%m/%Y %H:%M:%S}"

    assert moment_of(second.isoformat()) == second
    assert moment_of(f"{second:%a, %d %b %Y %H:%M:%S} +0000") == second
    assert moment_of(office, DayOrder.DAY_FIRST) == second
