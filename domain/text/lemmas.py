"""The dictionaries of Spanish and English: whether there is a word, and which it is a form of.

They are read in their packed form as words are asked for, which takes a tenth of the memory of
unpacked ones; what was asked before is remembered.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DictionaryLookupStrategy

LANGUAGES: Final = ("es", "en")
"""Those whose word lists are read."""


@lru_cache(maxsize=65536)
def is_known(word: str, lang: str) -> bool:
    """Tell whether a dictionary has a word, which is given in lower case."""
    return _dictionary().get_lemma(normalize("NFC", word), lang) is not None


@lru_cache(maxsize=65536)
def lemmatize(word: str, lang: str) -> str:
    """Return the word of which this one is a form; for a word that it does not know, a guess."""
    return _lemmatizer().lemmatize(word, lang)


def load_word_lists() -> None:
    """Open the word lists, for which the first word that is looked up else waits some 0.05 s."""
    for language in LANGUAGES:
        is_known("a", language)


# Most commands import what looks words up, and look none up: the library takes a twentieth of the
# time that they take.
@cache
def _dictionary() -> "DictionaryLookupStrategy":
    from simplemma.strategies import DictionaryLookupStrategy  # noqa: PLC0415

    from domain.text.word_lists import WordLists  # noqa: PLC0415

    return DictionaryLookupStrategy(WordLists())


@cache
def _lemmatizer() -> "Lemmatizer":
    from simplemma import Lemmatizer  # noqa: PLC0415
    from simplemma.strategies import DefaultStrategy  # noqa: PLC0415

    from domain.text.word_lists import WordLists  # noqa: PLC0415

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=WordLists()))
