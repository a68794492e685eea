"""Ages as an operator writes them."""

from datetime import timedelta

import pytest

from runtime.sweep.ages import read_age


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90m", timedelta(minutes=90)),
        ("1h", timedelta(hours=1)),
        (" 7d ", timedelta(days=7)),
        ("4w", timedelta(weeks=4)),
        ("366d", timedelta(days=366)),
    ],
)
def test_an_age_is_read_as_it_is_written(text: str, span: timedelta) -> None:
    """Minutes, hours, days and weeks are understood."""
    assert read_age(text) == span
