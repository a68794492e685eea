"""The dictionaries of Spanish and English: whether there is a word, and which it is a form of.

They are read in their packed form as words are asked for, which loads in half the time and takes a
tenth of the memory of unpacked ones; what was asked before is remembered.
"""

from functools import lru_cache
from typing import Final

import simplemma

LANGUAGES: Final = ("es", "en")
"""Those whose word lists are read."""


@lru_cache(maxsize=65536)
def is_known(word: str, lang: str) -> bool:
    """Tell whether a dictionary has a word, which is given in lower case."""
    return simplemma.is_known(word, lang=lang, low_memory=True)


@lru_cache(maxsize=65536)
def lemmatize(word: str, lang: str) -> str:
    """Return the word of which this one is a form; for a word that it does not know, a guess."""
    return simplemma.lemmatize(word, lang=lang, low_memory=True)


def load_word_lists() -> None:
    """Read the word lists, for which the first word that is looked up else waits some 0.3 s."""
    for language in LANGUAGES:
        is_known("a", language)
