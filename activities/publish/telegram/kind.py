"""Telegram, as a kind of publisher."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

from activities.http.address import Server, is_endpoint
from activities.http.endpoint import Endpoint
from activities.publish.kind import Can, PublisherKind, PublisherTools
from activities.publish.one_way import OneWayPublisher, one_way
from activities.publish.telegram.dialect import check_token, dialect_of
from activities.secret_variables import Secret, Variable
from contracts import Reconciliation


class TelegramSettings(Server):
    """A channel or group, and the bot that posts there."""

    url: Annotated[str, AfterValidator(is_endpoint)] = "https://api.telegram.org"
    """The server of the Bot API: `https`; `http` only to this machine."""
    timeout_seconds: float = Field(default=30, ge=0.1, le=45)
    """The longest that one call takes in all."""
    token_env: Annotated[Variable, Secret(check_token)]
    """The environment variable that holds the bot's token; the bot is an administrator there."""
    chat: Annotated[str, StringConstraints(pattern=r"^(@[A-Za-z0-9_]{4,32}|-?[0-9]{1,20})$")]
    """The channel or group: `@name`, or its number."""


def _build(settings: TelegramSettings, tools: PublisherTools) -> OneWayPublisher:
    token = tools.secrets[settings.token_env]
    return OneWayPublisher(
        Endpoint(settings.url, settings.timeout_seconds, [token.get_secret_value()]),
        dialect_of(settings.url, token, settings.chat),
        tools.clock,
    )


KIND: Final = PublisherKind(
    name="telegram",
    about="A channel or group of Telegram, by a bot.",
    settings=TelegramSettings,
    reconciliation=Reconciliation.NEITHER,
    abilities=one_way(account=Can.YES, alt_text=Can.NO),
    limits="telegram",
    build=_build,
)
