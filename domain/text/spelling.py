"""Ways to write a word that mean the same word: its normal form, its letters, its inflections."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from string import ascii_uppercase
from typing import Final

import regex
import simplemma

from domain.data import data_beside

LANGUAGES: Final = ("es", "en")
"""Those whose word lists are read."""

_UNSEEN: Final = regex.compile(r"[\p{Cf}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]+")
_SUPERLATIVE: Final = re.compile(r"^(\w{3,}?)isim[oa]s?$")
_SHORTEST_PLURAL: Final = 5
"""Below it a final s belongs to the word: gas, mes, bus."""


@lru_cache(maxsize=4096)
def normalize(text: str) -> str:
    """Return the text without what is invisible: one form per character, no format characters.

    Marks that make no letter with the one before them go as well, such as a bar across it.
    """
    return str(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


def fold(text: str) -> str:
    """Return the text in lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def comparable(text: str) -> str:
    """Return the text as it is compared with another: its normal form without case and accents."""
    return fold(normalize(text))


def aligned_fold(text: str) -> str:
    """Return the text in lower case without accents, character for character."""
    return "".join(unicodedata.normalize("NFD", char.lower())[:1] or char for char in text)


def latin(text: str) -> str:
    """Return the text with Latin letters for those that look like them, one for one."""
    return text.translate(_lookalikes())


def is_known(word: str, language: str) -> bool:
    """Tell whether a word is in the word list of a language."""
    return simplemma.is_known(word, lang=language, low_memory=True)


def lemma(word: str, language: str) -> str:
    """Return the form under which a dictionary has a word; of an unknown one it is guessed."""
    return simplemma.lemmatize(word, lang=language, low_memory=True)


def load_word_lists() -> None:
    """Read the word lists: else the first word that is looked up waits for it, a third of a second.

    They are kept as they are stored, so a list takes half the time to read and a tenth of the
    memory that a table of it would, and a look-up some 60 microseconds instead of 8.
    """
    for language in LANGUAGES:
        is_known("a", language)


@lru_cache(maxsize=65536)
def forms_of(word: str) -> frozenset[str]:
    """Return the folded forms of a word: itself, its lemmas and its singular."""
    lower = word.lower()
    folded = fold(lower)
    # Of a word that it does not know the lemmatizer guesses: Mercadona is no kind of mercado.
    forms = {folded} | {fold(lemma(lower, lang)) for lang in LANGUAGES if is_known(lower, lang)}
    feminine = lower.removesuffix("s")
    # What has an adverb is an adjective, even where the lemmatizer sees a noun: barata(mente).
    if feminine.endswith("a") and is_known(feminine + "mente", "es"):
        forms.add(fold(feminine)[:-1] + "o")
    if folded.endswith("s") and len(folded) >= _SHORTEST_PLURAL:
        forms.add(folded[:-1])
    superlative = _SUPERLATIVE.match(folded)
    if superlative:
        forms |= {superlative[1] + "o", superlative[1] + "e"}
    return frozenset(forms)


@cache
def _lookalikes() -> Mapping[int, str]:
    raw = data_beside(__name__, "lookalikes.toml")
    table = {ord(char): letter for letter, chars in raw["letters"].items() for char in chars}
    for start in raw["alphabets"]["starts"]:
        table |= {ord(start) + place: letter for place, letter in enumerate(ascii_uppercase)}
    return table
