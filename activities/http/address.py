"""Where a server is, as settings say it, and what of its address is told nowhere."""

import re
from collections.abc import Iterable
from typing import Annotated, Final, Self
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, model_validator

from activities.http.spellings import LONG
from contracts import Contract, web_address
from contracts.repeating import reads_as_words
from domain.hosts import is_this_machine

_LONGEST_URL: Final = 1000


def is_endpoint(url: str) -> str:
    """Return an address without its last slashes, if a path can be appended to it.

    Raises:
        ValueError: It cannot; the message says what would be right.
    """
    parts = web_address(url)
    if parts is None or len(url) > _LONGEST_URL:
        raise ValueError("must be an address such as https://social.example/posts")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a name or password: secrets stand in variables")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise ValueError("must end with its path: more of it is appended for each call")
    return url.rstrip("/")


def is_encrypted(url: str) -> bool:
    """Tell whether nobody on the way can read what is sent there."""
    parts = urlsplit(url)
    return parts.scheme == "https" or is_this_machine(parts.hostname or "")


def secret_parts(url: str, secrets: Iterable[str] = ()) -> list[str]:
    """Return what is told nowhere, the longest first: a path or a query may hold a token.

    A server's answer may repeat them, or the token alone; and of a secret, what stands after
    its kind or owner, as in `whsec_…` or `1234:…`.

    Args:
        url: The address.
        secrets: What else the server knows that is nobody's business.
    """
    path, query = urlsplit(url).path, urlsplit(url).query
    given = [unquote(each) for each in query.split("&")]
    forms = {path, unquote(path), query, *given} - {"", "/"}
    return sorted({*forms, *_long_parts(url), *_told(secrets)}, key=len, reverse=True)


def tokens_of(url: str, secrets: Iterable[str] = ()) -> list[str]:
    """Return what is kept nowhere, the longest first: of the address, what does not read as words.

    A post may lie below the address by which it was made. A secret as short as a word that reads
    as one cannot be told from it.

    Args:
        url: The address.
        secrets: As for `secret_parts`.
    """
    parts = {part for part in _long_parts(url) if not reads_as_words(part)}
    told = {each for each in _told(secrets) if len(each) >= LONG or not reads_as_words(each)}
    return sorted(parts | told, key=len, reverse=True)


def _long_parts(url: str) -> set[str]:
    path, query = urlsplit(url).path, urlsplit(url).query
    parts = [part for form in (path, unquote(path)) for part in form.split("/")]
    parts += [unquote(each).partition("=")[2] for each in query.split("&")]
    return {part for part in parts if len(part) >= LONG}


def _told(secrets: Iterable[str]) -> set[str]:
    """Return secrets, and what stands in each after its kind or owner."""
    known = [*secrets]
    parts = [re.split("[:_]", secret, maxsplit=1)[-1] for secret in known]
    return {*known, *(part for part in parts if len(part) >= LONG)}


class Server(Contract):
    """A server that is spoken to."""

    url: Annotated[str, AfterValidator(is_endpoint)]
    """Where it is: `https`, without query, name or password; `http` only to this machine."""
    timeout_seconds: float = Field(default=10, ge=0.1, le=45)
    """The longest that one call takes in all."""
    allow_http: bool = False
    """Whether another machine may be spoken to in the clear."""

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        if not self.allow_http and not is_encrypted(self.url):
            raise ValueError("url must begin with https://, or allow_http must be true")
        return self
