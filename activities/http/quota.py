"""How many calls a server still takes, as the headers of its answers say."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from activities.http.answer import Answer
from activities.ports import Quota

_PREFIXES: Final = ("ratelimit", "x-ratelimit")
"""Bluesky's, and Mastodon's: https://docs.bsky.app/docs/advanced-guides/rate-limits and
https://docs.joinmastodon.org/api/rate-limits/."""
_EARLIEST: Final = 1_000_000_000
"""Smaller numbers are seconds from now, as the draft of the header `RateLimit-Reset` has them;
larger ones are Unix time, as Bluesky sends it."""


def quota_of(answer: Answer, now: datetime) -> Quota | None:
    """Return what an answer says of further calls; `None` when it says nothing, or not in numbers.

    Args:
        answer: Any answer.
        now: When it came.
    """
    for prefix in _PREFIXES:
        left = answer.headers.get(f"{prefix}-remaining", "").strip()
        if re.fullmatch(r"[0-9]{1,9}", left):
            reset = answer.headers.get(f"{prefix}-reset", "").strip()
            return Quota(left=int(left), resets_at=_moment(reset, now))
    return None


def _moment(value: str, now: datetime) -> datetime | None:
    if re.fullmatch(r"[0-9]{1,10}", value):
        seconds = int(value)
        is_moment = seconds >= _EARLIEST
        return datetime.fromtimestamp(seconds, UTC) if is_moment else now + timedelta(0, seconds)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
