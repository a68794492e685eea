"""What addresses a Spanish reader as `tú`: certainly, or perhaps."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from domain.package_data import data_beside
from domain.text.lemmas import is_known, lemmatize
from domain.text.spelling import fold, normalize

_WORD: Final = re.compile(r"[^\W\d_]+")
_BEGINS: Final = re.compile(r"\s-\s|[^\w\s,'’)\]-]|\n")
"""What stands between two sentences, pictographs among it."""
_ACCENTED: Final = re.compile(r"[áéíóú]")
_ENCLITIC: Final = re.compile(r"(\w+[ae])(te|me|nos|le|les|lo|la|los|las)$")
_SECOND_ENCLITIC: Final = re.compile(r"(?<=te|me|os)l[oa]s?$")
_BOUND: Final = re.compile(r"(?:ándo|éndo|[áéí]r)te(?:l[oa]s?)?$")
_INFINITIVE: Final = re.compile(r"[aei]rte$")
_PAST: Final = re.compile(r"(\w+)([ai])ste$")
_PARTICIPLE: Final = re.compile(r"(?:[aií]do|hecho|visto|dicho|puesto|scrito|bierto|vuelto)$")
_VOSEO: Final = (("á", "ar"), ("és", "er"), ("ís", "ir"))
"""Stressed endings of `vos` and `vosotros`, and those of their infinitives."""
_SHORTEST_VOSEO: Final = 4
_ADJECTIVE: Final = re.compile(r"(?:a|al|ar|ble|nte)$")
_PLURAL: Final = re.compile(r"(?:as|os|es)$")
_VERB: Final = re.compile(r"[aeií]r(?:se)?$")
_STEMS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "ar": (("ue", "o"), ("ue", "u"), ("ie", "e")),
    "er": (("ue", "o"), ("ie", "e")),
    "ir": (("ue", "o"), ("ie", "e"), ("i", "e")),
}
"""By conjugation: what a stressed stem has, and what its infinitive has instead."""


@dataclass(frozen=True)
class _Sentence:
    """The words of one sentence, in lower case, and where a comma stands before one."""

    words: Sequence[str]
    shown: Sequence[str]
    after_comma: Sequence[bool]
    is_asked: bool
    """Whether it begins as a question."""

    def at(self, place: int) -> str:
        """Return the word in a place, or nothing beyond the end."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def is_name(self, place: int) -> bool:
        """Tell whether a word is written like a name, and does not begin the sentence."""
        return place > 0 and self.shown[place].istitle()


def tuteo_in(text: str) -> list[str]:
    """Return what addresses the reader as `tú`: pronouns, verb forms and imperatives."""
    return [word for word, is_certain in _judged(text) if is_certain]


def perhaps_tuteo_in(text: str) -> list[str]:
    """Return what may address the reader as `tú`, or be a noun or somebody else's deed."""
    return [word for word, is_certain in _judged(text) if not is_certain]


