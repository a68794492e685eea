"""What a sentence of the brief is written with: its words, quotations and colours, its opening."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from domain.audit.rules.phrasing import (
    ABBREVIATED,
    ENGLISH,
    ENGLISH_COLOR_FIRST,
    FILLER,
    HEX,
    INSIDE_NAMES,
    LONGEST_ABBREVIATION,
    OPENING,
    PLEA,
    QUOTED,
    SPANISH,
)
from domain.text.spelling import aligned_fold, fold


@dataclass(frozen=True)
class Word:
    """A word where it stands."""

    text: str
    start: int
    end: int
    is_proper: bool
    """Whether it is written like a name, and does not begin the sentence."""

    @property
    def folded(self) -> str:
        """The word without case and accents."""
        return fold(self.text)


@dataclass(frozen=True)
class Wording:
    shown: str
    plain: str
    """`shown` without case and accents, character for character."""
    quotes: tuple[tuple[int, str], ...]
    hexes: tuple[tuple[int, str], ...]
    pleas: tuple[int, ...]
    words: tuple[Word, ...]
    is_spanish: bool


def worded(sentence: str) -> tuple[Wording, str | None]:
    text = unicodedata.normalize("NFC", sentence)
    shown, quotes, hexes = text, list[tuple[int, str]](), list[tuple[int, str]]()
    for match in QUOTED.finditer(text):
        quoted = next(filter(None, match.groups())).strip()
        quotes += [(match.start(), quoted)] if quoted else []
        shown = blanked(shown, *match.span(), "\x1f")
    for match in HEX.finditer(shown):
        hexes.append((match.start(), match[0].lower()))
        shown = blanked(shown, *match.span(), "\x1f")
    if shown.isupper():
        shown = "".join(char.lower()[:1] for char in shown)
    is_spanish = _is_spanish(shown)
    plain = aligned_fold(shown)
    opening = OPENING.match(plain)
    pleas = tuple(match.start() for match in PLEA.finditer(plain))
    idle = [*FILLER.finditer(plain), *([opening] if opening else [])]
    for match in idle:
        shown, plain = blanked(shown, *match.span()), blanked(plain, *match.span())
    words = tuple(_words(shown, began=opening is not None))
    found = Wording(shown, plain, tuple(quotes), tuple(hexes), pleas, words, is_spanish)
    return found, opening and (opening["no"] or "")


def blanked(text: str, start: int, end: int, mark: str = " ") -> str:
    return text[:start] + mark * (end - start) + text[end:]


def _words(shown: str, *, began: bool) -> Iterator[Word]:
    is_reliable, last = False, None
    for match in re.finditer(r"\w+", shown):
        before = shown[: match.start()].rstrip()
        is_first = not before and not began
        is_first |= before.endswith((".", ":", "!", "?")) and not is_abbreviated(before[:-1])
        is_capital = not match[0].islower() and match[0].upper() != match[0].lower()
        # Where even the verb is in capitals, they say nothing.
        is_proper = is_reliable and is_capital and not is_first
        if last and last.is_proper:
            between = shown[last.end : match.start()]
            is_proper |= between in INSIDE_NAMES or (between == " " and match[0].isdigit())
        last = Word(match[0], *match.span(), is_proper)
        yield last
        is_reliable |= match[0].islower()


def is_abbreviated(before: str) -> bool:
    return ABBREVIATED.search(before[-LONGEST_ABBREVIATION:]) is not None


def _is_spanish(sentence: str) -> bool:
    folded = fold(sentence)
    if SPANISH.search(sentence.lower()) or SPANISH.search(folded):
        return not ENGLISH.search(folded)
    return not (ENGLISH.search(folded) or ENGLISH_COLOR_FIRST.search(folded))
