"""What a server answers, and how much of it is certain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from activities.http.secrecy import without
from contracts import as_prose

M = TypeVar("M", bound=BaseModel)

MAX_ANSWER_BYTES: Final = 64 * 1024
"""As much of an answer as is read, where nothing else is said."""

LONGEST_RETRY_AFTER: Final = timedelta(hours=1)
"""The longest that a server's `Retry-After` is believed."""

_LONGEST_WORDS: Final = 300
"""Characters that are kept of what a server says."""
_UNTOLD: Final = {
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
}
"""Answers below 500 that leave open what became of a request.

409 says that one is under way; 302 and 303 also lead from what was done to a page about it.
"""


@dataclass
class Answer:
    """An answer, as far as it was read."""

    status: int
    headers: httpx2.Headers
    body: bytes = b""
    is_whole: bool = False
    """Whether the body was read to its end."""
    hidden: Sequence[str] = ()
    """What is not repeated of it, the longest first."""
    most_bytes: int = MAX_ANSWER_BYTES
    """As much of its body as is read."""

    @property
    def is_success(self) -> bool:
        """Whether the server says that it did what it was asked."""
        return httpx2.codes.is_success(self.status)

    @property
    def is_refusal(self) -> bool:
        """Whether the server says that it has not done it, and will not."""
        is_refused = httpx2.codes.is_redirect(self.status) or httpx2.codes.is_client_error(
            self.status
        )
        return is_refused and self.status not in _UNTOLD

    async def read(self, response: httpx2.Response) -> None:
        """Read the body, but never more than `most_bytes` and one chunk."""
        # Undecoded: a few compressed bytes can stand for any number of others.
        async for chunk in response.aiter_raw():
            self.body += chunk
            if len(self.body) > self.most_bytes:
                return
        self.is_whole = True

    def told(self, model: type[M]) -> M | None:
        """Return what its body says; `None` when it was not read whole, or says something else."""
        try:
            return model.model_validate_json(self.body) if self.is_whole else None
        except ValidationError:
            return None

    def retry_after(self, now: datetime) -> timedelta | None:
        """Return how long the server asks to be left alone, at most `LONGEST_RETRY_AFTER`.

        Both forms of RFC 9110 section 10.2.3 are read; what is in neither form says nothing.
        """
        value = self.headers.get("retry-after", "").strip()
        if re.fullmatch(r"[0-9]+", value):
            # As a float, a number of any length can be read.
            longest = LONGEST_RETRY_AFTER.total_seconds()
            asked = timedelta(seconds=min(float(value), longest))
        else:
            try:
                moment = parsedate_to_datetime(value)
            except (ValueError, OverflowError):
                return None
            asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
        return min(max(asked, timedelta(0)), LONGEST_RETRY_AFTER)

    def words(self) -> str:
        """Return the status and the beginning of what a person can read in the body."""
        text = without(" ".join(self.body.decode(errors="replace").split()), self.hidden)
        text = as_prose(text[: 2 * _LONGEST_WORDS])
        if len(text) > _LONGEST_WORDS:
            text = text[: _LONGEST_WORDS - 1] + "…"
        return f"{self.status} ({text})"
