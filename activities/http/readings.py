"""How a text can be read by somebody who knows that others write characters in other ways."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_MOST_LAYERS: Final = 5
"""How often what was written in other ways may have been written so again."""
_ALIKE: Final = r"\u2070-\u214f\u2460-\u24ff\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
"""Where characters stand that look like letters and digits: wide, bold, in circles."""
_SIGNS: Final = re.compile(rf"[\\%&{_ALIKE}]")
_NAMED: Final = re.compile(r"\b(?:0[xX]|[uU]\+00)[0-9a-fA-F]{2}\b")
_WRITTEN: Final = re.compile(
    rf"(?=[\\%&0u{_ALIKE}])(?:"
    r"(?:%(?:25)*|\\x)(?P<byte>[0-9a-f]{2})"
    r"|(?:(?-i:\\U)0{4}|(?:\\u*|%(?:25)*)u)(?P<unit>[0-9a-f]{4})"
    r"|\\[ux]\{0*(?P<point>[0-9a-f]{1,4})\}"
    r"|\b(?:0x|u\+00)(?P<named>[0-9a-f]{2})\b"
    r"|\\(?P<octal>[0-7]{1,3})"
    r"|\\(?P<space>[nrtfvb])"
    r"|\\(?P<same>.)"
    r"|&#0*(?P<number>[0-9]{1,4});?"
    r"|&#x0*(?P<hex>[0-9a-f]{1,4});?"
    r"|(?P<entity>&[a-z]{2,31};)"
    rf"|(?P<alike>[{_ALIKE}]))",
    re.IGNORECASE | re.DOTALL,
)
"""As in URLs, JSON, programs and on pages."""
_QUOTED_PRINTABLE: Final = re.compile(r"=(?:(?P<byte>[0-9a-f]{2})|\r?\n)", re.IGNORECASE)
"""As in mail (RFC 2045); what stands behind any other `=` reads otherwise by it."""
_OF_NUMBER: Final = {
    "byte": 16,
    "unit": 16,
    "named": 16,
    "point": 16,
    "hex": 16,
    "octal": 8,
    "number": 10,
}
_SMALL: Final = bytes(range(256)).lower()
_NO_LETTERS: Final = bytes(
    each for each in range(256) if not chr(each).isascii() or not chr(each).isalnum()
)
_LETTER: Final = re.compile("[0-9A-Za-z]")


def letters_in(text: str) -> str:
    """Return letters and digits of ASCII as small ones, without what stands between them."""
    return text.encode("ascii", "ignore").translate(_SMALL, _NO_LETTERS).decode("ascii")


def places_of_letters(text: str) -> list[int]:
    """Return where each of these stands."""
    return [found.start() for found in _LETTER.finditer(text)]


@dataclass(frozen=True)
class Reading:
    """What a text reads as, and where each character of that stands in it."""

    text: str
    _ours: Sequence[int] = (0,)
    """Places from which on what follows stands as far apart in both."""
    _theirs: Sequence[int] = (0,)
    _of: "Reading | None" = field(default=None, repr=False)

    def place(self, at: int) -> int:
        """Return where a character begins in the text as it stands."""
        found = bisect_right(self._ours, at) - 1
        place = self._theirs[found] + at - self._ours[found]
        return place if self._of is None else self._of.place(place)

    def read(self, written: re.Pattern[str]) -> "Reading":
        """Return what it reads as where some ways to write a character are understood."""
        parts: list[str] = []
        ours, theirs = [0], [0]
        end = length = 0
        for found in written.finditer(self.text):
            meant = _meant(found)
            parts += self.text[end : found.start()], meant
            length += found.start() - end
            end = found.end()
            # Each of several characters stands where all of them do.
            for _ in meant:
                ours.append(length)
                theirs.append(found.start())
                length += 1
            ours.append(length)
            theirs.append(end)
        return Reading("".join([*parts, self.text[end:]]), ours, theirs, self)


def readings_of(text: str) -> Iterator[Reading]:
    """Yield what a text reads as: as it stands, and with each layer of other spellings removed."""
    plain = Reading(text)
    yield plain
    yield from _layers_of(plain)
    if _QUOTED_PRINTABLE.search(text):
        mailed = plain.read(_QUOTED_PRINTABLE)
        yield mailed
        yield from _layers_of(mailed)


def _layers_of(reading: Reading) -> Iterator[Reading]:
    for _ in range(_MOST_LAYERS):
        if not _may_mean_more(reading.text):
            return
        below = reading.read(_WRITTEN)
        if below.text == reading.text:
            return
        yield below
        reading = below


def _may_mean_more(text: str) -> bool:
    if _SIGNS.search(text) is not None:
        return True
    return (
        any(each in text for each in ("0x", "0X", "U+", "u+")) and _NAMED.search(text) is not None
    )


def _meant(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind is None:
        return ""
    said = found[kind]
    base = _OF_NUMBER.get(kind)
    return chr(int(said, base)) if base is not None else _OTHERWISE[kind](said)


_OTHERWISE: Final[dict[str, Callable[[str], str]]] = {
    "space": lambda _: " ",
    "same": str,
    "entity": html.unescape,
    "alike": lambda said: unicodedata.normalize("NFKC", said),
}
