"""What a personal data server says, as far as it matters."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Did = Annotated[str, StringConstraints(pattern=r"^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$")]


MADE: Final = ("accessJwt", "refreshJwt")
"""Where it says what it has made for us alone."""


class Tokens(BaseModel):
    """What proves who calls, and as whom; neither token is shown by accident."""

    model_config = ConfigDict(frozen=True)

    did: Did
    access: str = Field(alias="accessJwt", repr=False)
    refresh: str = Field(alias="refreshJwt", repr=False)


class Uploaded(BaseModel):
    """A picture that was sent."""

    blob: dict[str, Any]


class Record(BaseModel):
    """A record under its key."""

    uri: Annotated[str, StringConstraints(pattern=r"^at://", max_length=300)]
    value: dict[str, Any] = {}


class Fault(BaseModel):
    """Why a call failed; see https://atproto.com/specs/xrpc."""

    error: str
