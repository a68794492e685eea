"""Slack, as a kind of publisher."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from activities.http.address import is_encrypted, is_endpoint
from activities.publish.kind import Can, PublisherKind, PublisherTools
from activities.publish.one_way import OneWayPublisher, one_way
from activities.publish.secret_address import check_address, endpoint_at
from activities.publish.slack.dialect import dialect_of
from activities.secret_variables import Secret, Variable
from contracts import Contract, Reconciliation


def _is_public(url: str) -> str:
    if not is_encrypted(url):
        raise ValueError("must begin with https://")
    return is_endpoint(url)


class SlackSettings(Contract):
    """A channel, by its incoming webhook."""

    url_env: Annotated[Variable, Secret(check_address)]
    """The environment variable that holds the webhook's address, which is a secret itself."""
    pictures_url: Annotated[str, AfterValidator(_is_public)]
    """Where Slack finds a picture, with a slash and its SHA-256: a webhook takes no files."""
    timeout_seconds: float = Field(default=10, ge=0.1, le=45)
    """The longest that one call takes in all."""


def _build(settings: SlackSettings, tools: PublisherTools) -> OneWayPublisher:
    address = tools.secrets[settings.url_env]
    endpoint = endpoint_at(address, settings.timeout_seconds)
    return OneWayPublisher(endpoint, dialect_of(address, settings.pictures_url), tools.clock)


KIND: Final = PublisherKind(
    name="slack",
    about="A channel of Slack, by its incoming webhook; its pictures are hosted by you.",
    settings=SlackSettings,
    reconciliation=Reconciliation.NEITHER,
    abilities=one_way(account=Can.NO, alt_text=Can.YES),
    limits="slack",
    build=_build,
)
