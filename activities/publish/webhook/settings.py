"""Where a webhook is, what its platform promises, and what its requests are signed with."""

from typing import Annotated, Final, Self
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from activities.publish.secret_variables import Secret, Variables
from activities.publish.webhook.message import check_secret
from contracts import Contract, Reconciliation, web_address
from domain.hosts import is_this_machine

_LONGEST_URL: Final = 1000
_TOKEN: Final = 16
"""Characters from which a part of a path may be a token, and is no word of a sentence."""


def _is_endpoint(url: str) -> str:
    parts = web_address(url)
    if parts is None or len(url) > _LONGEST_URL:
        raise ValueError("must be an address such as https://social.example/posts")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a name or password: requests are signed with the secret")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise ValueError("must end with its path: the key of a publication is appended to it")
    return url.rstrip("/")


def _is_secret(secret: SecretStr) -> SecretStr:
    check_secret(secret.get_secret_value())
    return secret


class WebhookEndpoint(Contract):
    """Where a webhook is, and what its platform promises."""

    url: Annotated[str, AfterValidator(_is_endpoint)]
    """Where publications are posted to, and asked for with a slash and their key; `https`, without
    query, name or password; `http` only to this machine."""
    reconciliation: Reconciliation = Field(strict=False)
    """What the endpoint promises after a lost answer. Promise only what holds."""
    can_be_asked: bool | None = None
    """Whether it answers `GET`; left out, when it is `queryable`. A `keyed` endpoint may."""
    timeout_seconds: float = Field(default=10, ge=0.1, le=45)
    """The longest that one call takes in all."""
    max_request_bytes: int = Field(default=32 * 1024 * 1024, ge=1024, le=256 * 1024 * 1024)
    """The largest body; a larger one is refused before anything is sent."""
    allow_http: bool = False
    """Whether another machine may be spoken to in the clear."""

    @property
    def is_asked(self) -> bool:
        """Whether the platform can be asked what it has under a key."""
        queryable = self.reconciliation is Reconciliation.QUERYABLE
        return queryable if self.can_be_asked is None else self.can_be_asked

    @property
    def hidden(self) -> list[str]:
        """What of the address is told nowhere, the longest first: a path may hold a token.

        A platform's answer may repeat the path, or the token alone.
        """
        path = urlsplit(self.url).path
        forms = {path, unquote(path)} - {""}
        tokens = {part for form in forms for part in form.split("/") if len(part) >= _TOKEN}
        return sorted(forms | tokens, key=len, reverse=True)

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        parts = urlsplit(self.url)
        is_local = is_this_machine(parts.hostname or "")
        if parts.scheme == "http" and not is_local and not self.allow_http:
            raise ValueError("url must begin with https://, or allow_http must be true")
        return self

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
