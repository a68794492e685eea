"""Which words are kin, and which pronoun cannot stand for which noun."""

from itertools import takewhile
from typing import Final

import regex

from contracts import Language
from domain.text.lemmas import is_known, lemmatize
from domain.text.spelling import comparable, forms_of

_LEAST_STEM: Final = 5
"""Letters that two words begin with to be of one family: presentamos, presentación."""
_WORD: Final[regex.Pattern[str]] = regex.compile(r"\p{L}+")
_VERBS: Final = regex.compile(r"(?:[^\W\d_]+(?:ar|er|ir)|[^\W\d_]*[áéíóú][^\W\d_]*)l[oa]s?")
"""Such a verb by its form: an infinitive, or an imperative whose pronoun gave it an accent."""
_OWNED: Final = regex.compile(r"\b(?:el|la|los|las) ((?:suy|tuy|nuestr)[oa]s?)\b")
_ENGLISH: Final = {"it": False, "them": True, "these": True, "those": True}
_JOINED: Final = regex.compile(r"\s(?:y|e|and|&)\s")
_IS_OF_SEVERAL: Final = regex.compile(r"^\S*[^s\s] (?:de|con) (?:\S+ )+?[ye] (?!de\b)")
"""One thing of several, or several things, as far as words tell: helado de nata y fresa."""
_PREPOSITIONS: Final = frozenset({"at", "by", "for", "from", "in", "of", "on", "to", "with"})
_ARTICLES_WORDS: Final = """
el la los las un una unos unas the a an our su sus tu tus your
"""
_ARTICLES: Final = frozenset(_ARTICLES_WORDS.split())


def is_kin(word: str, other: str) -> bool:
    """Tell whether two words, without accents, are forms of one or of one family."""
    if not forms_of(word).isdisjoint(forms_of(other)):
        return True
    begun = next(
        (place for place, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]),
        min(len(word), len(other)),
    )
    return begun >= _LEAST_STEM and 2 * begun >= max(len(word), len(other))


def clashes(action: str, product: str, language: Language) -> bool:
    """Tell whether a call to action has a pronoun of another number or gender than a product.

    Args:
        action: Such as "Ven a probarla" or "Book yours".
        product: As it was written: its first noun says number and gender.
        language: Of both.
    """
    if language is Language.ENGLISH:
        plural = _is_plural(product, language)
        return any(_ENGLISH.get(word, plural) != plural for word in _words(action))
    pronouns = [word for word in _WORD.findall(action.lower()) if _has_pronoun(word)]
    pronouns += [match[1] for match in _OWNED.finditer(comparable(action))]
    plural = _is_plural(product, language)
    is_either = plural and _IS_OF_SEVERAL.search(comparable(product)) is not None
    return any(
        (pronoun.endswith("s") != plural and not is_either) or _is_other_gender(pronoun, product)
        for pronoun in pronouns
    )


def _has_pronoun(word: str) -> bool:
    is_noun = is_known(word, "es") and lemmatize(word, "es") == word  # película, artículo
    return _VERBS.fullmatch(word) is not None and not is_noun


def _words(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(comparable(text))]


def noun_of(product: str, language: Language) -> str:
    """Return the word that says what a product is, without case and accents.

    In Spanish that is the first that is no article, in English the last before a preposition.
    """
    words = [word for word in _words(product) if word not in _ARTICLES]
    if language is Language.ENGLISH:
        words = list(takewhile(lambda word: word not in _PREPOSITIONS, words))[-1:]
    return words[0] if words else ""


def _is_plural(product: str, language: Language) -> bool:
    noun = noun_of(product, language)
    is_plural = noun.endswith("s") and not noun.endswith(("ss", "is", "us"))
    return is_plural or _JOINED.search(comparable(product)) is not None


def _is_other_gender(pronoun: str, product: str) -> bool:
    ends = pronoun.rstrip("s")[-1:], noun_of(product, Language.SPANISH).rstrip("s")[-1:]
    return ends in {("a", "o"), ("o", "a")}
