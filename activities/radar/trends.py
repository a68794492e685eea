"""Which terms rise: a rate ratio between recent and earlier documents, and how sure it is.

The rates are those of documents that hold a term, with half a pseudo-count (the Gamma prior of
Jeffreys for a Poisson rate) so that a term without history has a finite ratio. Terms are ranked by
the lower end of the ratio's one-sided 95 % interval (delta method on its logarithm), so one lucky
mention does not outrank a broad rise.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MAX_WORDS: Final = 3
"""Words of the longest term."""

_Z_95: Final = 1.6448536269514722
"""The 95 % quantile of the standard normal distribution."""
_PRIOR: Final = 0.5
_MIN_RECENT: Final = 2
"""Recent documents that a term needs: once is an anecdote."""
_MIN_LETTERS: Final = 3
_MAX_LETTERS: Final = 40
_SEGMENT: Final = re.compile(r"[^\w\s'’-]+")
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Trend:
    """One rising term."""

    term: str
    ratio: float
    lower_bound: float
    recent: int
    earlier: int


def rising(
    recent: Sequence[str], earlier: Sequence[str], stop_words: frozenset[str], limit: int
) -> list[Trend]:
    """Return the terms that stand in more recent documents than earlier ones foretell.

    A term has one to three words and neither begins nor ends with a stop word. One that occurs
    only within a longer one is left out. The order depends on nothing but the documents.
    """
    now = Counter(term for text in recent for term in terms_of(text, stop_words))
    candidates = {term: count for term, count in now.items() if count >= _MIN_RECENT}
    before = Counter(
        term for text in earlier for term in terms_of(text, stop_words) if term in candidates
    )
    within = {
        part
        for term, count in candidates.items()
        for part in _parts(term)
        if candidates.get(part) == count
    }
    trends = [
        _trend(term, count, before[term], len(recent), len(earlier))
        for term, count in candidates.items()
        if term not in within
    ]
    rise = [trend for trend in trends if trend.ratio > 1]
    rise.sort(key=lambda trend: (-trend.lower_bound, -trend.recent, trend.term))
    return rise[:limit]


def terms_of(text: str, stop_words: frozenset[str]) -> set[str]:
    """Return the terms of one document, in lower case."""
    return set(_terms(text, stop_words))


def _terms(text: str, stop_words: frozenset[str]) -> Iterator[str]:
    for segment in _SEGMENT.split(text.lower()):
        words = _WORD.findall(segment)
        for start in range(len(words)):
            for length in range(1, min(MAX_WORDS, len(words) - start) + 1):
                term = words[start : start + length]
                if all(_says_something(word, stop_words) for word in (term[0], term[-1])):
                    yield " ".join(term)


def _says_something(word: str, stop_words: frozenset[str]) -> bool:
    fits = _MIN_LETTERS <= len(word) <= _MAX_LETTERS
    return fits and word not in stop_words and not word.isdigit()


def _parts(term: str) -> Iterator[str]:
    words = term.split(" ")
    for length in range(1, len(words)):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _trend(term: str, now: int, before: int, documents_now: int, documents_before: int) -> Trend:
    rate_now = (now + _PRIOR) / (documents_now + 2 * _PRIOR)
    rate_before = (before + _PRIOR) / (documents_before + 2 * _PRIOR)
    ratio = rate_now / rate_before
    deviation = math.sqrt(1 / (now + _PRIOR) + 1 / (before + _PRIOR))
    return Trend(
        term=term,
        ratio=round(ratio, 4),
        lower_bound=round(math.exp(math.log(ratio) - _Z_95 * deviation), 4),
        recent=now,
        earlier=before,
    )
