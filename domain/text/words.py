"""Words and where they occur: lemmas and accents folded, so that one form finds all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.text.spelling import aligned_fold, fold, forms_of, normalize
from domain.text.tokens import Token, hashtags_of, parted_words, views_of, words_of

_SHORTEST_GLUED: Final = 4
"""Letters from which a term is looked for within a hashtag."""
_LONGEST_GLUED: Final = 40
_SHORTEST_SQUEEZED: Final = 6
"""Letters from which two words written as one are these words and no other."""


@dataclass(frozen=True)
class Match:
    """An occurrence of a term in a normalised text."""

    term: str
    found: str
    start: int
    end: int


_Phrase = tuple[frozenset[str], ...]
"""The forms of each word of a term."""
_Table = dict[str, list[tuple[str, _Phrase]]]
"""Terms by the forms of their first word."""


class TermIndex:
    """Terms that are looked for together: one pass over a text finds all of them.

    Words match by their forms, phrases word by word or written as one, and what has no word in it
    literally. Disguises are seen through; see `views_of`.
    """

    def __init__(self, terms: Iterable[str], *, exact: bool = False, accents: bool = False) -> None:
        """Prepare the terms, in time linear in their number.

        Args:
            terms: What to look for.
            exact: Whether to find them as they are written, but for case, accents and disguise.
            accents: Whether an accent makes another word; only with `exact`.
        """
        self._exact = exact
        self._accents = accents
        self._literal: list[str] = []
        self._sure: _Table = {}
        self._doubtful: _Table = {}
        self._glued: dict[str, str] = {}
        for term in dict.fromkeys(map(normalize, terms)):
            self._add(term)

    def _add(self, term: str) -> None:
        words = words_of(term)
        if not words:
            self._literal.append(term)
            return
        phrase = tuple(self._written(word) if self._exact else forms_of(word) for word in words)
        for form in phrase[0]:
            self._sure.setdefault(form, []).append((term, phrase))
        whole = self._written("".join(words))
        for squeezed in whole:
            if len(words) > 1:
                table = self._sure if len(squeezed) >= _SHORTEST_SQUEEZED else self._doubtful
                table.setdefault(squeezed, []).append((term, (whole,)))
            if _SHORTEST_GLUED <= len(squeezed) <= _LONGEST_GLUED:
                self._glued.setdefault(squeezed, term)

    def _written(self, word: str) -> frozenset[str]:
        return frozenset({word.lower() if self._accents else fold(word)})

    def search(self, text: str) -> list[Match]:
        """Return where the terms occur in the text, in order.

        Returns:
            Matches whose positions count characters of the normalised text.
        """
        shown = normalize(text)
        found = {match for view in views_of(shown) for match in self._in(self._sure, view, shown)}
        for term in self._literal:
            literal = term.strip()
            start = shown.find(literal) if literal else -1
            if start >= 0:
                found.add(Match(term, literal, start, start + len(literal)))
        return _in_order(found)

    def suspect(self, text: str) -> list[Match]:
        """Return where the terms may occur, or other words: parted, or within a hashtag."""
        shown = normalize(text)
        found = set(self._in(self._sure, parted_words(shown), shown)) | set(self._within(shown))
        for view in views_of(shown):
            found |= set(self._in(self._doubtful, view, shown))
        return _in_order(found)

    def _seen(self, token: Token) -> frozenset[str]:
        if not self._exact:
            return token.forms
        return token.written if self._accents else token.exact

    def _in(self, table: _Table, tokens: tuple[Token, ...], shown: str) -> Iterator[Match]:
        for first, token in enumerate(tokens):
            for form in self._seen(token):
                for term, phrase in table.get(form, ()):
                    run = tokens[first : first + len(phrase)]
                    if len(run) == len(phrase) and all(
                        self._seen(each) & forms for each, forms in zip(run, phrase, strict=True)
                    ):
                        start, end = run[0].start, run[-1].end
                        yield Match(term, shown[start:end], start, end)

    def _within(self, shown: str) -> Iterator[Match]:
        longest = max(map(len, self._glued), default=0)
        for place, tag in hashtags_of(shown):
            folded = tag.lower() if self._accents else aligned_fold(tag)
            for start in range(len(folded)):
                for length in range(_SHORTEST_GLUED, min(longest, len(folded) - start) + 1):
                    term = self._glued.get(folded[start : start + length])
                    if term is not None:
                        begin, end = place + start, place + start + length
                        yield Match(term, shown[begin:end], begin, end)


def outside(matches: Iterable[Match], exceptions: Iterable[Match]) -> list[Match]:
    """Return the matches that do not lie within an exception."""
    excepted = {place for match in exceptions for place in range(match.start, match.end)}
    return [match for match in matches if not excepted.issuperset((match.start, match.end - 1))]


def _in_order(found: Iterable[Match]) -> list[Match]:
    return sorted(found, key=lambda match: (match.start, match.end, match.term))


@lru_cache(maxsize=256)
def index_of(terms: tuple[str, ...]) -> TermIndex:
    """Return the index of these terms, made once."""
    return TermIndex(terms)


@lru_cache(maxsize=256)
def exact_index_of(terms: tuple[str, ...]) -> TermIndex:
    """Return the index that finds these terms as they are written, made once."""
    return TermIndex(terms, exact=True)


def find(terms: Iterable[str], text: str) -> list[Match]:
    """Return where the terms occur in the text; see `TermIndex`."""
    return index_of(tuple(terms)).search(text)
