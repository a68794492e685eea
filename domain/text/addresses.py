"""Web addresses in running text, as a reader or a platform makes links of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

_WITH_SCHEME: Final = regex.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://[^\s<>\"«»“”]*[^\s<>\".,;:!?)\]}«»“”’'…]",
    regex.IGNORECASE,
)
_BARE: Final = regex.compile(
    r"(?<![\p{L}\p{N}@＠#＃._/:-])(?P<host>(?:[\p{L}\p{N}-]++\.)+"
    r"(?P<ending>[a-z]{2,24}))(?![\p{L}\p{N}@])(?P<path>/[^\s<>\"«»“”]*)?",
    regex.IGNORECASE,
)
_ENDINGS: Final = frozenset(
    {
        "com", "net", "org", "info", "biz", "edu", "gov", "eu", "es", "mx", "ar", "cl", "co", "pe",
        "uk", "us", "ie", "de", "fr", "it", "pt", "nl", "be", "ch", "at", "pl", "se", "dk", "no",
        "ru", "cn", "jp", "br", "in", "au", "ca", "cat", "io", "ai", "me", "ly", "gl", "gg", "tv",
        "cc", "to", "app", "dev", "shop", "store", "online", "site", "xyz", "top", "club",
        "blog", "news", "link", "page", "web", "email", "cafe", "coffee", "bar", "example",
    }
)  # fmt: skip
"""Endings of hosts without a scheme that are no words after a full stop: a choice of many."""


@dataclass(frozen=True)
class Address:
    """A web address in a text."""

    text: str
    """As it stands there, with `https://` before it when it has no scheme."""
    has_scheme: bool
    is_clickable: bool
    """Whether it was meant as a link: a host alone may be somebody's name."""


def addresses_in(text: str, wanted: str | None = None) -> Iterator[Address]:
    """Return every web address in a text.

    Args:
        text: Copy.
        wanted: An address that is expected: it may end in marks that otherwise end a sentence.
    """
    rest = text
    for match in _WITH_SCHEME.finditer(text):
        found = match.group()
        if wanted and wanted.startswith(found) and text.startswith(wanted, match.start()):
            found = wanted
        rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
        yield Address(found, has_scheme=True, is_clickable=True)
    for match in _BARE.finditer(rest):
        host, ending, path = match["host"], match["ending"], (match["path"] or "").rstrip(".,;:!?)")
        # A capital after a full stop begins a sentence whose space was forgotten.
        is_known = ending.lower() in _ENDINGS and (ending.islower() or host.isupper())
        is_web = host.lower().startswith("www.")
        if is_known or is_web or len(path) > 1:
            is_clickable = is_web or (is_known and len(path) > 1)
            yield Address(f"https://{host}{path}", has_scheme=False, is_clickable=is_clickable)
