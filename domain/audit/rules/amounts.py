"""How much of something a post may have at most: máximo un emoji, headlines under 8 words."""

import re
from collections.abc import Mapping
from typing import Final

from domain.platforms.constraints import EVERYWHERE, MAX_EXCLAMATIONS, WORDS, Constraint
from domain.text.spelling import aligned_fold

_NUMBERS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("un", "una", "uno", "one", "a single", "un solo", "una sola"), 1),
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "seis": 6,
    "siete": 7,
    "ocho": 8,
    "nueve": 9,
    "diez": 10,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_COUNTED: Final = (
    (re.compile(r"emojis?"), "max_emoji"),
    (re.compile(r"hashtags?|etiquetas?"), "max_hashtags"),
    (re.compile(r"mention(?:s)?|mencion(?:es)?"), "max_mentions"),
    (
        re.compile(
            r"exclamations?(?: (?:marks?|points?))?"
            r"|(?:signos? de )?(?:exclamacion(?:es)?|admiracion)"
        ),
        MAX_EXCLAMATIONS,
    ),
)
"""What is counted in a whole post, and the limit that counts it."""
_FIELDS: Final = (
    (re.compile(r"headlines?|titular(?:es)?"), "headline"),
    (re.compile(r"body(?: copy| text)?|cuerpos?(?: del? (?:texto|anuncio|mensaje))?"), "body"),
)
_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("characters", "caracteres"), ""),
    **dict.fromkeys(("words", "palabras"), WORDS),
}
"""What a field is counted in, and what its limit's name ends with."""


def _any(*kinds: tuple[re.Pattern[str], str]) -> str:
    return "|".join(pattern.pattern for pattern, _ in kinds)


_VERB_ES: Final = r"(?:us|utilic|utiliz|pon|pong|inclu|incluy|emple|llev)\w* "
_VERB_EN: Final = r"(?:use|using|put|include|have|write) "
_MOST: Final = (
    rf"(?P<most>(?:(?:no|not|never) (?:{_VERB_EN})?|(?:do not|don['’]?t) {_VERB_EN})more than"
    r"|at most|up to|(?:a )?max(?:imum)?\.?(?: of)?|maximo(?: de)?|como maximo|como mucho|hasta"
    rf"|(?:no|nunca) (?:{_VERB_ES})?mas de"
    r"|(?:no|nunca) (?:super|exced|sobrepas|pas)\w*(?: de)?(?: l[oa]s)?)"
)
_FEWER: Final = rf"(?P<fewer>(?:{_VERB_EN}|{_VERB_ES})?(?:fewer than|less than|under|menos de))"
_BEFORE: Final = rf"(?:{_MOST}|{_FEWER})"
_AFTER: Final = r"(?:at most|max(?:imum)?|como maximo|como mucho|o menos|or (?:fewer|less))"
_N: Final = rf"(?P<number>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_EACH: Final = (
    r"(?: (?:per|in (?:each|every|any|a)|por|en cada) (?:post|ad|advert|caption|publicacion"
    r"|pieza|anuncio|creatividad|mensaje|message|creative))?"
)
_THING: Final = rf"(?P<thing>{_any(*_COUNTED)})"
_FIELD: Final = rf"(?:the |our |el |los |nuestros )?(?P<field>{_any(*_FIELDS)})"
_UNIT: Final = rf"(?P<unit>{'|'.join(_UNITS)})"
_HAS: Final = (
    r"(?:,? (?:of|de|with|con|en|in|at|to)| (?:must|should|will|may) (?:have|be|use|stay)"
    r"| (?:tendra|tendran|debe tener|deben tener|tiene|tienen|ha de tener))?"
)
_EXCEED: Final = (
    r"(?:(?:must|should|may|will|can) (?:not|never)"
    r" (?:exceed|be (?:longer|more) than|have more than)|cannot exceed"
    r"|(?:no|nunca) (?:debe\w* |puede\w* )?(?:(?:super|exced|sobrepas|pas)\w*"
    r"(?: de)?(?: l[oa]s)?|(?:ten|tien)\w* mas de))"
)
_KEEP: Final = r"(?:keep |write |limit |limite |limita |limitar )?"
_GRAMMARS: Final = tuple(
    re.compile(rf"\W*(?:(?:please|por favor),? )?{grammar}\W*")
    for grammar in (
        rf"{_BEFORE} {_N} {_THING}{_EACH}",
        rf"{_N} {_THING}(?:,)? {_AFTER}{_EACH}",
        rf"{_KEEP}{_FIELD}{_HAS}:? {_BEFORE} {_N} {_UNIT}",
        rf"{_FIELD} (?P<exceed>{_EXCEED}) {_N} {_UNIT}",
        rf"{_KEEP}{_FIELD}{_HAS}:? {_N} {_UNIT},? {_AFTER}",
        rf"{_BEFORE} {_N} {_UNIT} (?:in|en|for|para|per|por) {_FIELD}",
    )
)


def amount_in(sentence: str) -> Constraint | None:
    """Return the limit that a sentence sets for every post, or `None` when it is more than that.

    What holds for a sentence, a channel or an occasion is no such limit, nor is a least amount.
    """
    plain = " ".join(aligned_fold(sentence).split())
    for grammar in _GRAMMARS:
        match = grammar.fullmatch(plain)
        if match is not None:
            return _limit(match.groupdict())
    return None


def _limit(found: Mapping[str, str | None]) -> Constraint | None:
    said = found["number"] or ""
    number = _NUMBERS[said] if said in _NUMBERS else int(said)
    most = number - 1 if found.get("fewer") else number
    thing, field = found.get("thing"), found.get("field")
    kinds, named = (_COUNTED, thing) if thing else (_FIELDS, field)
    name = next(name for pattern, name in kinds if pattern.fullmatch(named or ""))
    limit = name + _UNITS[found.get("unit") or "characters"]
    return Constraint(EVERYWHERE, EVERYWHERE, limit, most) if most > 0 else None
