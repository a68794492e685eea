"""Where a link leads: what the audit judges and the outbox shows are read by the same rule."""

from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

_WEB: Final = frozenset({"http", "https"})
_NEVER: Final = frozenset(' <>"')


def site_of(link: str | None) -> str:
    """Return the host that a link leads to as people say it; empty without a host on the web."""
    parts = web_address(link)
    return "" if parts is None else (parts.hostname or "").removeprefix("www.")


def words_in_link(link: str | None) -> str:
    """Return host and path as a person reads them: the rest of a link is for machines."""
    parts = web_address(link)
    return "" if parts is None else f"{parts.hostname}{unquote(parts.path)}"


def web_address(link: str | None) -> SplitResult | None:
    """Return the parts of a link that leads to a host on the web, or `None` for any other.

    Spaces, quotes, angle brackets and invisible characters make a link invalid: readers of
    addresses do not agree on what they mean (RFC 3986 section 2 allows none of them).
    """
    if link is None or not link.isprintable() or not _NEVER.isdisjoint(link):
        return None
    try:
        parts = urlsplit(link)
        is_valid = parts.scheme in _WEB and parts.hostname is not None and parts.port != 0
    except ValueError:
        # The port is no number, or the brackets around an IPv6 host do not match.
        return None
    return parts if is_valid else None
