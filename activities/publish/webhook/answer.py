"""What a webhook's answer says, and how much of it is certain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from contracts import Line, as_prose
from domain.links import web_address

MAX_ANSWER_BYTES: Final = 64 * 1024
"""As much of an answer as is read."""

LONGEST_RETRY_AFTER: Final = timedelta(hours=1)
"""The longest that a platform's `Retry-After` is believed."""

_LONGEST_WORDS: Final = 300
_LONGEST_URL: Final = 2000


class Receipt(BaseModel):
    """What a platform says of a publication: an object that has at least these fields."""

    model_config = ConfigDict(frozen=True, strict=True)

    id: Line | None = None
    """The platform's own name for it."""
    url: Any = None
    key: str | None = None
    """The key that the platform means, when it says so."""
    retracted: bool = False
    """Whether it was taken back."""

    @property
    def address(self) -> str | None:
        """Where a person can look at it; `None` for what is no address on the web."""
        url = self.url
        is_usable = isinstance(url, str) and len(url) <= _LONGEST_URL and web_address(url)
        return url if is_usable else None


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

    @property
    def is_success(self) -> bool:
        """Whether the platform says that it did what it was asked."""
        return httpx2.codes.is_success(self.status)

    async def read(self, response: httpx2.Response) -> None:
        """Read the body, but never more than `MAX_ANSWER_BYTES` and one chunk."""
        # Undecoded: a few compressed bytes can stand for any number of others.
        async for chunk in response.aiter_raw():
            self.body += chunk
            if len(self.body) > MAX_ANSWER_BYTES:
                return
        self.is_whole = True

    def receipt(self) -> Receipt | None:
        """Return what it says of a publication, or `None` when that cannot be read."""
        try:
            return Receipt.model_validate_json(self.body) if self.is_whole else None
        except ValidationError:
            return None

    def is_about(self, key: str) -> bool:
        """Whether it names no other key than this one, neither in its body nor in its headers."""
        receipt = self.receipt()
        echoes = {self.headers.get("idempotency-key", key)}
        if receipt is not None and receipt.key is not None:
            echoes.add(receipt.key)
        return echoes == {key}

    def retry_after(self, now: datetime) -> timedelta | None:
        """Return how long the platform asks to be left alone, at most `LONGEST_RETRY_AFTER`.

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


def without(text: str, hidden: Sequence[str]) -> str:
    """Return a text that repeats nothing of what is hidden; the longest stands first in it."""
    for one in hidden:
        text = text.replace(one, "…")
    return text
