"""The language that copy has to be in, or must not be: no escribir en inglés, English only."""

import re
from collections.abc import Mapping
from typing import Final

from contracts import Language
from domain.text.spelling import aligned_fold

_NAMES: Final[Mapping[str, Language]] = {
    "espanol": Language.SPANISH,
    "castellano": Language.SPANISH,
    "spanish": Language.SPANISH,
    "ingles": Language.ENGLISH,
    "english": Language.ENGLISH,
}
_BANNED: Final = {Language.SPANISH: "spanish_text", Language.ENGLISH: "english_text"}
_WANTED: Final = {
    Language.SPANISH: "text_not_in_spanish",
    Language.ENGLISH: "text_not_in_english",
}
LANGUAGE_TRAITS: Final = frozenset({*_BANNED.values(), *_WANTED.values()})
"""What a rule about the copy's language forbids."""

_IN_ES: Final = r"en (?:el )?(?:idioma )?(?P<name>espanol|castellano|ingles)"
_IN_EN: Final = r"in (?P<name>english|spanish)"
_WRITE_ES: Final = r"(?:escrib\w+|redact\w+|public(?!o\b)\w+|comunic\w+)"
_WRITE_EN: Final = r"(?:write|writing|publish|publishing|post|posting|communicate)"
_TEXT_ES: Final = (
    r"(?:(?:tod[oa]s? )?(?:l[oa]s? |el )?(?:nuestr[oa]s? )?"
    r"(?:textos?|copys?|anuncios?|publicaciones|mensajes?|contenidos?|comunicacion(?:es)?),?)"
)
_TEXT_EN: Final = (
    r"(?:(?:all |the |our |any )*(?:copy|texts?|posts?|ads?|content|messages?|captions?))"
)
_ONLY_ES: Final = r"(?:solo|solamente|unicamente|exclusivamente|siempre)"
_ONLY_EN: Final = r"(?:only|solely|exclusively|always)"
_MUST_ES: Final = r"(?:(?:deben?|tienen? que|han? de) )?(?:van?|iran?|ir|estar|estan?|escribirse)"
_MUST_EN: Final = r"(?:must|should|has to|have to|will) (?:always |only )?be"
_PLEA: Final = r"(?:,? (?:please|por favor))?"
_NEVER_ES: Final = r"(?:no|nunca|jamas|prohibido|evit\w+)(?: se)?"
_BANS: Final = (
    rf"{_NEVER_ES} {_WRITE_ES}(?: nunca)?(?: nada| {_TEXT_ES})? {_IN_ES}",
    rf"(?:sin|ningun|nada de|no usar|no publicar|no incluir) {_TEXT_ES} {_IN_ES}",
    rf"(?:no|never|do not|don['’]?t|avoid) {_WRITE_EN}(?: anything| {_TEXT_EN})? {_IN_EN}",
    rf"(?:no|never use|do not use|don['’]?t use|avoid) {_TEXT_EN} {_IN_EN}",
    r"no (?P<name>english|spanish) (?:copy|texts?|posts|captions)",
)
_DEMANDS: Final = (
    rf"(?:{_WRITE_ES} |{_TEXT_ES} )?(?:todo )?{_ONLY_ES} {_IN_ES}",
    rf"(?:{_WRITE_ES} |{_TEXT_ES} )?(?:todo )?{_IN_ES},? (?:{_ONLY_ES}|y nada mas)",
    rf"{_TEXT_ES} {_MUST_ES} (?:{_ONLY_ES} )?{_IN_ES}",
    rf"todo {_IN_ES}",
    rf"{_ONLY_ES} (?:el )?(?P<name>ingles|espanol|castellano)",
    rf"(?:{_WRITE_EN} |{_TEXT_EN} )?(?:everything )?{_ONLY_EN} {_IN_EN}",
    rf"(?:{_WRITE_EN} |{_TEXT_EN} )?(?:everything )?{_IN_EN},? {_ONLY_EN}",
    rf"always {_WRITE_EN} {_IN_EN}",
    rf"{_TEXT_EN} {_MUST_EN} (?:written )?(?:only )?{_IN_EN}(?: only)?",
    rf"everything {_IN_EN}",
    r"(?:use |write )?only (?:use |write )?(?P<name>english|spanish)(?: copy| text)?",
    r"(?:use |write )?(?P<name>english|spanish)(?:[ -]language)?(?: copy| text)? only",
)


def unwanted_language(sentence: str) -> str | None:
    """Return the trait that a sentence about the copy's language forbids; `None` when it says else.

    Words of another language, and kinds of one such as British English, are no language: whoever
    wants nothing in English means single words as well, which no check tells for certain.
    """
    plain = " ".join(aligned_fold(sentence).split())
    for forms, traits in ((_BANS, _BANNED), (_DEMANDS, _WANTED)):
        for form in forms:
            match = re.fullmatch(rf"\W*(?:(?:please|por favor),? )?{form}{_PLEA}\W*", plain)
            if match is not None:
                return traits[_NAMES[match["name"]]]
    return None


def is_unwanted(trait: str, language: str) -> bool:
    """Tell whether a trait forbids copy in a language, named by its code."""
    banned = any(_BANNED[each] == trait and each == language for each in Language)
    return banned or any(_WANTED[each] == trait and each != language for each in Language)
