"""Web origins: whose pages may read what the codec server answers."""

import re
from typing import Final
from urllib.parse import urlsplit

from contracts.repeating import repeated
from runtime.refusals import WrongUse

_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]{2,45}\]")
_UNTOLD: Final = {"http": 80, "https": 443}
"""The port that a browser leaves out of an origin, by scheme."""
_FORM: Final = "scheme://host[:port], such as http://127.0.0.1:8233"


def web_origin(text: str) -> str:
    """Return an origin, spelt as browsers spell it (RFC 6454, section 6.2).

    Raises:
        WrongUse: It is none, or no browser spells it so: its pages would never be let in.
    """
    spelled = _spelled(text)
    if spelled != text:
        right = _FORM if spelled is None else spelled
        raise WrongUse(f"codec: --origin {repeated(text)} is no web origin: give {right}")
    return text


def _spelled(text: str) -> str | None:
    """Return the origin of an address on the web, or `None` where it has none."""
    try:
        parts = urlsplit(text)
        name, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # of which errors of IDNA are, too
        return None
    host = f"[{name}]" if ":" in name else name
    if parts.scheme not in _UNTOLD or port == 0 or not _HOST.fullmatch(host):
        return None
    told = "" if port in {None, _UNTOLD[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{host}{told}"
