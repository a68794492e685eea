"""What a product's name says that a message has not said already."""

from itertools import takewhile
from typing import Final

import regex

from activities.content.templates.agreement import is_kin, noun_of
from activities.content.templates.message import untagged
from activities.content.templates.shared_words import words_of
from contracts import Language
from domain.text.lemmas import is_known, lemmatize
from domain.text.stop_words import STOP_WORDS

_LEAST_INITIALS: Final = 3
"""Letters of an acronym that a message spells out: MTD, which is Making Tax Digital."""
_LIMIT: Final[regex.Pattern[str]] = regex.compile(r"\s(para|sin|for|without)\s(.+)$")
_OF: Final[regex.Pattern[str]] = regex.compile(
    r"\sdel? (\p{Ll}+(?: \p{Ll}+)*?)"
    r"(?= (?:a|al|con|de|del|desde|e|en|para|por|sin|y)\b|[^\p{L} ]|$)"
)
"""Of what a Spanish product is, in common words."""
_GERUNDS: Final = {"ar": ("ando",), "er": ("iendo", "yendo"), "ir": ("iendo", "yendo")}
"""How Spanish infinitives end, and what an infinitive has instead that no noun has (`mujer`)."""
_LEAST_INFINITIVE: Final = 4


def told_by(
    message: str, product: str, brand: str, language: Language
) -> tuple[list[str], list[str]]:
    """Return the words of a product's name that a message has in whatever form, and the others.

    What its sender is called stands beside every message.
    """
    idle = words_of(" ".join(STOP_WORDS[language]))
    said, sender = words_of(untagged(message)), words_of(brand)
    words = [word for word in words_of(product) if word not in idle and word[1:]]
    initials = "".join(word[0] for word in said)
    told = [
        word
        for word in words
        if any(is_kin(word, other) for other in said)
        or (word.upper() in product and len(word) >= _LEAST_INITIALS and word in initials)
    ]
    return told, [word for word in words if word not in {*told, *sender}]


def limit_of(product: str) -> list[str]:
    """Return the words that say for whom a product is, or without what: first groom for puppies.

    What is done with it says neither: lamb for roasting, `cordero para asar`.
    """
    match = _LIMIT.search(product)
    words = words_of(match[2]) if match else []
    return [] if match and words and _is_action(match[1], words[0]) else words


def omits_limit(message: str, product: str, brand: str, language: Language) -> bool:
    """Tell whether a message leaves out for whom its product is, or what it does without."""
    told, _ = told_by(message, product, brand, language)
    limit = limit_of(product)
    return bool(limit) and {*told, *words_of(brand)}.isdisjoint(limit)


def omits_kind(message: str, product: str, brand: str, language: Language) -> bool:
    """Tell whether message and sender leave out of which kind a product is.

    English says it before the noun, word for word, and Spanish behind `de`.
    """
    told, _ = told_by(message, product, brand, language)
    unsaid = [word not in {*told, *words_of(brand)} for word in _kind_of(product, language)]
    return bool(unsaid) and (all(unsaid) if language is Language.SPANISH else any(unsaid))


def _kind_of(product: str, language: Language) -> list[str]:
    """Return the words that say of which kind a product is: escape room gift cards.

    What is joined by a hyphen says how it is, and not what.
    """
    if language is Language.SPANISH:
        match = _OF.search(product)
        words = words_of(match[1]) if match else []
    else:
        noun = noun_of(product, language)
        before = takewhile(lambda each: noun not in words_of(each), product.split())
        words = words_of(" ".join(each for each in before if "-" not in each))
    idle = words_of(" ".join(STOP_WORDS[language]))
    return [word for word in words if word not in idle and word[1:]]


def _is_action(preposition: str, word: str) -> bool:
    if preposition == "for":
        return word.endswith("ing") and lemmatize(word, "en") != word
    may_be_one = preposition == "para" and len(word) >= _LEAST_INFINITIVE
    gerunds = _GERUNDS.get(word[-2:], ()) if may_be_one else ()
    return any(is_known(word[:-2] + end, "es") for end in gerunds)
