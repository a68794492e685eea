"""Which account of which server posts, and how."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from activities.http.address import Server
from activities.secret_variables import Secret, Variable


class Visibility(StrEnum):
    """Who sees a post; see https://docs.joinmastodon.org/entities/Status/#visibility."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


class MastodonSettings(Server):
    """One account of one server."""

    timeout_seconds: float = Field(default=30, ge=0.1, le=45)
    """The longest that one publication takes, pictures included."""
    token_env: Annotated[Variable, Secret()]
    """The environment variable that holds the account's access token, with the scopes
    `read:accounts`, `read:statuses`, `write:media` and `write:statuses`."""
    visibility: Visibility = Field(default=Visibility.PUBLIC, strict=False)
    """Who sees the posts."""
    focus_x: float = Field(default=0, ge=-1, le=1)
    """What stays in sight where a picture is cropped: from the left edge to the right one."""
    focus_y: float = Field(default=0, ge=-1, le=1)
    """The same from the lower edge to the upper one."""
    look_back_days: int = Field(default=30, ge=1, le=365)
    """For how long a campaign may try to publish: older posts of the account are none of its."""
