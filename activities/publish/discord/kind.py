"""Discord, as a kind of publisher."""

from typing import Annotated, Final

from pydantic import Field

from activities.http.address import secret_parts
from activities.http.endpoint import Endpoint
from activities.publish.discord.dialect import dialect_of
from activities.publish.kind import Abilities, Can, PublisherKind, PublisherTools
from activities.publish.one_way import OneWayPublisher
from activities.publish.secret_address import check_address
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
    url = address.get_secret_value()
    endpoint = Endpoint(url, settings.timeout_seconds, secret_parts(url, [url]))
    return OneWayPublisher(endpoint, dialect_of(address), tools.clock)


KIND: Final = PublisherKind(
    name="discord",
    about="A channel of Discord, by its incoming webhook.",
    settings=DiscordSettings,
    reconciliation=Reconciliation.NEITHER,
    abilities=Abilities(
        account=Can.YES,
        find=Can.NO,
        retract=Can.NO,
        remember=Can.NO,
        several_pictures=Can.YES,
        link=Can.YES,
        alt_text=Can.YES,
        threads=Can.NO,
    ),
    limits="discord",
    build=_build,
)
