"""The rules that every contract obeys, and the small types that they are built from."""

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_serializer,
)
from pydantic_core import PydanticCustomError, to_json

MAX_JSON_DEPTH = 32
"""Levels of nesting that a free JSON value may have; deeper input is an attack or a mistake."""

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that survives every JSON reader (RFC 8259 §6, RFC 8785 §3.2.2.3)."""

MAX_JSON_OBJECT_BYTES = 16 * 1024
"""The largest free JSON object in a contract: room for evidence, none for a payload."""

LONGEST = timedelta(days=366)
"""The longest stretch of time that a campaign waits for anything."""

_PROSE_LENGTH = 4000


class Contract(BaseModel):
    """A value that outlives the process that made it.

    Contracts lie in workflow histories and are read again weeks later, perhaps by newer code and
    in another language. So they never change, they refuse fields they do not know, values of
    another type and numbers that JSON cannot carry, and the error names the field.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_default=True,
        hide_input_in_errors=True,  # a cause in a traceback shows no secret either
    )

    @model_serializer(mode="wrap")
    def _with_what_a_neighbour_added(self, serialize: SerializerFunctionWrapHandler) -> Any:
        # A neighbouring release may have put more into a value than this one knows. It goes on as
        # it came: digests and signatures count it, and the release that wrote it needs it again.
        said = serialize(self)
        return {**said, **self.model_extra} if self.model_extra else said


class Place(NamedTuple):
    """Where a post appears: a channel, and a placement on it, written `channel.placement`."""

    channel: str
    placement: str

    def __str__(self) -> str:
        """Return the place as people and settings write it."""
        return f"{self.channel}.{self.placement}"

    @classmethod
    def parse(cls, name: str) -> "Place":
        """Return the place that is written so; without a dot its placement is empty."""
        channel, _, placement = name.partition(".")
        return cls(channel, placement)


def utc_now() -> datetime:
    """Return the present time in UTC.

    It is the default of a contract built outside a workflow; workflow code passes its own time.
    """
    return datetime.now(UTC)


def as_prose(text: str, most: int = _PROSE_LENGTH) -> str:
    """Return text that others wrote in a form that fits its place, which is a `Prose` or shorter.

    Args:
        text: It may be of any length and hold anything.
        most: Characters that there is room for. What is cut ends with an ellipsis.
    """
    said = text.strip()
    # What is cut anyway costs nothing, however long it is.
    clean = "".join(" " if _is_control(char) else char for char in said[:most]).strip()
    if clean and len(said) > most:
        clean = f"{clean[: most - 1]}…"
    return clean or "without a word"


def size_as_json(value: Any) -> int:
    """Return how many bytes a value takes as JSON in UTF-8."""
    return len(to_json(value))


def check_size(value: Any, limit: int) -> None:
    """Refuse a value that takes more bytes as JSON than the limit.

    Raises:
        ValueError: It takes more; the message says how much.
    """
    size = size_as_json(value)
    if size > limit:
        raise ValueError(f"must not take more than {limit} bytes as JSON, and takes {size}")


def _is_no_number(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    # pydantic takes figures in quotation marks for seconds since 1970: "20261224" is in August.
    if re.fullmatch(r"[+-]?[\d.]+", value.strip()):
        raise ValueError("must be a moment such as 2026-12-24T10:00:00Z, not figures alone")
    if info.mode != "json":
        return value
    # Behind a function pydantic takes JSON's texts for Python's, which a strict contract refuses.
    try:
        return _MOMENT.validate_python(value)
    except ValidationError as error:
        fault: Any = error.errors()[0]
        raise PydanticCustomError(fault["type"], fault["msg"]) from error


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must lie between the years 1 and 9999 in UTC too") from error


def _is_control(char: str) -> bool:
    # Cc are the control characters. The marks that turn the reading direction can make a text
    # look like another one (Unicode TR 36, section 2.5).
    return (char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cs"}) or (
        "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    )


def _is_readable(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be blank")
    bad = next((char for char in value if _is_control(char)), None)
    if bad is not None:
        raise ValueError(f"must not hold the control character U+{ord(bad):04X}")
    return value


def _is_one_line(value: str) -> str:
    if "\n" in value:
        raise ValueError("must be one line")
    return value


def _check_json(value: Any, depth: int = 0) -> None:
    if depth > MAX_JSON_DEPTH:
        raise ValueError(f"must not be nested deeper than {MAX_JSON_DEPTH} levels")
    match value:
        case None | bool() | str():
            return
        case int() | float():
            _check_number(value)
        case list():
            for item in value:
                _check_json(item, depth + 1)
        case dict():
            if any(not isinstance(key, str) for key in value):
                raise ValueError("must have strings as keys")
            for item in value.values():
                _check_json(item, depth + 1)
        case _:
            raise ValueError(f"must hold JSON values only, not {type(value).__name__}")


def _check_number(value: float) -> None:
    if not math.isfinite(value):
        raise ValueError("must not hold a number that is not finite")
    if isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER:
        raise ValueError(f"must not hold integers beyond ±{MAX_SAFE_INTEGER}")


def _is_json_object(value: dict[str, Any]) -> dict[str, Any]:
    _check_json(value)
    check_size(value, MAX_JSON_OBJECT_BYTES)
    return value


def _is_bounded(value: timedelta) -> timedelta:
    if not timedelta(0) < value <= LONGEST:
        raise ValueError(f"must be longer than nothing and at most {LONGEST.days} days")
    return value


_MOMENT = TypeAdapter[datetime](AwareDatetime)

Utc = Annotated[AwareDatetime, BeforeValidator(_is_no_number), AfterValidator(_to_utc)]
"""A moment with its offset, kept in UTC."""

Duration = Annotated[timedelta, AfterValidator(_is_bounded)]
"""More than nothing and at most 366 days, written in ISO 8601, such as `PT90S` or `P3D`."""

Count = Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
"""A number of things."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A short lower-case name that is safe in a key, a file name and a search attribute."""

PlaceName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,31}$")
]
"""A place as text: `channel.placement`."""

Line = Annotated[
    str,
    StringConstraints(max_length=300),
    AfterValidator(_is_readable),
    AfterValidator(_is_one_line),
]
"""A line of text for people: not blank, no control characters, at most 300 characters."""

Prose = Annotated[str, StringConstraints(max_length=_PROSE_LENGTH), AfterValidator(_is_readable)]
"""Text for people: not blank, no control characters, at most 4,000 characters."""

HexColor = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
"""A colour as `#RRGGBB` in sRGB."""

Amount = Annotated[float, Field(ge=0, le=1e12)]
"""A sum of money in the campaign's currency: finite and not negative."""

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""The ISO 4217 code of a currency, such as EUR."""

JsonObject = Annotated[dict[str, Any], AfterValidator(_is_json_object)]
"""Any JSON object: string keys, finite numbers, bounded depth."""
