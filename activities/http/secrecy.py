"""What is told nowhere: secrets, in whatever way somebody else repeats them."""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import quote_plus

from contracts.repeating import reads_as_words

LONG: Final = 16
"""Characters from which something is a secret also in part, and no word of a sentence."""
_BEGINNING: Final = 8
"""So many characters of a long secret's beginning are not told either: some servers show it."""
_ESCAPES: Final = r"\\{0,7}"
"""What JSON within JSON puts before a character."""
PASSED: Final = "…"
"""What stands in its place."""
_ADDRESS: Final = ("/", "http://", "https://")
"""How an address begins is no secret."""
_JWT: Final = re.compile(r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")
"""A token that a server has made (RFC 7519): whose it is does not matter."""


def without(text: str, hidden: Sequence[str]) -> str:
    """Return a text that repeats nothing of what is hidden; the longest stands first in it.

    It may be spelled as in a URL, in JSON or on a page.
    """
    for one in hidden:
        text = _cut(text, one, _BEGINNING)
    return _JWT.sub(PASSED, text)


def without_whole(text: str, hidden: Sequence[str]) -> str:
    """Return a text that is kept, without what is hidden; the longest stands first in it.

    No word of it is lost with which something hidden happens to begin.
    """
    for one in hidden:
        text = _cut(text, one, _no_word(one))
    return text


def _cut(text: str, secret: str, beginning: int) -> str:
    is_whole = len(secret) < LONG or secret.startswith(_ADDRESS)
    least = len(secret) if is_whole else beginning
    kept: list[str] = []
    end = 0
    for found in _pattern(secret[:least]).finditer(text):
        if found.start() < end:
            continue
        kept += [text[end : found.start()], PASSED]
        end = found.end()
        for character in secret[least:]:
            more = re.compile(_spelled(character)).match(text, end)
            if more is None:
                break
            end = more.end()
    return "".join([*kept, text[end:]])


@lru_cache(256)
def _no_word(secret: str) -> int:
    """Return how much of a secret's beginning is no word of a sentence, and no other number's."""
    if secret.isdecimal():
        return len(secret)
    lengths = range(_BEGINNING, len(secret))
    return next((end for end in lengths if not reads_as_words(secret[:end])), len(secret))


@lru_cache(256)
def _pattern(beginning: str) -> re.Pattern[str]:
    return re.compile("".join(map(_spelled, beginning)))


@lru_cache(1024)
def _spelled(character: str) -> str:
    """Return a pattern of all ways to write a character."""
    if character.isascii() and character.isalnum():
        return character
    in_json = "".join(rf"\\u{unit:04x}" for unit in _utf16(character)).removeprefix(r"\\")
    bytes_of = character.encode("utf-8", "surrogatepass")
    code = ord(character)
    ways = (
        re.escape(character),
        re.escape(quote_plus(character)),
        re.escape(html.escape(character)),
        "".join(f"%(?:25)*{byte:02x}" for byte in bytes_of),
        "".join(f"={byte:02x}" for byte in bytes_of),
        in_json,
        f"&#0*(?:{code}|x0*{code:02x});",
    )
    return f"{_ESCAPES}(?i:{'|'.join(sorted(ways, key=len, reverse=True))})"


def _utf16(character: str) -> Sequence[int]:
    """Return the numbers by which JSON names a character."""
    data = character.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]
