"""Where a link leads, as people say it: the audit and the outbox read it alike."""

from urllib.parse import unquote

from contracts import web_address


def site_of(link: str | None) -> str:
    """Return the host that a link leads to as people say it; empty without a host on the web."""
    parts = web_address(link)
    return "" if parts is None else (parts.hostname or "").removeprefix("www.")


def words_in_link(link: str | None) -> str:
    """Return host and path as a person reads them: the rest of a link is for machines."""
    parts = web_address(link)
    return "" if parts is None else f"{parts.hostname}{unquote(parts.path)}"
