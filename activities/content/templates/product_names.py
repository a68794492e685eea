"""What a product is called where its whole name is too long."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import regex

from activities.content.templates.typography import capitalized
from contracts import Language
from domain.text.lemmas import lemmatize
from domain.text.spelling import comparable
from domain.text.stop_words import STOP_WORDS

_LOOSE: Final[Mapping[Language, frozenset[str]]] = {
    Language.SPANISH: frozenset({"a", "con", "desde", "en", "para", "por"}),
    Language.ENGLISH: frozenset({"at", "by", "for", "from", "in", "on", "with"}),
}
"""Prepositions before what a product is as well without."""
_OF: Final = frozenset({"de", "del"})
_AND: Final = frozenset({"y", "e"})
_AMOUNT: Final = regex.compile(
    r"\d.*|medi[oa]|cuarto|un|una|dos|tres|cuatro|cinco|seis|ocho|diez|doce"
)
_TELLING_WORDS: Final = """
alquiler aprendizaje broma exposicion imitacion juguete liquidacion muestra ocasion outlet pega
plastico prueba saldo segunda usado usada usados usadas
"""
_TELLING: Final = frozenset(_TELLING_WORDS.split())
"""Words behind `de` without which a product would be taken for a better one."""
_LIMITING: Final = regex.compile(
    r"(?:non|half|semi|mini|pre|second|self|un)-.*|.*-(?:free|look|style|like|effect)"
)
"""English compounds of the same kind: second-hand, gluten-free, leather-look."""
_POSSESSIVES: Final = frozenset({"nuestra", "nuestras", "nuestro", "nuestros", "our"})
_DETERMINERS: Final = _POSSESSIVES | {"a", "an", "el", "la", "the"}
_LEAST: Final = 2
"""Words that are left of a name."""
_LIMITED: Final = frozenset({"bien", "mal", "muy", "no", "recien", "sin", "ya"})
"""Words before a participle that a name needs: sin azúcar añadido."""
_DONE_ES: Final = regex.compile(
    r"\w{2,}[ai]d[oa]s?|\w*(?:hech|puest|escrit|abiert|cubiert|frit|impres|cocid)[oa]s?"
)
_DONE_EN: Final = frozenset({"made", "grown", "built", "sewn", "woven", "cut", "spun", "knit"})


def cores_of(product: str, language: Language) -> Iterator[str]:
    """Return what is left of a product's name that is true of it as well, the most telling first.

    What a product is made of, or does without, stays, and what is left has two words.
    """
    words = product.split()
    found = (kept for shortened in _SHORTENED[language] for kept in shortened(words))
    for kept in found:
        if len(kept) >= _LEAST and comparable(kept[-1]) not in STOP_WORDS[language]:
            yield " ".join(kept).rstrip(",;:")


def _without_english_clauses(words: list[str]) -> Iterator[list[str]]:
    return _without_clauses(words, Language.ENGLISH)


def _without_spanish_clauses(words: list[str]) -> Iterator[list[str]]:
    return _without_clauses(words, Language.SPANISH)


def _without_clauses(words: list[str], language: Language) -> Iterator[list[str]]:
    """Leave out where it is from or whom it is for, and what was done to it there."""
    for place in _places(words, _LOOSE[language]):
        is_done = is_participle(words[place - 1], language)
        yield words[: place - 1 if is_done else place]


def _without_apposition(words: list[str]) -> Iterator[list[str]]:
    """Leave out a name that is explained behind a comma, or what explains it."""
    place = next((place for place, word in enumerate(words) if word.endswith(",")), len(words))
    explained = words[place + 1 :]
    is_noun = comparable("".join(explained[:1])) in _DETERMINERS
    if is_noun:
        is_owned = comparable(explained[0]) in _POSSESSIVES and len(explained) > _LEAST
        first, *rest = explained[1:] if is_owned else explained
        yield [capitalized(first), *rest]
    yield words[: place + 1] if explained else []


def _without_maker(words: list[str]) -> Iterator[list[str]]:
    """Leave out the name of a make before common words or behind them."""
    makes = [_is_make(word) for word in words]
    common = [place for place, is_make in enumerate(makes) if not is_make]
    if not common or any(word.endswith(",") for word in words):
        return
    if common[0] > 1:
        yield [capitalized(words[common[0]]), *words[common[0] + 1 :]]
    is_behind = words[1:2] == [word.lower() for word in words[1:2]]
    yield words[: common[-1] + 1] if is_behind and common[-1] + 1 < len(words) else []


def _without_compound(words: list[str]) -> Iterator[list[str]]:
    """Leave out an English compound at the beginning: made-to-measure."""
    first, rest = "".join(words[:1]), words[1:]
    is_noun = comparable("".join(rest[:1])) not in STOP_WORDS[Language.ENGLISH]
    if rest and is_noun and "-" in first and not _LIMITING.fullmatch(comparable(first)):
        yield [capitalized(rest[0]) if first[0].isupper() else rest[0], *rest[1:]]


def _without_participle(words: list[str]) -> Iterator[list[str]]:
    """Leave out what was done to it, at the end of a Spanish name."""
    *before, last = ("", *map(comparable, words))
    is_done = is_participle(last, Language.SPANISH) and last not in _TELLING
    yield words[:-1] if is_done and _LIMITED.isdisjoint(before) else []


def _without_second(words: list[str]) -> Iterator[list[str]]:
    """Leave out a second thing behind `y`, or how much of it, at the end of a Spanish name.

    A last word alone is of one thing with what it is joined to: helado de turrón y polvorón.
    """
    for place in _places(words, _OF | _AND):
        if not _TELLING.isdisjoint(map(comparable, words[place:])):
            return
        of_what = not _OF.isdisjoint(words[:place])
        is_apart = words[place] in _AND or _AMOUNT.fullmatch("".join(words[place + 1 : place + 2]))
        is_joined = words[place] in _AND and place + _LEAST == len(words)
        yield words[:place] if of_what and is_apart and not is_joined else []


_SHORTENED: Final[Mapping[Language, tuple[Callable[[list[str]], Iterator[list[str]]], ...]]] = {
    Language.SPANISH: (
        _without_spanish_clauses,
        _without_apposition,
        _without_maker,
        _without_second,
        _without_participle,
    ),
    Language.ENGLISH: (
        _without_english_clauses,
        _without_apposition,
        _without_maker,
        _without_compound,
    ),
}


def _places(words: list[str], prepositions: frozenset[str]) -> list[int]:
    """Return where prepositions stand behind two words, the last first."""
    places = range(len(words) - 1, 1, -1)
    return [place for place in places if comparable(words[place]) in prepositions]


def _is_make(word: str) -> bool:
    return word[:1].isupper() and not word.isupper() and "-" not in word


def is_participle(word: str, language: Language) -> bool:
    """Tell whether a word says what was done to a noun: hechos, elaborado, baked, made."""
    plain = comparable(word)
    if language is Language.SPANISH:
        return _DONE_ES.fullmatch(plain) is not None
    is_regular = plain.endswith("ed") and lemmatize(plain, "en") != plain
    return is_regular or plain.rpartition("-")[2] in _DONE_EN
