"""Words and where they occur: lemmas and accents folded, so that one form finds all of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simplemma import is_known, lemmatize

_WORD: Final = re.compile(r"[^\W_]+")
_DISGUISED: Final = re.compile(r"[\w@$€]*[0-9@$€][\w@$€]*")
_CAMEL_HASHTAG: Final = re.compile(r"#\w+")
_CAMEL_PART: Final = re.compile(r"[A-ZÁÉÍÓÚÑÜ]+(?![a-záéíóúñü])|[A-ZÁÉÍÓÚÑÜ]?[a-záéíóúñü]+|\d+")
_LEET: Final = str.maketrans("013457@$€", "oieastase")
_SUPERLATIVE: Final = re.compile(r"^(\w{3,}?)isim[oa]s?$")
_SHORTEST_PLURAL: Final = 5
"""Below it a final s belongs to the word: gas, mes, bus."""


@dataclass(frozen=True)
class Token:
    """A word in a text, with the forms under which it can be recognised."""

    start: int
    end: int
    forms: frozenset[str]


@dataclass(frozen=True)
class Match:
    """An occurrence of a term in a normalised text."""

    term: str
    found: str
    start: int
    end: int


def normalize(text: str) -> str:
    """Return the text without what is invisible: one form per character, no format characters."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")


def fold(text: str) -> str:
    """Return the text in lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def forms_of(word: str) -> frozenset[str]:
    """Return the folded forms of a word: itself, its lemmas and its singular."""
    lower = word.lower()
    folded = fold(lower)
    forms = {folded} | {fold(lemmatize(lower, lang=lang)) for lang in ("es", "en")}
    feminine = lower.removesuffix("s")
    # What has an adverb is an adjective, even where the lemmatizer sees a noun: barata(mente).
    if feminine.endswith("a") and is_known(feminine + "mente", lang="es"):
        forms.add(fold(feminine)[:-1] + "o")
    if folded.endswith("s") and len(folded) >= _SHORTEST_PLURAL:
        forms.add(folded[:-1])
    superlative = _SUPERLATIVE.match(folded)
    if superlative:
        forms |= {superlative[1] + "o", superlative[1] + "e"}
    return frozenset(forms)


def find(terms: Iterable[str], text: str) -> list[Match]:
    """Return where the terms occur in the text, in order.

    Words match by their forms, phrases word by word, and what has no word in it literally. Words
    in CamelCase hashtags and letters disguised as digits are seen through.

    Returns:
        Matches whose positions count characters of the normalised text.
    """
    shown = normalize(text)
    views = [view for view in _views(shown) if view]
    found = {match for term in terms for match in _occurrences(normalize(term), shown, views)}
    return sorted(found, key=lambda match: (match.start, match.end, match.term))


def _occurrences(term: str, shown: str, views: list[list[Token]]) -> Iterator[Match]:
    wanted = [forms_of(word[0]) for word in _WORD.finditer(term)]
    if not wanted:
        literal = term.strip()
        start = shown.find(literal) if literal else -1
        if start >= 0:
            yield Match(term, literal, start, start + len(literal))
        return
    for tokens in views:
        for first in range(len(tokens) - len(wanted) + 1):
            run = tokens[first : first + len(wanted)]
            if all(token.forms & forms for token, forms in zip(run, wanted, strict=True)):
                start, end = run[0].start, run[-1].end
                yield Match(term, shown[start:end], start, end)


def _views(shown: str) -> Iterator[list[Token]]:
    yield [Token(m.start(), m.end(), forms_of(m[0])) for m in _WORD.finditer(shown)]
    yield [
        Token(tag.start() + part.start(), tag.start() + part.end(), forms_of(part[0]))
        for tag in _CAMEL_HASHTAG.finditer(shown)
        for part in _CAMEL_PART.finditer(tag[0])
    ]
    yield [
        Token(m.start(), m.end(), forms_of(m[0].translate(_LEET)))
        for m in _DISGUISED.finditer(shown)
        if any(char.isalpha() for char in m[0])
    ]
