"""What a server answers, and how much of it is certain."""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final, TypeVar

import httpx2
from pydantic import BaseModel

from activities.http.hidden import Hidden
from contracts import as_prose

M = TypeVar("M", bound=BaseModel)

MAX_ANSWER_BYTES: Final = 64 * 1024
"""As much of an answer as is read, where nothing else is said."""

LONGEST_RETRY_AFTER: Final = timedelta(hours=1)
"""The longest that a server's `Retry-After` is believed."""

_MOST_READ: Final = 16 * 1024
"""Bytes of a message that are read at all: it is read while others wait."""
_MOST_TOLD: Final = 8 * 1024
"""Characters of these that may be told: of what begins behind them, the end may be missing."""
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
    hidden: Hidden = field(default_factory=Hidden)
    """What is not repeated of it."""
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

    def told(self, model: type[M], *made: str) -> M | None:
        """Return what its body says; `None` when it was not read whole, or says something else.

        What is hidden of its server is not in it.

        Args:
            model: What is read of it.
            made: The fields with secrets that the server has made, and that are for it alone.
        """
        try:
            return self._read(model, made) if self.is_whole else None
        except (ValueError, RecursionError):
            return None

    def header(self, name: str) -> str:
        """Return what a header says, without what is hidden; empty where there is none."""
        kept: str = self.hidden.cleared(self.headers.get(name, "").strip())
        return kept

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

    def text(self) -> str:
        """Return its body, as a person may see it."""
        return self.hidden.without(self.body.decode(errors="replace"))

    def words(self) -> str:
        """Return the status and the beginning of what a person can read in the body."""
        said = " ".join(self.body[:_MOST_READ].decode(errors="replace").split())
        text = self.hidden.without(said, most=_MOST_TOLD)
        text = as_prose(text[: 2 * _LONGEST_WORDS])
        if len(text) > _LONGEST_WORDS:
            text = text[: _LONGEST_WORDS - 1] + "…"
        return f"{self.status} ({text})"

    def _read(self, model: type[M], made: tuple[str, ...]) -> M:
        said: Any = json.loads(self.body)
        kept: Any = self.hidden.cleared(said)
        if isinstance(kept, dict):
            kept |= {name: said[name] for name in made if name in said}
        return model.model_validate_json(self.body if kept == said else json.dumps(kept))
