"""Subjects that no brand takes up from strangers: crime, death, disaster, politics and the like."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from domain.package_data import data_beside
from domain.text.spelling import fold, forms_of

_WORD: Final = re.compile(r"[^\W\d_]+")
_INNOCENT: Final = re.compile(
    r"\b(?:de cara al?|cara a cara|(?:la|las|mi|tu|su|una) caras?|fire ?(?:pits?|places?))\b",
    re.IGNORECASE,
)
"""Where a word is another one than the list means: a face, and not what is dear."""


def concerns_in(text: str) -> list[str]:
    """Return which of these subjects a text is about, by its words in whatever form."""
    forms = {form for word in _WORD.findall(_INNOCENT.sub(" ", text)) for form in forms_of(word)}
    return [name for name, words in _concerns().items() if not forms.isdisjoint(words)]


@cache
def _concerns() -> Mapping[str, frozenset[str]]:
    raw = data_beside("domain.text", "concerns.toml")
    return {
        name: frozenset(fold(word) for word in entry["words"].split())
        for name, entry in raw.items()
    }
