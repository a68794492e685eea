"""How a sentence of the brief is built: its parts, and what each of them is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from domain.audit.rules.phrasing import (
    BACKGROUND,
    COLOR,
    EXAMPLES,
    JOINS,
    LETTERS,
    NEGATOR,
    PEOPLE,
    PICTURE,
    SAYING,
    SEPARATOR,
    SHOWN,
    STRAY_SIGN,
)
from domain.audit.rules.wording import Word, Wording, blanked, is_abbreviated, worded
from domain.text.lexicon import load_lexicon


class Saying(StrEnum):
    """How a clause is about saying something."""

    WORD = "word"
    """It names the very word."""
    DIRECT = "direct"
    """What follows is not to be said."""
    VAGUE = "vague"
    """It is about the manner, or about some class of words."""
    LED = "led"
    """Words before it may mean that it is to be said: never miss a chance to mention it."""


class Noun(StrEnum):
    """What a colour in a clause is the colour of."""

    BACKGROUND = "background"
    LETTERS = "letters"
    COLOR = "color"


_NOUNS: Final = (
    (Noun.BACKGROUND, BACKGROUND),
    (Noun.LETTERS, LETTERS),
    (Noun.COLOR, COLOR),
)


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that names one thing."""

    text: str
    """What it names, without the verb that prohibits it."""
    words: tuple[Word, ...]
    meant: tuple[Word, ...]
    """The words that carry meaning."""
    quoted: tuple[str, ...]
    hexes: tuple[str, ...]
    joint: str
    """What stands between it and the clause before."""
    named_at: int
    """Where the first thing stands that it names."""
    negators: tuple[tuple[int, str], ...]
    """Where it says no itself, and how; what opens the sentence is not among them."""
    begins_anew: bool
    """Whether it has a verb or a negation of its own."""
    has_verb: bool
    saying: Saying | None
    noun: Noun | None
    """What the clause, or one before it, gives its colours to."""
    own_nouns: frozenset[Noun]
    is_about_pictures: bool
    is_about_showing: bool
    is_polite: bool
    """Whether it says please, as one does for what is wanted."""
    is_one_name: bool
    """Whether it has a word in it that may as well stand between two names."""
    is_for_people: bool
    """Whether it says to whom."""
    gives_examples: bool
    """Whether what it quotes are examples of a class."""
    names_things: bool
    """Whether it has a noun that says nothing by itself, such as `images`."""
    is_spanish: bool

    @property
    def content(self) -> tuple[str, ...]:
        """The words that carry meaning, as text."""
        return tuple(word.text for word in self.meant)

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing."""
        return not (self.meant or self.quoted or self.hexes)


@dataclass(frozen=True)
class Reading:
    """A sentence, taken apart."""

    plain: str
    """The sentence without case, accents, names, and what it quotes."""
    opening: str | None
    """What prohibits; `None` when nothing does for certain."""
    parts: tuple[Clause, ...]
    has_stray_signs: bool
    """Whether it has signs that no word says and somebody means."""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The parts that name something."""
        return tuple(part for part in self.parts if not part.is_empty)


@lru_cache(maxsize=4096)
def read(sentence: str) -> Reading:
    """Take a sentence apart; the verb of one part holds for those after it."""
    text = worded(sentence)
    parts: list[Clause] = []
    for start, end, joint, is_one_name in _spans(text):
        before = parts[-1] if parts else None
        parts.append(_clause(text, start, end, joint, before, is_one_name=is_one_name))
    names = [word for word in text.words if word.is_proper and not word.text.isupper()]
    plain = text.plain
    for word in names:
        plain = blanked(plain, word.start, word.end)
    return Reading(plain, text.opening, tuple(parts), bool(STRAY_SIGN.search(text.plain)))


def _spans(text: Wording) -> Iterator[tuple[int, int, str, bool]]:
    """Return where each part begins and ends, what stands before it, and whether it is one name."""
    start, joint, is_one_name, has_list = 0, "", False, False
    ends = {word.end for word in text.words if word.is_proper}
    starts = {word.start for word in text.words if word.is_proper}
    cuts = [match for match in SEPARATOR.finditer(text.shown) if _divides(text, match)]
    for match in [*cuts, None]:
        end, mark = (match.start(), match[0].lower()) if match else (len(text.shown), "")
        if match and mark in JOINS:
            left = len(text.shown[:end].rstrip())
            right = len(text.shown) - len(text.shown[match.end() :].lstrip())
            if left in ends and right in starts and not has_list:
                is_one_name = True
                continue
        if re.search(r"[\w\x1f]", text.shown[start:end]):
            yield start, end, joint, is_one_name
            joint, is_one_name = "", False
            has_list = mark == ","
        joint += mark
        start = match.end() if match else end


def _divides(text: Wording, match: re.Match[str]) -> bool:
    before, after = text.shown[: match.start()], text.shown[match.end() :]
    if match[0] == "." and is_abbreviated(before):
        return False
    if match[0].isupper() and len(match[0]) == 1:
        return False
    return not (before[-1:].isdigit() and after[:1].isdigit())


def _clause(
    text: Wording, start: int, end: int, joint: str, before: Clause | None, *, is_one_name: bool
) -> Clause:
    lexicon = load_lexicon()
    plain = text.plain[start:end]
    words = tuple(word for word in text.words if start <= word.start < end)
    sayings = list(SAYING.finditer(plain))
    negators = tuple((match.start() + start, match[0]) for match in NEGATOR.finditer(plain))
    has_verb = bool(sayings) or any(
        word.folded in lexicon.verbs for word in words if not word.is_proper
    )
    begins_anew = has_verb or bool(negators)
    old = None if begins_anew else before
    saying = Saying(sayings[-1].lastgroup or "") if sayings else (old.saying if old else None)
    spoken = [(match.start() + start, match.end() + start) for match in sayings]
    meant = tuple(
        word
        for word in words
        if not any(first <= word.start < last for first, last in spoken)
        and ((saying and word.is_proper) or word.folded not in lexicon.empty)
    )
    if saying and sayings and any(word.start < spoken[-1][0] for word in meant):
        saying = Saying.LED
    own_nouns = [noun for noun, pattern in _NOUNS if pattern.search(plain)]
    quoted_at = min((at for at, _ in text.quotes if start <= at < end), default=start)
    things = [at for at, _ in (*text.quotes, *text.hexes) if start <= at < end]
    return Clause(
        text=text.shown[meant[0].start : meant[-1].end] if meant else "",
        words=words,
        meant=meant,
        quoted=tuple(quote for at, quote in text.quotes if start <= at < end),
        hexes=tuple(color for at, color in text.hexes if start <= at < end),
        joint=joint,
        named_at=min([word.start for word in meant[:1]] + things, default=end),
        negators=negators,
        begins_anew=begins_anew,
        has_verb=has_verb,
        saying=saying,
        noun=own_nouns[0] if own_nouns else (old.noun if old else None),
        own_nouns=frozenset(own_nouns),
        is_about_pictures=bool(PICTURE.search(plain)) or bool(old and old.is_about_pictures),
        is_about_showing=text.is_about_showing
        or bool(SHOWN.search(plain))
        or bool(old and old.is_about_showing),
        is_polite=any(start <= at < end for at in text.pleas),
        is_one_name=is_one_name,
        is_for_people=bool(PEOPLE.search(plain)),
        gives_examples=bool(EXAMPLES.search(plain[: quoted_at - start])),
        names_things=any(word.folded in lexicon.nouns for word in words),
        is_spanish=text.is_spanish,
    )
