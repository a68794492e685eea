"""By which server letters go out, in whose name, and to whom."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from activities.http.address import is_encrypted
from activities.publish.email.addresses import mailbox_of
from activities.publish.email.signature import check_key
from activities.secret_variables import Secret, Variable
from contracts import Contract, Line, web_address

TENANT: Final = "{tenant}"
"""What stands in the place of a tenant's id."""
TOKEN: Final = "{token}"  # noqa: S105 - the place of one
_SMALLEST_SECRET: Final = 16


class Security(StrEnum):
    """How the way to the server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


def _is_mailbox(text: str) -> str:
    mailbox_of(text)
    return text


def _is_source(text: str) -> str:
    if web_address(text):
        if not is_encrypted(text):
            raise ValueError("must begin with https://, or be the absolute path of a file")
    elif not Path(text).is_absolute():
        raise ValueError("must be the absolute path of a file, or an address with https://")
    return text


def _is_file(text: str) -> str:
    if not Path(text).is_absolute():
        raise ValueError("must be the absolute path of a file")
    return text


def _has_token(text: str) -> str:
    if not web_address(text.replace(TOKEN, "a")) or TOKEN not in text or not is_encrypted(text):
        raise ValueError(f"must be an address with https:// that has {TOKEN} in it")
    return text


def _check_secret(secret: str) -> str:
    if len(secret) < _SMALLEST_SECRET:
        raise ValueError(f"must hold at least {_SMALLEST_SECRET} characters")
    return secret


class EmailSettings(Contract):
    """A server, a sender and a list."""

    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
    """The SMTP server."""
    port: int = Field(default=587, ge=1, le=65535)
    """Its port."""
    security: Security = Field(default=Security.STARTTLS, strict=False)
    """How the way there is encrypted; `none` only to this machine."""
    username: Line | None = None
    """Who sends, if the server asks."""
    password_env: Annotated[Variable | None, Secret()] = None
    """The environment variable that holds the password."""
    sender: Annotated[str, AfterValidator(_is_mailbox)]
    """In whose name, such as `Shop <news@shop.example>`."""
    recipients: Annotated[str, AfterValidator(_is_source)]
    """The list: the absolute path of a CSV file or its address, with the columns `email` and
    `consent`. `{tenant}` stands for the tenant's id: without it, all tenants share the list."""
    suppressed: list[Annotated[str, AfterValidator(_is_file)]] = Field(default=[], max_length=20)
    """Files with addresses that get nothing: who has unsubscribed, what bounced, what was refused.
    They are read again each time before something is sent, and must be there."""
    refused_file: Annotated[str, AfterValidator(_is_file)] | None = None
    """Where addresses that a server refuses are noted, in the form of `suppressed`."""
    unsubscribe_url: Annotated[str, AfterValidator(_has_token)]
    """Where a reader unsubscribes with one click (RFC 8058); `{token}` names the reader."""
    unsubscribe_env: Annotated[Variable, Secret(_check_secret)]
    """The environment variable that holds the secret by which the token is made."""
    rate_per_minute: int = Field(default=600, ge=1, le=60_000)
    """How many letters go out in a minute at most."""
    timeout_seconds: float = Field(default=45, ge=15, le=45)
    """How long one call goes on; a longer list is gone on with in the next."""
    dkim_selector: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,63}$")] | None = (
        None
    )
    """The selector under which the sender's domain publishes the key."""
    dkim_key_env: Annotated[Variable | None, Secret(check_key)] = None
    """The environment variable that holds the RSA key in PEM that letters are signed with."""

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        if self.security is Security.NONE and not is_encrypted(f"http://{self.host}"):
            raise ValueError("security must be starttls or tls: the server is another machine")
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.username is None) != (self.password_env is None):
            raise ValueError("username and password_env are given together or not at all")
        if (self.dkim_selector is None) != (self.dkim_key_env is None):
            raise ValueError("dkim_selector and dkim_key_env are given together or not at all")
        return self
