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
    exact: frozenset[str]
    """The word alone, without case and accents."""


@dataclass(frozen=True)
class Match:
    """An occurrence of a term in a normalised text."""

    term: str
    found: str
    start: int
    end: int


_Phrase = tuple[frozenset[str], ...]
"""The forms of each word of a term."""


@lru_cache(maxsize=4096)
def normalize(text: str) -> str:
    """Return the text without what is invisible: one form per character, no format characters."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")


def fold(text: str) -> str:
    """Return the text in lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def aligned_fold(text: str) -> str:
    """Return the text in lower case without accents, character for character."""
    return "".join(unicodedata.normalize("NFD", char.lower())[:1] or char for char in text)


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


class TermIndex:
    """Terms that are looked for together: one pass over a text finds all of them.

    Words match by their forms, phrases word by word, and what has no word in it literally. Words
    in CamelCase hashtags and letters disguised as digits are seen through.
    """

    def __init__(self, terms: Iterable[str], *, exact: bool = False) -> None:
        """Prepare the terms, in time linear in their number.

        Args:
            terms: What to look for.
            exact: Whether to find them as they are written, but for case, accents and disguise.
        """
        self._exact = exact
        self._literal: list[str] = []
        self._by_first: dict[str, list[tuple[str, _Phrase]]] = {}
        for term in dict.fromkeys(map(normalize, terms)):
            words = [word[0] for word in _WORD.finditer(term)]
            phrase = tuple(frozenset({fold(w)}) if exact else forms_of(w) for w in words)
            if not phrase:
                self._literal.append(term)
                continue
            for form in phrase[0]:
                self._by_first.setdefault(form, []).append((term, phrase))

    def search(self, text: str) -> list[Match]:
        """Return where the terms occur in the text, in order.

        Returns:
            Matches whose positions count characters of the normalised text.
        """
        shown = normalize(text)
        found = {match for tokens in _views(shown) for match in self._in(tokens, shown)}
        for term in self._literal:
            literal = term.strip()
            start = shown.find(literal) if literal else -1
            if start >= 0:
                found.add(Match(term, literal, start, start + len(literal)))
        return sorted(found, key=lambda match: (match.start, match.end, match.term))

    def _seen(self, token: Token) -> frozenset[str]:
        return token.exact if self._exact else token.forms

    def _in(self, tokens: tuple[Token, ...], shown: str) -> Iterator[Match]:
        for first, token in enumerate(tokens):
            for form in self._seen(token):
                for term, phrase in self._by_first.get(form, ()):
                    run = tokens[first : first + len(phrase)]
                    if len(run) == len(phrase) and all(
                        self._seen(each) & forms for each, forms in zip(run, phrase, strict=True)
                    ):
                        start, end = run[0].start, run[-1].end
                        yield Match(term, shown[start:end], start, end)


@lru_cache(maxsize=256)
def index_of(terms: tuple[str, ...]) -> TermIndex:
    """Return the index of these terms, made once."""
    return TermIndex(terms)


def find(terms: Iterable[str], text: str) -> list[Match]:
    """Return where the terms occur in the text; see `TermIndex`."""
    return index_of(tuple(terms)).search(text)


@lru_cache(maxsize=1024)
def _views(shown: str) -> tuple[tuple[Token, ...], ...]:
    """Return the words of a text as they stand, in CamelCase hashtags, and behind digits."""
    plain = tuple(_token(m[0], m.start(), m.end()) for m in _WORD.finditer(shown))
    camel = tuple(
        _token(part[0], tag.start() + part.start(), tag.start() + part.end())
        for tag in _CAMEL_HASHTAG.finditer(shown)
        for part in _CAMEL_PART.finditer(tag[0])
    )
    disguised = tuple(
        _token(m[0].translate(_LEET), m.start(), m.end())
        for m in _DISGUISED.finditer(shown)
        if any(char.isalpha() for char in m[0])
    )
    return tuple(view for view in (plain, camel, disguised) if view)


def _token(word: str, start: int, end: int) -> Token:
    return Token(start, end, forms_of(word), frozenset({fold(word)}))
