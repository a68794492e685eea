"""Whether a run of words from headlines is something that a sentence may name.

There is no tagger here, so the rules are few and strict: what they let through reads as a noun with
what belongs to it, and much that would do is left to people. A term counts by its form, and by how
strangers use it: between an article or a preposition and the end of what they say of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contracts import Language
from domain.text.lemmas import is_known, lemmatize
from domain.text.spelling import fold
from domain.text.stop_words import STOP_WORDS

_SEGMENT: Final = re.compile(r"[^\w\s'’-]+")
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")
_LEAST_USES: Final = 2
"""Texts that have to use a term as a noun: one may be a slip."""
_OFTEN: Final = 0.5

_ES, _EN = Language.SPANISH, Language.ENGLISH
_BEFORE_ES: Final = """
el la los las un una unos unas del al su sus nuestro nuestra nuestros nuestras este esta estos estas
mucho mucha muchos muchas
"""
_BEFORE_EN: Final = """
the a an its their our this these those fewer some many from into to
"""
_BARE_ES: Final = "de en con sin por para sobre más menos y o entre"
_BARE_EN: Final = "of in on with without for about over more less most and or by"
_WITHOUT_ARTICLE: Final = {
    _ES: frozenset(_BARE_ES.split()),
    _EN: frozenset(_BARE_EN.split()),
}
"""What stands directly before a noun that needs no article."""
_BEFORE: Final = {
    _ES: _WITHOUT_ARTICLE[_ES].union(_BEFORE_ES.split()),
    _EN: _WITHOUT_ARTICLE[_EN].union(_BEFORE_EN.split()),
}
"""What stands before a noun."""
_WORDS_ALONE: Final = """
lunes martes miercoles jueves viernes sabado domingo monday tuesday wednesday thursday friday
saturday sunday enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
diciembre january february march april may june july august september october november december
uno dos tres cuatro cinco seis siete ocho nueve diez cien mil one two three four five six seven
eight nine ten hundred thousand nuevo nueva nuevos nuevas primer primera new first last best
better mejor peor gran grande buen bueno buena live good great big small free
"""
_NO_NOUNS: Final = frozenset(_WORDS_ALONE.split())
"""Words that name nothing alone and begin nothing that a sentence can name."""
_JOINING: Final = frozenset({"de", "con", "sin", "para", "en"})
"""What joins a noun to another that says which: café de filtro, filtro con jazmín."""
_WITH_ANOTHER: Final = 3
"""Words of a noun that is joined to another."""
_INFINITIVE: Final = re.compile(r"\w{2,}(?:ar|er|ir)(?:se)?$")
_ADJECTIVE: Final = re.compile(
    r"(?:bles?|al(?:es)?|ar(?:es)?|entes?|antes?|il(?:es)?|istas?|enses?|ic[oa]s?|os[oa]s?|iv[oa]s?|"
    r"ad[oa]s?|id[oa]s?|an[oa]s?|ari[oa]s?|uales|az|aces)$"
)
_GENDERED: Final = re.compile(r"^(\w{2,})([oa])(s?)$")
_NO_ENGLISH_HEAD: Final = re.compile(r"(?:ing|ed|ly|est)$")


@dataclass(frozen=True)
class _Use:
    """How one text uses a term."""

    before: str
    """The word before it; empty where something begins."""
    after: str
    """The word after it; empty where something ends."""
    is_name: bool
    """Whether it is written with capitals that its place does not explain."""


def is_noun_phrase(term: str, texts: Iterable[str], language: Language) -> bool:
    """Return whether a term can be named in a sentence as it stands, without an article.

    Args:
        term: One to three words in lower case.
        texts: Texts that hold it, as they were written.
        language: Theirs and the sentence's.
    """
    words = term.split(" ")
    formed = _is_spanish_noun(words) if language is _ES else _is_english_noun(words)
    if not formed:
        return False
    uses = [use for text in texts for use in _uses(words, text)]
    if sum(use.is_name for use in uses) >= max(1, _OFTEN * len(uses)):
        return False  # of a person, a place or a company: a competitor, for all that is known
    if _is_fragment([use.before for use in uses], language) or _is_fragment(
        [use.after for use in uses], language
    ):
        return False
    ends_once = any(not use.after or use.after in STOP_WORDS[language] for use in uses)
    named = [use.before for use in uses if not use.before or use.before in _BEFORE[language]]
    needs_none = any(not before or before in _WITHOUT_ARTICLE[language] for before in named)
    is_joined = language is _ES and len(words) == _WITH_ANOTHER
    is_free = needs_none or words[-1].endswith("s") or is_joined
    return ends_once and len(named) >= _LEAST_USES and is_free


def _is_fragment(neighbours: list[str], language: Language) -> bool:
    """Return whether one and the same word stands beside a term as a rule: they belong together."""
    content = [word for word in neighbours if word and word not in STOP_WORDS[language]]
    return any(content.count(word) > _OFTEN * len(neighbours) for word in set(content))


def _uses(words: list[str], text: str) -> Iterator[_Use]:
    capitals = [word[:1].isupper() for word in _WORD.findall(text)]
    is_title = sum(capitals) > _OFTEN * len(capitals)  # Headlines Where Every Word Has One
    for segment in _SEGMENT.split(text):
        written = _WORD.findall(segment)
        lower = [word.lower() for word in written]
        for start in range(len(lower) - len(words) + 1):
            end = start + len(words)
            if lower[start:end] == words:
                inner = written[max(start, 1) : end]
                yield _Use(
                    before=lower[start - 1] if start else "",
                    after=lower[end] if end < len(lower) else "",
                    is_name=not is_title and any(word[:1].isupper() for word in inner),
                )


def _is_spanish_noun(words: list[str]) -> bool:
    if fold(words[0]) in _NO_NOUNS:
        return False
    if _is_borrowed(words[-1]):
        return _is_borrowed_noun(words)
    if not all(is_known(word, lang="es") for word in words):
        return False
    if len(words) == 1:
        return _may_be_spanish_noun(words[0])
    if len(words) == _WITH_ANOTHER:
        return words[1] in _JOINING and all(map(_may_be_spanish_noun, (words[0], words[2])))
    noun, adjective = words
    return _may_be_spanish_noun(noun) and _agrees(noun, adjective)


def _is_borrowed(word: str) -> bool:
    return is_known(word, lang="en") and not is_known(word, lang="es")


def _is_borrowed_noun(words: list[str]) -> bool:
    """Judge what ends with an English word: matcha latte, zapatillas de trail."""
    if all(map(_is_borrowed, words)):
        return len(words) > 1 and _is_english_noun(words)
    first, *_, last = words
    is_joined = len(words) == _WITH_ANOTHER and words[1] in _JOINING
    is_spanish = is_known(first, lang="es") and _may_be_spanish_noun(first)
    return is_joined and is_spanish and _is_english_noun([last])


def _may_be_spanish_noun(word: str) -> bool:
    """Return whether a word is no verb and no adverb, as far as its forms tell."""
    lemma = lemmatize(word, lang="es")
    is_verb = _INFINITIVE.match(lemma) is not None
    return not is_verb and not word.endswith("mente") and fold(word) not in _NO_NOUNS


def _agrees(noun: str, adjective: str) -> bool:
    """Return whether the second word is an adjective in the number and gender of the first."""
    if noun.endswith("s") != adjective.endswith("s"):
        return False
    gendered = _GENDERED.match(adjective)
    if gendered is None:
        return _ADJECTIVE.search(fold(adjective)) is not None
    stem, ending, _ = gendered.groups()
    # `falsa` is a form of `falso`; `otoña` is one of a verb, and `casa` of nothing.
    is_adjective = is_known(f"{stem}a", lang="es") and lemmatize(f"{stem}a", "es") == f"{stem}o"
    ends = _GENDERED.match(noun)
    return is_adjective and (ends is None or ends[2] == ending)


def _is_english_noun(words: list[str]) -> bool:
    head = words[-1]
    if not all(is_known(word, lang="en") for word in words) or fold(words[0]) in _NO_NOUNS:
        return False
    if _NO_ENGLISH_HEAD.search(head) or any(word.endswith("ly") for word in words):
        return False
    # A verb in the past has another base; in a compound all but the last stand in the singular.
    bases = [lemmatize(word, lang="en") for word in words]
    is_plural = head.endswith("s") and not head.endswith("ss")
    return (bases[-1] == head or is_plural) and not any(
        word.endswith("s") and base != word for word, base in zip(words[:-1], bases, strict=False)
    )
