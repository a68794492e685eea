"""What an endpoint answers that speaks as OpenAI's chat completions do, and the JSON in it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from domain.plain_json import flaw_in, parse

_FENCED: Final = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_MOST_TOKENS: Final = 10**9
_MOST_OPENINGS: Final = 20
"""Braces from which an object may begin before the rest of an answer is given up."""


class _Read(BaseModel):
    """Part of an answer: what else stands in it is nobody's business."""

    model_config = ConfigDict(frozen=True, strict=True)


class _Message(_Read):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Read):
    message: _Message
    finish_reason: str | None = None


class _Usage(_Read):
    prompt_tokens: int | None = Field(default=None, ge=0, le=_MOST_TOKENS)
    completion_tokens: int | None = Field(default=None, ge=0, le=_MOST_TOKENS)


class Completion(_Read):
    """One answer of a model."""

    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None

    @property
    def text(self) -> str:
        """What the model says."""
        return self.choices[0].message.content or ""

    @property
    def refusal(self) -> str | None:
        """Why it says nothing, in its own words or those of whoever watches over it."""
        first = self.choices[0]
        if first.finish_reason == "content_filter":
            return "its answer was held back by a filter"
        return first.message.refusal

    @property
    def is_cut(self) -> bool:
        """Whether it had more to say than it was given room for."""
        return self.choices[0].finish_reason == "length"

    @property
    def tokens(self) -> tuple[int | None, int | None]:
        """Tokens of the prompt and of the answer; `None` for what the endpoint does not count.

        No prompt has none, and no text: an endpoint that says so does not count either.
        """
        usage = self.usage or _Usage()
        made = usage.completion_tokens
        return usage.prompt_tokens or None, None if made == 0 and self.text else made


def object_in(text: str) -> dict[str, Any] | None:
    """Return the JSON object that an answer is or has in it; `None` without a sound one."""
    for candidate in _candidates(text):
        try:
            value = parse(candidate)
            if isinstance(value, dict) and flaw_in(value) is None:
                return value
        except (ValueError, RecursionError):
            continue
    return None


def _candidates(text: str) -> Iterator[str]:
    yield text.strip().removeprefix("\ufeff")
    yield from _FENCED.findall(text)
    end = text.rfind("}")
    begin = text.find("{")
    for _ in range(_MOST_OPENINGS):
        if not 0 <= begin < end:
            return
        yield text[begin : end + 1]
        begin = text.find("{", begin + 1)