@lru_cache(maxsize=256)
def _judged(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the words that are a sign, and whether each is a certain one."""
    judged = (
        (word, _is_tuteo(sentence, place))
        for sentence in _sentences(normalize(text))
        for place, word in enumerate(sentence.words)
    )
    return tuple((word, certain) for word, certain in judged if certain is not None)


def _sentences(text: str) -> Iterator[_Sentence]:
    parts: list[list[tuple[str, bool]]] = [[]]
    asked = [False]
    reached = 0
    for match in _WORD.finditer(text):
        between = text[reached : match.start()]
        if _BEGINS.search(between):
            parts.append([])
            asked.append("¿" in between)
        parts[-1].append((match[0], "," in between))
        reached = match.end()
    for part, is_asked in zip(parts, asked, strict=True):
        shown = [word for word, _ in part]
        words = [word.lower() for word in shown]
        yield _Sentence(words, shown, [comma for _, comma in part], is_asked)


def _is_tuteo(sentence: _Sentence, place: int) -> bool | None:
    """Tell whether a word is a certain sign, an uncertain one, or none."""
    known, word = _lists(), sentence.words[place]
    if " ".join(sentence.words[place : place + 3]) in known["others"]:
        return None
    if word in known["forms"]:
        return None if sentence.is_name(place) and word not in known["pronouns"] else True
    if word in known["perhaps"]:
        return None if sentence.at(place - 1) == "se" else False
    if word in known["homographs"]:
        return _homograph(sentence, place)
    if word == "has":  # an English word as well
        return True if _PARTICIPLE.search(sentence.at(place + 1)) else None
    found = _by_ending(word)
    return _imperative(sentence, place) if found is None else found and not sentence.is_name(place)


def _asks_you(word: str) -> bool:
    """Tell ¿Cambias de coche? from ¿Flores para mamá?, whose verb would say another mood."""
    endings = {"as": ("ar",), "es": ("er", "ir")}.get(word[-2:], ())
    verb = lemmatize(word, "es")
    is_plural = word == f"{verb}es"  # alquileres, mujeres
    return is_known(word, "es") and verb.endswith(endings) and not is_plural


def _by_ending(word: str) -> bool | None:
    known = _lists()
    if word in known["other_endings"] or _is_no_verb(word):
        return None
    if word.endswith("ás"):
        return word.endswith("rás")
    if word.endswith(("áis", "éis", "íais")) or _BOUND.search(word) or _is_voseo(word):
        return True
    if _INFINITIVE.search(word):
        return is_known(word[:-2], "es") or None
    past = _PAST.match(word)
    if past:
        # Only the regular past: existe and insiste are the present of another verb.
        infinitives = {past[1] + ending for ending in {"a": ("ar",), "i": ("er", "ir")}[past[2]]}
        return lemmatize(word, "es") in infinitives or None
    found = _enclitic(word)
    return found if found is not None else _enclitic(_SECOND_ENCLITIC.sub("", word))


def _homograph(sentence: _Sentence, place: int) -> bool | None:
    """Judge a verb form that is a noun as well, by the words around it."""
    known, before, after = _lists(), sentence.at(place - 1), sentence.at(place + 1)
    if before in known["verbal"] or (not place and sentence.is_asked):
        return True
    if before in known["nominal"] or sentence.is_name(place):
        return None
    if after in known["objects"] or after in known["questions"]:
        return True
    is_noun = not after or after in known["joined"] or _PLURAL.search(after)
    return None if is_noun else False


def _is_voseo(word: str) -> bool:
    """Tell mirá and tenés, whose stems have an infinitive, from sofá and comprará."""
    if len(word) < _SHORTEST_VOSEO:
        return False
    infinitives = {word.removesuffix(ends) + rest for ends, rest in _VOSEO if word.endswith(ends)}
    if is_known(word, "es"):
        return lemmatize(word, "es") in infinitives
    return any(is_known(infinitive, "es") for infinitive in infinitives)


def _enclitic(word: str) -> bool | None:
    """Judge an imperative with its pronoun: pruébalo is said to `tú`, pruébelo to `usted`."""
    match = _ENCLITIC.match(word)
    if match is None or not _ACCENTED.search(match[1]):
        return None
    if match[2] == "te":
        return True
    stem, vowel = fold(match[1])[:-1], match[1][-1]
    is_first = _is_verb(stem, "ar")
    is_other = _is_verb(stem, "er") or _is_verb(stem, "ir")
    tuteo, usted = (is_first, is_other) if vowel == "a" else (is_other, is_first)
    return not usted if tuteo else None


@lru_cache(maxsize=4096)
def _is_no_verb(word: str) -> bool:
    """Tell whether the dictionary has the whole word, and not as a verb's: fuerte, sótanos."""
    return is_known(word, lang="es") and not _VERB.search(lemmatize(word, lang="es"))


def _is_verb(stem: str, conjugation: str) -> bool:
    stems = [stem]
    for stressed, plain in _STEMS[conjugation]:
        head, found, tail = stem.rpartition(stressed)
        stems += [head + plain + tail] if found else []
    return any(is_known(each + conjugation, "es") for each in stems)


def _imperative(sentence: _Sentence, place: int) -> bool | None:
    if sentence.is_asked:
        # ¿Viaja en diciembre? asks `usted`, or about somebody: nobody orders so.
        return (place == 0 and _asks_you(sentence.words[0])) or None
    known, word = _lists(), sentence.words[place]
    pair = f"{word} {sentence.at(place + 1)}"
    if place == 0 and pair in known["together"] | known["perhaps_together"]:
        return pair in known["together"]
    if word in known["english"]:
        return True if place == 0 and _has_object(sentence, place, "questions") else None
    if not any(word in known[kind] for kind in ("verbs", "inverted", "nouns")):
        return None
    return _at_the_start(sentence) if place == 0 else _later(sentence, place)


def _has_object(sentence: _Sentence, place: int, *others: str) -> bool:
    known, after = _lists(), sentence.at(place + 1)
    is_object = after in known["objects"] and sentence.at(place + 2) not in known["times"]
    return is_object or any(after in known[kind] for kind in others)


def _at_the_start(sentence: _Sentence) -> bool | None:
    known, word, after = _lists(), sentence.words[0], sentence.at(1)
    if word in known["nouns"] and not _has_object(sentence, 0):
        is_noun = after in known["compounds"] or _ADJECTIVE.search(after)
        return None if is_noun and after not in known["objects"] else False
    return word not in known["inverted"]


def _later(sentence: _Sentence, place: int) -> bool | None:
    is_likely = _is_likely(sentence.words[place], sentence.at(place + 1))
    return False if is_likely and _may_begin(sentence, place) else None


def _is_likely(word: str, after: str) -> bool:
    known = _lists()
    return word in known["verbs"] or (word in known["nouns"] and after in known["objects"])


def _may_begin(sentence: _Sentence, place: int) -> bool:
    """Tell whether an imperative may stand here, after the beginning of its sentence."""
    known, before = _lists(), sentence.at(place - 1)
    if sentence.at(0) in known["subjects"]:
        return any(word in known["times"] for word in sentence.words[1:3])
    return sentence.after_comma[place] or before in known["openers"] or before in known["times"]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw = data_beside(__name__, "tuteo.toml")
    lists = {**raw.pop("imperatives"), **raw.pop("around"), **raw}
    return {name: frozenset(words) for name, words in lists.items()}
