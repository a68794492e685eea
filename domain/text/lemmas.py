"""The dictionaries of Spanish and English: whether there is a word, and which it is a form of.

They are read in their packed form as words are asked for, which takes a tenth of the memory of
unpacked ones; what was asked before is remembered.
"""

from functools import lru_cache
from typing import Final
from unicodedata import normalize

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

from domain.text.word_lists import WordLists

LANGUAGES: Final = ("es", "en")
"""Those whose word lists are read."""

_LISTS: Final = WordLists()
_DICTIONARY: Final = DictionaryLookupStrategy(_LISTS)
_LEMMATIZER: Final = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_LISTS))


@lru_cache(maxsize=65536)
def is_known(word: str, lang: str) -> bool:
    """Tell whether a dictionary has a word, which is given in lower case."""
    return _DICTIONARY.get_lemma(normalize("NFC", word), lang) is not None


@lru_cache(maxsize=65536)
def lemmatize(word: str, lang: str) -> str:
    """Return the word of which this one is a form; for a word that it does not know, a guess."""
    return _LEMMATIZER.lemmatize(word, lang)


def load_word_lists() -> None:
    """Open the word lists, for which the first word that is looked up else waits some 0.05 s."""
    for language in LANGUAGES:
        is_known("a", language)
