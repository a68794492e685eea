"""What is told nowhere: secrets, in whatever way somebody else repeats them."""

import html
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus

LONG: Final = 16
"""Characters from which something is a secret also in part, and no word of a sentence."""
_BEGINNING: Final = 8
"""So many characters of a long secret's beginning are not told either: some servers show it."""
_ESCAPES: Final = r"\\{0,7}"
"""What JSON within JSON puts before a character."""
_PASSED: Final = "…"
_ADDRESS: Final = ("/", "http://", "https://")
"""How an address begins is no secret."""
_JWT: Final = re.compile(r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")
"""A token that a server has made (RFC 7519): whose it is does not matter."""


def without(text: str, hidden: Sequence[str]) -> str:
    """Return a text that repeats nothing of what is hidden; the longest stands first in it.

    It may be spelled as in a URL, in JSON or on a page.
    """
    for one in hidden:
        text = _cut(text, one)
    return _JWT.sub(_PASSED, text)


def _cut(text: str, secret: str) -> str:
    is_whole = len(secret) < LONG or secret.startswith(_ADDRESS)
    least = len(secret) if is_whole else _BEGINNING
    kept: list[str] = []
    end = 0
    for found in re.finditer("".join(map(_spelled, secret[:least])), text):
        if found.start() < end:
            continue
        kept += [text[end : found.start()], _PASSED]
        end = found.end()
        for character in secret[least:]:
            more = re.compile(_spelled(character)).match(text, end)
            if more is None:
                break
            end = more.end()
    return "".join([*kept, text[end:]])


@lru_cache(1024)
def _spelled(character: str) -> str:
    """Return a pattern of all ways to write a character."""
    if character.isascii() and character.isalnum():
        return character
    as_json = json.dumps(character)[1:-1].lstrip("\\")
    in_url = quote(character, safe="")
    ways = {
        character,
        quote_plus(character),
        *(in_url, in_url.lower()),
        *(as_json, as_json.upper().replace("U", "u", 1)),
        *(html.escape(character), f"&#{ord(character)};", f"&#{hex(ord(character))[1:]};"),
    }
    return f"{_ESCAPES}(?:{'|'.join(sorted(map(re.escape, ways - {''}), key=len, reverse=True))})"
