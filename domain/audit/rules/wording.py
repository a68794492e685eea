"""What a sentence of the brief is written with: its words, quotations and colours, its opening."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.audit.rules.capitals import EMPHATIC_CAPITALS
from domain.audit.rules.phrasing import (
    ABBREVIATED,
    ALLOWED_AND_NOT,
    BACKDROP,
    BANNED_MARK,
    BULLET,
    CLOSING,
    ENGLISH,
    ENGLISH_COLOR_FIRST,
    FILLER,
    HEX,
    INSIDE_NAMES,
    LONGEST_ABBREVIATION,
    NEGATOR,
    OPENING,
    PLEA,
    QUOTED,
    REASON,
    SHOWN,
    SPANISH,
    TURNING_SIGN,
    TURNS_AROUND,
    WISH,
)
from domain.text.lexicon import load_lexicon
from domain.text.spelling import aligned_fold, fold

_FIRST_WORD: Final = re.compile(r"\W*(\w+)")
_LACKING: Final = frozenset(
    {"no", "ni", "sin", "without", "cero", "zero", "nada", "nada de", "nothing", "neither", "not"}
)
"""What may deny a thing instead of a deed."""


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
    """A sentence, without its quotations, what opens or closes it, and what says nothing."""

    shown: str
    plain: str
    """`shown` without case and accents, character for character."""
    quotes: tuple[tuple[int, str], ...]
    """Where each quotation stood, and what it says."""
    hexes: tuple[tuple[int, str], ...]
    pleas: tuple[int, ...]
    words: tuple[Word, ...]
    opening: str | None
    """What prohibits, folded; `None` when nothing does for certain."""
    is_spanish: bool
    is_about_showing: bool
    """Whether what prohibits says that something is not to be shown."""


def worded(sentence: str) -> Wording:
    """Return what a sentence is written with."""
    shown, quotes, hexes = _without_quotations(unicodedata.normalize("NFC", sentence))
    if shown.isupper():
        shown = "".join(char.lower()[:1] for char in shown)
    is_spanish = _is_spanish(shown)
    bullet = BULLET.match(shown)
    shown = blanked(shown, *bullet.span()) if bullet else shown
    mark = BANNED_MARK.match(shown)
    shown = blanked(shown, *mark.span()) if mark else shown
    plain = aligned_fold(shown)
    emphatic = EMPHATIC_CAPITALS.match(plain)
    if emphatic:
        shown, plain = (blanked(text, *emphatic.span("aim")) for text in (shown, plain))
    pleas = tuple(match.start() for match in PLEA.finditer(plain))
    opening, closing = OPENING.match(plain), CLOSING.search(plain)
    said = opening["no"] if opening else None
    if closing and not opening:
        said = "no" if closing["es"] else "not"
    if mark:
        said = _marked(plain, opening, said)
    shown, plain, said = _of_two_halves(shown, plain, said)
    idle = [each for each in (opening or closing, _reason(plain)) if each]
    for match in [*FILLER.finditer(plain), *idle]:
        shown, plain = blanked(shown, *match.span()), blanked(plain, *match.span())
    shows = any(SHOWN.search(each[0]) for each in (opening, closing) if each)
    words = tuple(_words(shown, began=opening is not None))
    return Wording(shown, plain, quotes, hexes, pleas, words, said, is_spanish, shows)


def blanked(text: str, start: int, end: int, mark: str = " ") -> str:
    """Return the text with a mark in place of every character of a part."""
    return text[:start] + mark * (end - start) + text[end:]


def _of_two_halves(shown: str, plain: str, said: str | None) -> tuple[str, str, str | None]:
    """Return a statement without its verb, or without the half that allows something."""
    backdrop, halves = BACKDROP.match(plain), ALLOWED_AND_NOT.fullmatch(plain)
    spans: list[tuple[int, int]] = []
    if backdrop is not None:
        said, spans = "not", [backdrop.span("no")]
    elif halves is not None:
        start, end = halves.span("en" if halves["en"] else "es")
        said, spans = "not", [(0, start), (end, len(plain))]
    for span in spans:
        shown, plain = blanked(shown, *span), blanked(plain, *span)
    return shown, plain, said


_Placed = tuple[tuple[int, str], ...]


def _without_quotations(text: str) -> tuple[str, _Placed, _Placed]:
    shown, quotes, hexes = text, list[tuple[int, str]](), list[tuple[int, str]]()
    for match in QUOTED.finditer(text):
        quoted = next(filter(None, match.groups())).strip()
        quotes += [(match.start(), quoted)] if quoted else []
        shown = blanked(shown, *match.span(), "\x1f")
    for match in HEX.finditer(shown):
        hexes.append((match.start(), match[0].lower()))
        shown = blanked(shown, *match.span(), "\x1f")
    return shown, tuple(quotes), tuple(hexes)


def _marked(plain: str, opening: re.Match[str] | None, said: str | None) -> str | None:
    """Return what prohibits in an entry with a mark of what is wrong.

    What lacks something may be what is wrong; what is not to be done is said twice.
    """
    if said is None:
        return "no"
    following = _FIRST_WORD.match(plain, opening.end()) if opening else None
    is_deed = following is not None and following[1] in load_lexicon().verbs
    return said if is_deed or said not in _LACKING else None


def _reason(plain: str) -> re.Match[str] | None:
    """Return the reason at the end of a prohibition, if it is nothing but a reason."""
    reason = REASON.search(plain)
    turns = (NEGATOR, TURNS_AROUND, TURNING_SIGN, WISH)
    if reason is None or any(each.search(reason[0]) for each in turns):
        return None
    return reason


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
    """Tell whether a full stop after this text belongs to an abbreviation."""
    return ABBREVIATED.search(before[-LONGEST_ABBREVIATION:]) is not None


def _is_spanish(sentence: str) -> bool:
    folded = fold(sentence)
    if SPANISH.search(sentence.lower()) or SPANISH.search(folded):
        return not ENGLISH.search(folded)
    return not (ENGLISH.search(folded) or ENGLISH_COLOR_FIRST.search(folded))
