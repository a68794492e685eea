"""Which words of a text stay in one line: a number with what it counts, and what leads to it.

Where there is room, a small word stays with the next one, and the words of a name together.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import regex

_NUMBER: Final = regex.compile(r"[¿¡(«“\"']*\p{Sc}?\d[\d.,:/–-]*(?<![.,:])[%ºª]?")
"""A number that something may follow: `5`, `£35`, `49,90`."""
_COUNTS_WORDS: Final = """
dos tres cuatro cinco seis siete ocho nueve diez two three four five six seven eight nine ten
"""
_COUNTS: Final = frozenset(_COUNTS_WORDS.split())
"""Numbers in words, which count as figures do: dos personas."""
_UNIT: Final = regex.compile(r"[€$£¥%][.,;:!?)»”\"']*")
_LEADING_WORDS: Final = """
a al antes con de del desde día días el en entre hasta la las los n.º no. nº núm. para por solo sólo
y at by for from in on only over than the to under until
"""
_LEADING: Final = frozenset(_LEADING_WORDS.split())
"""What leads to a number: desde 690 €, by 18 December."""
_CONTINUING_WORDS: Final = """
a al antes con desde e en hasta o para por sin u y after and at before for from in on or to until
with – - +
"""
_CONTINUING: Final = frozenset(_CONTINUING_WORDS.split())
"""What goes on after a number and belongs to the next words: 4 al 8, 3 or 10."""
_MONTHS_WORDS: Final = """
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
"""
_MONTHS: Final = frozenset(_MONTHS_WORDS.split())
_BOTH: Final = frozenset({"y", "e", "o", "and", "or", "&"})
"""What two numbers that belong together have between them: el 12 y 13."""
_BEFORE_MORE: Final = frozenset({"+", "sq", "cu"})
"""What never ends a line: sq ft."""
_SMALL_WORDS: Final = """
a al ante bajo cada como con contra cuando de del desde donde durante e el en entre esta estas este
estos hacia hasta la las le les lo los me mediante mi mis muy más ni no nos nuestra nuestras nuestro
nuestros o para pero por porque que se según si sin sobre su sus tan te tras tu tus u un una unas
unos y
after an and as at because between but by can during each every for from her his if in into its my
nor of on onto or our per than that the their these they this those to until very we when where
which while who whose will with within without you your
"""
SMALL: Final = frozenset(_SMALL_WORDS.split())
"""What nobody pauses behind: baño y corte, our lenses."""
_PAUSED_BEFORE_WORDS: Final = """
a al ante antes bajo como con contra cuando desde después donde durante e en entre hacia hasta
mediante ni o para pero por porque que según si sin sobre tras u y
after and as at because before between but by during for from if in into nor on onto or than that to
until when where which while who whose with within without
"""
_PAUSED_BEFORE: Final = frozenset(_PAUSED_BEFORE_WORDS.split())
"""What begins a part of its own: para asar, by the hour."""
_ROMAN: Final = regex.compile(r"[IVXLC]{2,}\b")
"""A century, or a king's number."""
_ENDS: Final = (".", "!", "?", "…")
"""What is begun behind these does not stand alone at the end of a line."""
_MARKS: Final = (*_ENDS, ",", ";", ":", ")", "»", "”", "–", "—")
_BETWEEN: Final = _BOTH | {"a", "al", "u", "to", "-", "–"}
"""What the two ends of a range have between them: two to six, 10am and 4pm."""
_OPEN: Final = frozenset({"antes", "después", "dentro", "más", "menos", "less", "more", "rather"})
_CLOSING: Final = frozenset({"de", "del", "que", "than"})
"""What goes on with these, and never without: antes del 15 de enero."""
_LEAST_COMPOUND: Final = 3
"""Words of a name of which one alone says nothing: wedding dress cleaning."""
_HANGING, _NAME, _FIRST, _PERHAPS_NAME, _PHRASE, _JOINT = 1.0, 0.7, 0.5, 0.35, 0.2, 0.12
"""How much a reader stumbles behind a small word, within a name, behind the first of several nouns,
between a first word and another with a capital, between two other words, and before a small one
that joins what belongs together: `de`, `the`."""
_PART: Final = 0.03
"""How much before what begins a part of its own; behind a mark nobody does."""


def unparted(text: str) -> list[str]:
    """Return the pieces of a text between which its lines may be broken."""
    return _pieces(text, _ties)


