"""What may be said of the radar that reads feeds."""

from ipaddress import ip_network
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from activities.http.strangers import Network
from contracts import Contract


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _is_network(text: str) -> str:
    try:
        ip_network(text)
    except ValueError as error:
        raise ValueError("must be a network such as 10.1.2.0/24 or fd12:3456::/48") from error
    return text


class FeedSettings(Contract):
    """How feeds are fetched from the web."""

    allow_networks: Annotated[
        list[Annotated[str, AfterValidator(_is_network)]], BeforeValidator(_as_list)
    ] = Field(default=[], max_length=20)
    """Networks beside the public internet in which feeds may lie, such as `10.1.2.0/24`: whoever
    writes a request can have every server in them asked."""
    seconds_per_feed: float = Field(default=20, ge=0.1, le=60)
    """The longest that one feed takes, its redirects included."""

    @property
    def networks(self) -> list[Network]:
        """What `allow_networks` names."""
        return [ip_network(text) for text in self.allow_networks]
