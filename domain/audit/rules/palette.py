"""The colours beside which a sentence allows no other: solo azul y blanco, only navy and white."""

import re
from functools import lru_cache
from typing import Final

from domain.audit.picture.colors import COLOR_NAMES
from domain.text.lexicon import load_lexicon
from domain.text.spelling import aligned_fold, forms_of

NEUTRALS: Final = frozenset({"black", "gray", "white"})
"""What a palette may take for granted without naming it: its paper and its ink."""
_PAIR: Final = 2
_FRUIT_AND_FLOWERS: Final = frozenset({"naranja", "rosa", "violeta", "orange", "violet"})
"""Colours that are all of them things as well, and no palette without another one or its noun."""

_LIST: Final = r"(?P<list>[a-z ,/&]{3,120}?)"
_NOUN_ES: Final = r"(?P<noun>(?:(?:los|el|con los|con el|en) )?color(?:es)?) "
_NOUN_EN: Final = r"(?P<noun>(?:the )?colou?rs?) "
_USE_ES: Final = r"(?:(?:se )?(?:usa\w*|use\w*|utili[cz]\w*|emple\w*|permit\w*|admit\w*|vale\w*) )"
_USE_EN: Final = r"(?:(?:we )?(?:use|using) )"
_ONLY_ES: Final = r"(?:solo|solamente|unicamente|exclusivamente)"
_ONLY_EN: Final = r"(?:only|solely|exclusively|just|nothing but)"
_NONE_BUT_ES: Final = (
    r"(?P<other>color(?:es)?) (?:que no sean?|salvo|excepto|menos|aparte del?|fuera del?"
    r"|distint[oa]s? del?|diferentes? (?:del?|al?)|a excepcion del?|que)"
    rf" {_LIST}"
)
_NONE_BUT_EN: Final = (
    r"(?P<other>colou?rs?) (?:other than|but|except(?: for)?|besides|apart from|beyond"
    r"|outside(?: of)?|than)"
    rf" {_LIST}"
)
_PALETTE_ES: Final = rf"(?:la|nuestra) paleta (?:se (?:limita|reduce|restringe) a|es {_ONLY_ES})"
_PALETTE_EN: Final = r"(?:the|our) palette is (?:only|strictly|limited to|restricted to)"
_GRAMMARS: Final = tuple(
    re.compile(rf"\W*(?:(?:please|por favor),? )?{grammar}\W*")
    for grammar in (
        rf"{_USE_ES}?{_ONLY_ES} {_USE_ES}?(?:{_NOUN_ES})?{_LIST}",
        rf"{_LIST},? (?:y )?(?:nada mas|{_ONLY_ES})",
        rf"(?:no|nunca) {_USE_ES}(?:ningun )?(?:mas |otros? )?{_NONE_BUT_ES}",
        rf"(?:ningun(?: otro)?|sin(?: mas| otros)?|nada de) {_NONE_BUT_ES}",
        rf"{_PALETTE_ES} (?:{_NOUN_ES})?{_LIST}",
        rf"{_USE_EN}?{_ONLY_EN} {_USE_EN}?(?:{_NOUN_EN})?{_LIST}",
        rf"{_ONLY_EN} (?:{_NOUN_EN})?{_LIST} (?:may|can|must|should) be used",
        rf"{_ONLY_EN} (?:{_NOUN_EN})?{_LIST} (?:is|are) (?:allowed|permitted)",
        rf"{_USE_EN}?{_LIST} {_ONLY_EN}",
        rf"(?:always )?(?:stick|keep) to (?:{_NOUN_EN})?{_LIST}(?: only)?",
        rf"(?:use |have )?no (?:more |other )?{_NONE_BUT_EN}",
        rf"(?:never|do not|don['’]?t) use (?:any )?(?:more |other )?{_NONE_BUT_EN}",
        rf"{_PALETTE_EN} (?:{_NOUN_EN})?{_LIST}",
    )
)
_BETWEEN: Final = re.compile(r"\s*(?:,|/|&|\b(?:y|e|o|u|ni|and|or|nor)\b)\s*")
_IDLE: Final = re.compile(r"\b(?:el|la|los|las|the|colou?rs?|color(?:es)?|en|con|de|a)\b")


@lru_cache(maxsize=4096)
def palette_in(sentence: str) -> frozenset[str] | None:
    """Return the names of the only colours that a sentence allows; `None` when it says else.

    One colour alone may be what is wrong ("Solo rojo"), unless the sentence speaks of colours.
    Shades stand for the colour that a reader counts them to, and grey lies between black and white.
    """
    plain = " ".join(aligned_fold(sentence).split()).rstrip(" .!")
    for grammar in _GRAMMARS:
        match = grammar.fullmatch(plain)
        if match is not None:
            groups = match.groupdict()
            is_of_colors = bool(groups.get("noun") or groups.get("other"))
            named = _names_in(match["list"], is_of_colors=is_of_colors)
            if len(named) >= (1 if is_of_colors else _PAIR):
                allowed = frozenset(name for names in named for name in names)
                return allowed | ({"gray"} if {"black", "white"} <= allowed else frozenset())
    return None


def others_than(palette: frozenset[str]) -> list[str]:
    """Return the names of all other colours."""
    return sorted(COLOR_NAMES - palette)


def _names_in(listed: str, *, is_of_colors: bool) -> list[tuple[str, ...]]:
    """Return what each entry of a list names; nothing when one of them may be no colour.

    Wine and chocolate are colours only where the sentence speaks of colours.
    """
    things = frozenset[str]() if is_of_colors else load_lexicon().color_things
    entries = [" ".join(_IDLE.sub(" ", each).split()) for each in _BETWEEN.split(listed)]
    named = [_named(entry, things) for entry in entries if entry]
    known = [names for names in named if names is not None]
    if not is_of_colors and all(forms_of(each) & _FRUIT_AND_FLOWERS for each in entries if each):
        return []
    return known if len(known) == len(named) else []


def _named(entry: str, things: frozenset[str]) -> tuple[str, ...] | None:
    """Return what an entry names; of several words, such as navy blue, all have to say the same."""
    lexicon = load_lexicon()
    found: set[tuple[str, ...]] = set()
    for word in entry.split():
        names = next(
            (
                tuple(known[form])
                for form in sorted(forms_of(word))
                for known in (lexicon.spanish_colors, lexicon.english_colors)
                if form in known and form not in things
            ),
            None,
        )
        if names is None:
            return None
        found.add(names)
    return found.pop() if len(found) == 1 else None
