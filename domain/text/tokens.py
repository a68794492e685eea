"""The words of a text as they stand, and as a reader sees them behind a disguise.

Every view is made in time linear in the length of the text, and its tokens keep their places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from domain.text.spelling import fold, forms_of, latin

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNED_WORD: Final = re.compile(r"(?:[^\W_]|[@$€])++")
_SIGN: Final = re.compile(r"[0-9@$€]")
_HASHTAG: Final = re.compile(r"#\w+")
_JOINED_WORD: Final = re.compile(r"#?\w+")
_CAPITAL_WITHIN: Final = re.compile(r"[a-záéíóúñü][A-ZÁÉÍÓÚÑÜ]")
_CAMEL_PART: Final = re.compile(r"[A-ZÁÉÍÓÚÑÜ]+(?![a-záéíóúñü])|[A-ZÁÉÍÓÚÑÜ]?[a-záéíóúñü]+|\d+")
_LEETS: Final = tuple(str.maketrans("013457@$€", letters) for letters in ("oieastase", "oleastase"))
_LONG: Final = re.compile(r"(.)\1{2,}")
"""No word of Spanish or English has a letter three times in a row."""
_SPELT: Final = re.compile(r"(?<![^\W_])[^\W_](?:[ .\-_*·•|/~]{1,2}[^\W_](?![^\W_])){2,}")
_WITHIN: Final = frozenset("-‐‑'’.·*_~•")
"""What may stand within one word: Coca-Cola, McDonald's, ch*ap."""
_LONGEST: Final = 60
"""Letters of a word that is put together from parts; there is none so long."""
_SHORTEST_PARTED: Final = 6
"""Letters from which a word that a space parts is more than a coincidence."""


@dataclass(frozen=True)
class Token:
    """A word in a text, with the forms under which it can be recognised."""

    start: int
    end: int
    forms: frozenset[str]
    exact: frozenset[str]
    """The word alone, without case and accents."""
    written: frozenset[str]
    """The word alone, without case."""


@lru_cache(maxsize=1024)
def views_of(shown: str) -> tuple[tuple[Token, ...], ...]:
    """Return the words of a normalised text as they stand, and behind every disguise known.

    Seen through are hashtags and words in CamelCase, digits and signs for letters, letters of
    other scripts, letters repeated, letters set apart (b a r a t o), and marks within words
    (Coca-Cola).
    """
    mapped = latin(shown)
    plain = _plain(shown)
    views = [
        plain,
        tuple(_camel(shown)),
        _seen_through(mapped, is_mapped=mapped != shown),
        tuple(_spelt(mapped)),
        tuple(_joined(mapped, plain if mapped == shown else _plain(mapped))),
    ]
    return tuple(view for view in views if view)


@lru_cache(maxsize=1024)
def parted_words(shown: str) -> tuple[Token, ...]:
    """Return each two neighbouring words as one: it may be a disguise, or two words."""
    mapped = latin(shown)
    pairs = pairwise(_WORD.finditer(mapped))
    return tuple(
        Token(
            one.start(), two.end(), *(frozenset({word}) for word in (fold(both), fold(both), both))
        )
        for one, two in pairs
        if mapped[one.end() : two.start()] == " "
        and _SHORTEST_PARTED <= len(both := (one[0] + two[0]).lower()) <= _LONGEST
        and min(len(one[0]), len(two[0])) > 1
    )


def words_of(term: str) -> list[str]:
    """Return the words of a term."""
    return _WORD.findall(term)


def hashtags_of(shown: str) -> list[tuple[int, str]]:
    """Return the hashtags of a text in Latin letters, each with the place of its first letter."""
    return [(tag.start() + 1, tag[0][1:]) for tag in _HASHTAG.finditer(latin(shown))]


def _token(start: int, end: int, *words: str) -> Token:
    """Return a token that can be read as each of these words."""
    return Token(
        start,
        end,
        frozenset().union(*map(forms_of, words)),
        frozenset(map(fold, words)),
        frozenset(word.lower() for word in words),
    )


def _plain(text: str) -> tuple[Token, ...]:
    return tuple(_token(m.start(), m.end(), m[0]) for m in _WORD.finditer(text))


def _camel(shown: str) -> Iterator[Token]:
    for word in _JOINED_WORD.finditer(shown):
        if word[0].startswith("#") or _CAPITAL_WITHIN.search(word[0]):
            for part in _CAMEL_PART.finditer(word[0]):
                yield _token(word.start() + part.start(), word.start() + part.end(), part[0])


def _seen_through(mapped: str, *, is_mapped: bool) -> tuple[Token, ...]:
    """Return the words with letters for signs and without repetition, if that changes any."""
    words = [(word, _readings(word[0])) for word in _SIGNED_WORD.finditer(mapped)]
    if not is_mapped and all(readings == [word[0]] for word, readings in words):
        return ()
    return tuple(_token(word.start(), word.end(), *readings) for word, readings in words)


def _readings(word: str) -> list[str]:
    """Return what a word may stand for; what has no letter stands for none."""
    if not any(char.isalpha() for char in word):
        return []
    readings = [word.translate(leet) for leet in _LEETS] if _SIGN.search(word) else [word]
    for each in list(readings):
        if _LONG.search(each):
            readings += [_LONG.sub(r"\1", each), _LONG.sub(r"\1\1", each)]
    return list(dict.fromkeys(readings))


def _spelt(mapped: str) -> Iterator[Token]:
    """Return words whose letters stand apart; a word of one letter may stand beside them."""
    for run in _SPELT.finditer(mapped):
        letters = "".join(char for char in run[0] if char.isalnum())[:_LONGEST]
        words = [word for part in (letters, letters[1:], letters[:-1]) for word in _readings(part)]
        if words:
            yield _token(run.start(), run.end(), *words)


def _joined(mapped: str, plain: tuple[Token, ...]) -> Iterator[Token]:
    """Return what marks within words hold apart: each two parts, and all of a chain."""
    chain = list(plain[:1])
    for before, token in pairwise(plain):
        if mapped[before.end : token.start] in _WITHIN:
            yield from _put_together(mapped, [before, token])
        else:
            yield from _put_together(mapped, chain)
            chain = []
        chain.append(token)
    yield from _put_together(mapped, chain)


def _put_together(mapped: str, parts: list[Token]) -> Iterator[Token]:
    if len(parts) > 1 and parts[-1].end - parts[0].start <= 2 * _LONGEST:
        start, end = parts[0].start, parts[-1].end
        word = "".join(mapped[part.start : part.end] for part in parts)
        yield _token(start, end, word)
