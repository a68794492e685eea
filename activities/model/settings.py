"""Which model is asked, where, for how long, and at what price."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from activities.http.address import Server
from activities.secret_variables import Secret, Variable
from contracts import Currency, Line

_LONGEST_STEP = 240
"""Seconds that the calls of one step may take: an attempt has five minutes."""


class Form(StrEnum):
    """How an answer of a certain form is asked for, the surest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


def _is_folder(path: str) -> str:
    if not Path(path).is_dir():
        raise ValueError("must be a folder with the prompts that replace the built-in ones")
    return path


class ModelSettings(Server):
    """An endpoint that speaks as OpenAI's chat completions do."""

    model: Line
    """The model's name, as the endpoint knows it."""
    key_env: Annotated[Variable | None, Secret()] = None
    """The environment variable that holds the key, never the key itself; left out for an endpoint
    that asks for none."""
    timeout_seconds: float = Field(default=60, ge=0.1, le=_LONGEST_STEP)
    """The longest that one call takes in all."""
    answers: Form = Field(default=Form.SCHEMA, strict=False)
    """How an answer in a form is asked for: an endpoint that refuses one is asked in the next."""
    max_repairs: int = Field(default=2, ge=0, le=5)
    """How often the model is told what is wrong with its answer before the step fails."""
    max_output_tokens: int = Field(default=2000, ge=16, le=32_000)
    """The longest answer that is paid for."""
    is_reasoning: bool = False
    """Whether it is a model that thinks before it answers: then `max_completion_tokens` is sent in
    the place of `max_tokens`, and no `temperature`."""
    max_prompt_bytes: int = Field(default=64 * 1024, ge=1024, le=1024 * 1024)
    """The largest prompt that is sent."""
    price_per_million_input: float = Field(default=0, ge=0, le=1e6)
    """What a million tokens of prompts cost."""
    price_per_million_output: float = Field(default=0, ge=0, le=1e6)
    """What a million tokens of answers cost."""
    currency: Currency = "USD"
    """The prices' currency, in three capitals (ISO 4217)."""
    prompts: Annotated[str, AfterValidator(_is_folder)] | None = None
    """A folder in which `strategy.txt` or `content.txt` replaces the built-in prompt."""

    @model_validator(mode="after")
    def _calls_fit_into_a_step(self) -> Self:
        longest = _LONGEST_STEP / (self.max_repairs + 1)
        if self.timeout_seconds > longest:
            raise ValueError(
                f"timeout_seconds must be at most {longest:g} with max_repairs = "
                f"{self.max_repairs}: all calls of a step have {_LONGEST_STEP} s"
            )
        return self
