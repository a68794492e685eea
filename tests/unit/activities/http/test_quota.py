"""How many calls a server still takes is read as each network writes it."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from activities.http.answer import Answer
from activities.http.quota import quota_of
from activities.ports import Quota
from tests.support.builders import MOMENT


@pytest.mark.parametrize(
    ("reset", "moment"),
    [
        ("1772442000", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
        ("60", MOMENT + timedelta(minutes=1)),
        ("2026-03-02T09:05:00.123456Z", datetime(2026, 3, 2, 9, 5, 0, 123456, tzinfo=UTC)),
        ("2026-03-02T09:05:00", datetime(2026, 3, 2, 9, 5, tzinfo=UTC)),
        ("soon", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("prefix", ["RateLimit", "X-RateLimit"])
def test_calls_that_are_left_are_read_with_their_moment(
    prefix: str, reset: str, moment: datetime | None
) -> None:
    """Unix time, seconds from now and ISO 8601 are told apart; anything else is none."""
    headers = httpx2.Headers({f"{prefix}-Remaining": "299", f"{prefix}-Reset": reset})

    assert quota_of(Answer(200, headers), MOMENT) == Quota(left=299, resets_at=moment)


@pytest.mark.parametrize("left", ["", "many", "-1", "1.5", "9" * 400])
def test_what_is_no_number_of_calls_says_nothing(left: str) -> None:
    """A header that nobody understands is as good as none."""
    headers = httpx2.Headers({"ratelimit-remaining": left})

    assert quota_of(Answer(200, headers), MOMENT) is None
    assert quota_of(Answer(200, httpx2.Headers()), MOMENT) is None
