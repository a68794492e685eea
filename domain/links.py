"""Where a link leads, as people say it: the audit and the outbox read it alike."""

import re
from typing import Final
from urllib.parse import parse_qsl, unquote

from contracts import web_address

_TYPED: Final = 50
"""Characters of an address that somebody types."""
_PLAIN: Final = re.compile(r"[a-z0-9./-]+")
_COUNTED_BY: Final = "utm_"


def site_of(link: str | None) -> str:
    """Return the host that a link leads to as people say it; empty without a host on the web."""
    parts = web_address(link)
    return "" if parts is None else (parts.hostname or "").removeprefix("www.")


def address_of(link: str | None) -> str:
    """Return a link as people say and type it: host and path, where the path is short and plain.

    What campaigns are counted by is left out; where a page needs the rest of its link, or more than
    50 characters, the host stands alone.
    """
    parts, site = web_address(link), site_of(link)
    if parts is None:
        return site
    told = f"{site}{parts.path.rstrip('/')}"
    needs = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    is_page = all(name.startswith(_COUNTED_BY) for name in needs) and not parts.fragment
    return told if is_page and len(told) <= _TYPED and _PLAIN.fullmatch(told) else site


def words_in_link(link: str | None) -> str:
    """Return host and path as a person reads them: the rest of a link is for machines."""
    parts = web_address(link)
    return "" if parts is None else f"{parts.hostname}{unquote(parts.path)}"
