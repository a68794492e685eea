"""Until when a token says of itself that it holds."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, Field


class _Claims(BaseModel):
    exp: Annotated[float, Field(ge=0, lt=253_402_300_800, allow_inf_nan=False)]
    """Unix seconds before the year 10000; RFC 7519 section 4.1.4."""


def expiry_of(token: str) -> datetime | None:
    """Return the `exp` of a JSON Web Token; `None` for a token that is none, or has none.

    Nothing is verified and nothing is decided by it: its owner wants to know.
    """
    parts = token.split(".")
    try:
        _, claims, _ = parts
        said = _Claims.model_validate_json(urlsafe_b64decode(f"{claims}=="))
    except ValueError:
        return None
    return datetime.fromtimestamp(int(said.exp), UTC)