def counted(text: str) -> list[str]:
    """Return the pieces of a text of which only a number and what it counts are not parted."""
    return _pieces(text, _counts)


def strains(text: str) -> list[float]:
    """Return of every space in a text how much a reader stumbles over a line that ends there."""
    words = text.split()
    pairs = zip(pairwise(words), _name_strains(words), strict=True)
    first = _first_of_several(words)
    return [
        0
        if before.endswith(_MARKS)
        else max(
            _strain(before, word, name),
            _within(words, place),
            _FIRST if place == first else 0,
        )
        for place, ((before, word), name) in enumerate(pairs)
    ]


def _strain(before: str, word: str, name: float) -> float:
    if before.lower() in SMALL or "&" in {before, word}:
        return _HANGING
    if name or word.lower() not in SMALL | _PAUSED_BEFORE:
        return name or _PHRASE
    return _PART if word.lower() in _PAUSED_BEFORE else _JOINT


def _within(words: list[str], place: int) -> float:
    """Return how much a reader stumbles behind a word for what stands around that space."""
    before, word, follows = [*words[place : place + 3], ""][:3]
    is_range = word in _BETWEEN and _begins_number([before.lower()]) and _begins_number([follows])
    are_names = word in _BOTH and before[:1].isupper() and follows[:1].isupper()
    is_open = before.lower() in _OPEN and word in _CLOSING
    if is_range or are_names or is_open:
        return _NAME
    is_begun = place > 0 and words[place - 1].endswith(_MARKS)
    return _PHRASE if is_begun and word not in _BOTH else 0


def _first_of_several(words: list[str]) -> int | None:
    """Return which word of a text begins a name of several, where the text is but that name.

    It may stand behind a sender and a colon. Before what says more of it, its last word would
    stand alone.
    """
    start = next((n + 1 for n, word in enumerate(words) if word.endswith(":")), 0)
    name = words[start:]
    is_name = SMALL.union(_PAUSED_BEFORE).isdisjoint(word.lower() for word in name)
    is_name = is_name and not any(word.endswith(_MARKS) for word in name)
    return start if is_name and len(name) >= _LEAST_COMPOUND else None


def _pieces(text: str, ties: Callable[[list[str]], Iterator[bool]]) -> list[str]:
    words = text.split()
    pieces: list[str] = []
    for word, stays in zip(words, [False, *ties(words)], strict=False):
        if stays:
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return pieces


def _ties(words: list[str]) -> Iterator[bool]:
    """Tell of every word but the first whether it stays with the one before it."""
    for place, (before, word) in enumerate(pairwise(words)):
        is_date = before == "de" and word.rstrip(".,;:!?").lower() in _MONTHS
        counts = _is_number(before) and word.lower() not in _CONTINUING
        leads = before.lower() in _LEADING and (_NUMBER.match(word) is not None or word in _COUNTS)
        after_date = place > 0 and _NUMBER.fullmatch(words[place - 1]) is not None and is_date
        begins = place > 0 and words[place - 1].endswith(_ENDS)
        is_joined = before in _BEFORE_MORE or _UNIT.fullmatch(word) is not None
        both = _is_number(before) and word in _BOTH and _begins_number(words[place + 2 :])
        after_both = before in _BOTH and place > 0 and _is_number(words[place - 1])
        is_joined = is_joined or both or (after_both and _begins_number([word.lower()]))
        yield after_date or counts or leads or begins or is_joined


def _name_strains(words: list[str]) -> Iterator[float]:
    """Return of every space whether capitals follow each other there: Antón Chéjov, siglo XXI."""
    last = "."
    for before, word in pairwise(words):
        follows = before.istitle() and before.isalpha() and word[:1].isupper()
        name = _PERHAPS_NAME if last.endswith(_ENDS) else _NAME
        yield name if follows or _ROMAN.match(word) else 0
        last = before


def _counts(words: list[str]) -> Iterator[bool]:
    """Tell of every word but the first whether the one before it is a number that counts it."""
    for before, word in pairwise(words):
        is_counted = _NUMBER.fullmatch(before) is not None and word.lower() not in _CONTINUING
        yield is_counted or _UNIT.fullmatch(word) is not None


def _begins_number(words: list[str]) -> bool:
    return bool(words) and (_NUMBER.match(words[0]) is not None or words[0] in _COUNTS)


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None or word.lower() in _COUNTS
