"""Lists of words that are not to be said, under a heading: Palabras prohibidas: barato, chollo."""

import re
import unicodedata
from typing import Final

from domain.audit.rules.phrasing import (
    BANNED_MARK,
    BULLET,
    NEGATOR,
    STRAY_SIGN,
    TURNING_SIGN,
    TURNS_AROUND,
    WISH,
)
from domain.text.spelling import aligned_fold

_WORDS_ES: Final = (
    r"(?:palabras?|terminos?|expresion(?:es)?|frases?|vocabulario|vocablos?|muletillas?|lexico)"
)
_WORDS_EN: Final = r"(?:words?|terms?|expressions?|phrases?|vocabulary|language|lingo)"
_BAN_EN: Final = r"(?:banned|forbidden|prohibited|blacklisted|blocked|taboo|off[ -]limits)"
_HEADING: Final = re.compile(
    rf"^\W*(?:(?:lista de |nuestras? |las |los |estas |estos )*{_WORDS_ES}\W+(?:y \w+ )?"
    r"(?:prohibid[oa]s?|vetad[oa]s?|desterrad[oa]s?|tabu|no permitid[oa]s?|(?:a|que) evita(?:r|mos)"
    r"|que (?:se )?deb(?:en|emos) evitar(?:se)?|que (?:no|nunca|jamas) (?:se )?(?:usamos|usan|usar"
    r"|utilizamos|utilizan|utilizar|decimos|dicen|decir|escribimos|escriben|deben usarse"
    r"|se deben usar|deben usar|debemos usar|deben aparecer|queremos))"
    rf"|(?:list of |our |the |these )*(?:{_BAN_EN} {_WORDS_EN}|{_WORDS_EN} (?:and \w+ )?(?:to avoid"
    rf"|not to (?:use|say)|never to (?:use|say)|(?:that )?(?:are )?{_BAN_EN}|(?:that )?(?:we|you)"
    r" (?:avoid|(?:never|do not|don['’]?t|must not|should not|should never|must never|should avoid)"
    r"(?: use| say| write)?)))"
    r"|(?:no|nunca|jamas) (?:se )?(?:decir|digas|digan|digais|dice|dicen|decimos|escribir|escribas"
    rf"|escriban)(?: (?:las?|los?|estas|estos) (?:siguientes )?{_WORDS_ES})?"
    r"|prohibido (?:decir|escribir|usar)"
    rf"|(?:(?:no|nunca) (?:usar|uses|usen|useis|usamos|utilizar)(?: nunca| jamas)?"
    rf"|evit(?:ar|e|a|ad|en)) (?:las|los|estas|estos)"
    rf" (?:siguientes )?{_WORDS_ES}"
    r"|(?:never|do not|don['’]?t|we never|we do not|we don['’]?t) (?:say|write)"
    rf"|(?:never|do not|don['’]?t|avoid) (?:say(?:ing)? |us(?:e|ing) |writ(?:e|ing) )?"
    rf"(?:the |these )(?:following )?{_WORDS_EN}"
    r"|(?:lista negra|blacklist|blocklist))(?:\s*:|\s[–—-](?=\s)|\s*\n)\s*(?=\S)"
)
"""What begins a list of words, and says that they are not to be used."""
_BETWEEN: Final = re.compile(
    r"[,;•·|\n]|(?<=[^\W\d_])/(?=[^\W\d_])|\s/\s|\s(?:y|e|o|u|ni|and|or|nor)\s(?=[^,;]*$)|(?<=\s)-(?=\s)"
)
_EITHER: Final = re.compile(r"\b(?:and/or|y/o)\b", re.IGNORECASE)
_QUOTES: Final = "\"“”«»‘’' \t.¡!"
_LONGEST: Final = 5
"""Words of an entry; what is longer says something of its own."""


def listed_words(sentence: str) -> list[str] | None:
    """Return the words of a list, or `None` when a sentence is no list of forbidden words.

    It is empty where something stands beside a word, such as what to say instead: whatever turns
    one entry around may turn all those before it.
    """
    shown = unicodedata.normalize("NFC", sentence)
    for prefix in (BULLET, BANNED_MARK):
        shown = prefix.sub("", shown)
    heading = _HEADING.match(aligned_fold(shown))
    if heading is None:
        return None
    listed = shown[heading.end() :]
    parts = [BULLET.sub("", part).strip(_QUOTES) for part in _BETWEEN.split(listed)]
    entries = [part for part in parts if part]
    if _EITHER.search(listed):
        return []
    return entries if all(map(_is_plain, entries)) else []


def _is_plain(entry: str) -> bool:
    folded = aligned_fold(entry)
    turns = (NEGATOR, STRAY_SIGN, TURNING_SIGN, TURNS_AROUND, WISH)
    return (
        len(entry.split()) <= _LONGEST
        and not any(mark in entry for mark in ":()[]")
        and not any(each.search(folded) for each in turns)
    )
