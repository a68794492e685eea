"""Which words two texts have in common, whatever stands between them and in whatever case."""

from itertools import pairwise, takewhile
from typing import Final

import regex

from domain.text.spelling import comparable

_WORDS: Final[regex.Pattern[str]] = regex.compile(r"[\p{L}\p{M}\p{N}]+")

_ARTICLES_WORDS: Final = """
el la los las un una unos unas nuestro nuestra nuestros nuestras the a an our
"""
_ARTICLES: Final = frozenset(_ARTICLES_WORDS.split())
_SEVERAL: Final = 2


def words_of(text: str) -> list[str]:
    """Return the words of a text without case, accents and what stands between them."""
    return [match.group() for match in _WORDS.finditer(comparable(text))]


def is_same(text: str, other: str) -> bool:
    """Tell whether two texts are the same words."""
    return words_of(text) == words_of(other)


def said_in(text: str, other: str) -> bool:
    """Tell whether another text has the words of this one, in their order."""
    return f" {' '.join(words_of(text))} " in f" {' '.join(words_of(other))} "


def named_in(name: str, text: str) -> bool:
    """Tell whether a text has a name, or two words of it side by side."""
    pairs = (" ".join(pair) for pair in pairwise(words_of(name)))
    return said_in(name, text) or any(said_in(pair, text) for pair in pairs)


def begins(text: str, other: str) -> bool:
    """Tell whether a text begins with the words of another."""
    first = words_of(other)
    return words_of(text)[: len(first)] == first


def stammers(text: str, other: str) -> bool:
    """Tell whether two texts begin with the same words, two or all, whatever article they have."""
    first, second = (
        [word for place, word in enumerate(words_of(each)) if place or word not in _ARTICLES]
        for each in (text, other)
    )
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return len(list(shared)) >= min(_SEVERAL, len(second))
