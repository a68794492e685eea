"""Web addresses in running text, as a reader or a platform makes links of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import regex

from domain.text.endings import top_level_domains
from domain.text.spelling import is_word

_WITH_SCHEME: Final = regex.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://[^\s<>\"«»“”]*[^\s<>\".,;:!?)\]}«»“”’'…]",
    regex.IGNORECASE,
)
_BARE: Final = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}@＠#＃._/-])(?P<host>(?:[\p{L}\p{M}\p{N}_-]++\.)+"
    r"(?P<ending>xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,24}))(?![\p{L}\p{M}\p{N}_@])"
    r"(?P<path>/[^\s<>\"«»“”]*)?",
    regex.IGNORECASE,
)
_COMMON: Final = frozenset(
    {
        "com", "net", "org", "info", "biz", "edu", "gov", "mobi", "eu", "es", "cat", "eus", "gal",
        "mx", "ar", "cl", "co", "pe", "uy", "ec", "br", "pt", "fr", "nl", "ch", "uk", "io", "ai",
        "ly", "ee", "gl", "gg", "tv", "fm", "app", "dev", "shop", "store", "club", "blog", "xyz",
        "cafe", "coffee",
    }
)  # fmt: skip
"""Endings that everybody takes for one, although they are words or parts of words."""
_EXAMPLE: Final = "example"
"""Reserved for documentation (RFC 2606 §2), and so on no list."""
_FILES: Final = frozenset({"md", "mov", "pl", "ps", "py", "rs", "sh", "zip"})
"""Endings of files as well."""


@dataclass(frozen=True)
class Address:
    """A web address in a text."""

    text: str
    """As it stands there, with `https://` before it when it has no scheme."""
    has_scheme: bool
    is_clickable: bool
    """Whether it was meant as a link: a host alone may be somebody's name."""
    is_certain: bool
    """Whether it is an address at all, and not the end of a sentence and the next one's word."""
    start: int = field(compare=False)
    """Where it begins in the text."""
    end: int = field(compare=False)

    @property
    def is_on_the_web(self) -> bool:
        """Whether a browser opens it."""
        return self.text.lower().startswith(("http://", "https://"))


def addresses_in(text: str, wanted: str | None = None) -> list[Address]:
    """Return every web address in a text.

    Args:
        text: Copy.
        wanted: An address that is expected: it may end in marks that otherwise end a sentence.
    """
    return [_whole(each, text, wanted) for each in _found_in(text)]


def without_addresses(text: str) -> str:
    """Return the text with spaces in place of what can be nothing but a web address."""
    for each in _found_in(text):
        if each.is_certain:
            text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def is_ending(ending: str) -> bool:
    """Tell whether a host may end with this."""
    return ending.lower() in top_level_domains() or ending.lower() == _EXAMPLE


@lru_cache(maxsize=512)
def _may_be_a_word(ending: str) -> bool:
    """Tell whether an ending may be the first word of a sentence whose space was forgotten."""
    if ending in _COMMON:
        return False
    return ending in _FILES or is_word(ending)


@lru_cache(maxsize=512)
def _found_in(text: str) -> tuple[Address, ...]:
    return tuple(_search(text))


def _search(text: str) -> Iterator[Address]:
    rest = text
    for match in _WITH_SCHEME.finditer(text):
        start, end = match.span()
        rest = rest[:start] + " " * (end - start) + rest[end:]
        yield Address(match.group(), True, True, True, start, end)  # noqa: FBT003 - named above
    for match in _BARE.finditer(rest):
        host, ending, path = match["host"], match["ending"], (match["path"] or "").rstrip(".,;:!?)")
        has_path, is_web = len(path) > 1, host.lower().startswith("www.")
        # A capital after a full stop begins a sentence whose space was forgotten.
        is_known = is_ending(ending) and (ending == ending.lower() or host.isupper())
        has_path = has_path and (is_known or ending.isascii())
        if is_known or is_web or has_path:
            yield Address(
                text=f"https://{host}{path}",
                has_scheme=False,
                is_clickable=is_web or (is_known and has_path),
                is_certain=is_web or has_path or not _may_be_a_word(ending.lower()),
                start=match.start(),
                end=match.end("host") + len(path),
            )


def _whole(found: Address, text: str, wanted: str | None) -> Address:
    is_cut = wanted is not None and found.has_scheme and wanted.startswith(found.text)
    if wanted is None or not is_cut or not text.startswith(wanted, found.start):
        return found
    return replace(found, text=wanted, end=found.start + len(wanted))
