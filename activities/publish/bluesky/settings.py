"""Which account posts, and how."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from activities.http.address import Server, is_endpoint
from activities.secret_variables import Secret, Variable


class BlueskySettings(Server):
    """One account on its personal data server."""

    url: Annotated[str, AfterValidator(is_endpoint)] = "https://bsky.social"
    """The account's personal data server: `https`; `http` only to this machine."""
    timeout_seconds: float = Field(default=30, ge=0.1, le=45)
    """The longest that one publication takes, pictures included."""
    handle: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9.:-]{3,253}$")]
    """The account's handle without `@`, such as `shop.bsky.social`, or its DID."""
    password_env: Annotated[Variable, Secret()]
    """The environment variable that holds an app password of the account."""
    card: bool = False
    """Whether a post with a link shows it as a card; its picture is then the card's."""
