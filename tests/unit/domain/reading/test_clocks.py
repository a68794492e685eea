"""Times are read with their offset, or not at all."""

from datetime import timedelta

import pytest

from domain.reading.clocks import Clock, clock_in


@pytest.mark.parametrize(
    ("text", "since", "offset"),
    [
        ("2026-11-25t10:30:00z", 10.5, 0),
        ("2026-11-25 10:30:00.123+01", 10.5, 1),
        ("25/11/2026 10:30 utc+1", 10.5, 1),
        ("25/11/2026 10:30 gmt-03:30", 10.5, -3.5),
        ("25/11/2026 10:30 -0500", 10.5, -5),
        ("25/11/2026 a las 10.30 h", 10.5, 0),
        ("25/11/2026 10h30", 10.5, 0),
        ("25/11/2026 10 horas", 10, 0),
        ("25.11.2026, 10:30 uhr", 10.5, 0),
        ("25/11/2026 3:30 p. m.", 15.5, 0),
        ("25/11/2026 12:00 am", 0, 0),
        ("25/11/2026 0:30 a. m.", 0.5, 0),
        ("25 nov 2026 10:30 cest", 10.5, 2),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, since: float, offset: float) -> None:
    """Spanish and English clocks, with half days and zones, mean one moment."""
    clock = clock_in(text)

    assert clock is not None
    assert (clock.since_midnight, clock.offset) == (timedelta(hours=since), timedelta(hours=offset))


def test_a_date_alone_is_its_first_moment() -> None:
    """What gives no time is not completed from a clock."""
    assert clock_in("25/11/2026") == Clock()


@pytest.mark.parametrize("text", ["1 25:61", "1 24:01", "1 10:61", "1 15:00 a.m.", "1 10:00+15:00"])
def test_what_is_no_time_is_none(text: str) -> None:
    """A time that no clock shows is not rounded to one."""
    assert clock_in(text) is None
