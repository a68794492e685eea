"""Where a webhook is, what its platform promises, and what its requests are signed with."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from activities.http.address import Server, is_endpoint
from activities.http.signature import check_secret
from activities.secret_variables import Secret, Variables
from contracts import Reconciliation


def _is_secret(secret: SecretStr) -> SecretStr:
    check_secret(secret.get_secret_value())
    return secret


class WebhookEndpoint(Server):
    """Where a webhook is, and what its platform promises."""

    url: Annotated[str, AfterValidator(is_endpoint)]
    """Where publications are posted to, and asked for with a slash and their key; `https`, without
    query, name or password; `http` only to this machine."""
    reconciliation: Reconciliation = Field(strict=False)
    """What the endpoint promises after a lost answer. Promise only what holds."""
    can_be_asked: bool | None = None
    """Whether it answers `GET`; left out, when it is `queryable`. A `keyed` endpoint may."""
    max_request_bytes: int = Field(default=32 * 1024 * 1024, ge=1024, le=256 * 1024 * 1024)
    """The largest body; a larger one is refused before anything is sent."""

    @property
    def is_asked(self) -> bool:
        """Whether the platform can be asked what it has under a key."""
        queryable = self.reconciliation is Reconciliation.QUERYABLE
        return queryable if self.can_be_asked is None else self.can_be_asked

    @model_validator(mode="after")
    def _is_one_promise(self) -> Self:
        queryable = self.reconciliation is Reconciliation.QUERYABLE
        if queryable and self.can_be_asked is False:
            raise ValueError("can_be_asked must be true or left out: the channel is queryable")
        if self.reconciliation is Reconciliation.NEITHER and self.can_be_asked:
            raise ValueError("reconciliation must be queryable: the channel can be asked")
        return self


class WebhookSection(WebhookEndpoint):
    """An endpoint, as the file of channels describes it."""

    secret_env: Annotated[Variables, Secret(check_secret)]
    """The environment variable that holds the secret, never the secret itself; several while the
    receiver changes from one to another, the present one first."""


class WebhookSettings(WebhookEndpoint):
    """An endpoint, and the secrets that requests to it are signed with."""

    secrets: tuple[Annotated[SecretStr, AfterValidator(_is_secret)], ...] = Field(
        min_length=1, max_length=5
    )
    """The present one first; others while the receiver changes from one to another."""
