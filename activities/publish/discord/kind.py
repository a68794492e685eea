"""Discord, as a kind of publisher."""

from typing import Annotated, Final

from pydantic import Field

from activities.publish.discord.dialect import dialect_of
from activities.publish.kind import Can, PublisherKind, PublisherTools
from activities.publish.one_way import OneWayPublisher, one_way
from activities.publish.secret_address import check_address, endpoint_at
from activities.secret_variables import Secret, Variable
from contracts import Contract, Reconciliation


class DiscordSettings(Contract):
    """A channel, by its incoming webhook."""

    url_env: Annotated[Variable, Secret(check_address)]
    """The environment variable that holds the webhook's address, which is a secret itself."""
    timeout_seconds: float = Field(default=30, ge=0.1, le=45)
    """The longest that one call takes in all."""


def _build(settings: DiscordSettings, tools: PublisherTools) -> OneWayPublisher:
    address = tools.secrets[settings.url_env]
    endpoint = endpoint_at(address, settings.timeout_seconds)
    return OneWayPublisher(endpoint, dialect_of(address), tools.clock)


KIND: Final = PublisherKind(
    name="discord",
    about="A channel of Discord, by its incoming webhook.",
    settings=DiscordSettings,
    reconciliation=Reconciliation.NEITHER,
    abilities=one_way(account=Can.YES, alt_text=Can.YES),
    limits="discord",
    build=_build,
)
