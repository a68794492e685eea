"""Where terms stand in several texts at once, as a report lists it."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.text.words import Match

Search = Callable[[str], list[Match]]
Occurrence = dict[str, Any]
"""`field`, `term` as it is written, `lemma` and `span`, in characters of the normalised text."""


def occurrences(search: Search, texts: Mapping[str, str]) -> dict[str, list[Occurrence]]:
    """Return where each term stands, by the term in its normal form."""
    found: dict[str, list[Occurrence]] = {}
    for name, text in texts.items():
        for match in search(text):
            place = [match.start, match.end]
            found.setdefault(match.term, []).append(
                {"field": name, "term": match.found, "lemma": match.term, "span": place}
            )
    return found
