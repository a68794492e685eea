"""What a link to the web is: one rule for requests, the audit and the outbox."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

_WEB: Final = frozenset({"http", "https"})
_LONGEST: Final = 2000
_NEVER: Final = frozenset(' <>"')


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


def is_feed_address(link: str) -> bool:
    """Tell whether something can be fetched from the web by everybody who knows its address.

    It has no name or password in it, which would stand in every history, and is written as it goes
    over the wire: a host in another script in its Punycode form.
    """
    parts = web_address(link)
    return (
        parts is not None
        and parts.username is None
        and parts.password is None
        and link.isascii()
        and len(link) <= _LONGEST
    )
