"""Pairs of a word that is wrong and what stands in its place: barato → asequible."""

import re
import unicodedata
from typing import Final

from domain.audit.rules.phrasing import BULLET, NEGATOR, STRAY_SIGN, TURNS_AROUND
from domain.text.lexicon import load_lexicon
from domain.text.spelling import aligned_fold, fold, forms_of
from domain.text.words import find

_SAY: Final = (
    r"(?:say|saying|write|writing|di|diga|digas|digan|decir|decid|digamos"
    r"|escrib(?:e|a|as|an|ir|id))"
)
_SPEAK: Final = r"(?:say|di|diga|digas|digan|decir|decid|digamos)"
_USE: Final = rf"(?:{_SAY}|use|using|usa|uses|use|usen|usar|usad|utiliza|utilice|utilizar)"
_NOT: Final = r"(?:no|nunca|jamas|never|do not|don['’]?t)"
_QUOTED: Final = r"\"[^\"]+\"|“[^”]+”|«[^»]+»|‘[^’]+’|'[^']+'"
_WORD: Final = r"[^\W\d_]+"
_WORDS: Final = rf"{_WORD}(?: {_WORD}){{0,3}}"
_AND: Final = r"\s*[,;.:]?\s+(?:y |and |but |sino )?"


def _pair(pattern: str, plain: str | None = None) -> re.Pattern[str]:
    """Return a pattern in which `WRONG` and `RIGHT` are quotations, or as plain as is said."""
    entry = _QUOTED if plain is None else f"{_QUOTED}|{plain}"
    for name in ("WRONG", "RIGHT"):
        pattern = pattern.replace(name, f"(?P<{name.lower()}>{entry})")
    return re.compile(rf"\s*{pattern}\s*[.!]?\s*")


_INSTEAD: Final = r"(?:instead of|rather than|en lugar de|en vez de)"
_PAIRS: Final = (
    _pair(r"WRONG\s*(?:→|⇒|➔|➜|➡|⟶|->|=>)\s*RIGHT", _WORDS),
    _pair(r"[❌✗✘✖]\ufe0f?\s*WRONG\s*[,;/|]?\s*[✅✔☑✓]\ufe0f?\s*RIGHT", _WORDS),
    _pair(r"[✅✔☑✓]\ufe0f?\s*RIGHT\s*[,;/|]?\s*[❌✗✘✖]\ufe0f?\s*WRONG", _WORDS),
    _pair(rf"{_INSTEAD} (?:{_SPEAK} )?WRONG,? {_SPEAK} RIGHT", _WORD),
    _pair(rf"{_INSTEAD} (?:{_USE} )?WRONG,? {_USE} RIGHT"),
    _pair(rf"{_SPEAK} RIGHT(?:,? {_INSTEAD}|,? (?:y |and )?(?:not|{_NOT})) WRONG", _WORD),
    _pair(rf"(?:{_USE} )?RIGHT(?:,? {_INSTEAD}|,? (?:y |and )?(?:not|{_NOT})) WRONG"),
    _pair(rf"{_NOT} {_SPEAK} WRONG{_AND}{_SPEAK} RIGHT", _WORD),
    _pair(rf"{_NOT} {_USE} WRONG{_AND}{_USE} RIGHT"),
    _pair(rf"(?:not|{_NOT})(?: {_USE})? WRONG,? (?:but|sino) RIGHT"),
)
"""What is not quoted are some words beside a sign, and behind a verb of saying a single one."""


def replaced_word(sentence: str) -> str | None:
    """Return the word that a sentence replaces, or `None` where it is not that alone.

    What stands in its place may not hold the word, or the ban would forbid both.
    """
    shown = BULLET.sub("", unicodedata.normalize("NFC", sentence))
    plain = aligned_fold(shown)
    for pattern in _PAIRS:
        match = pattern.fullmatch(plain)
        if match is not None:
            wrong, right = (shown[slice(*match.span(name))] for name in ("wrong", "right"))
            return wrong.strip("\"“”«»‘’'") if _is_plain_pair(wrong, right) else None
    return None


def _is_plain_pair(wrong: str, right: str) -> bool:
    unquoted = [each for each in (wrong, right) if each[0] not in "\"“«‘'"]
    turns = (NEGATOR, STRAY_SIGN, TURNS_AROUND)
    if any(each.search(aligned_fold(entry)) for entry in unquoted for each in turns):
        return False
    if any(not each.islower() for each in unquoted) or any(map(_is_a_thing, unquoted)):
        return False
    return not find([wrong.strip("\"“”«»‘’'")], right)


def _is_a_thing(entry: str) -> bool:
    """Tell whether plain words name a colour or a trait, or nothing, and not what is written."""
    lexicon = load_lexicon()
    known = {*lexicon.spanish_colors, *lexicon.english_colors, *lexicon.features}
    forms = {form for word in entry.split() for form in (fold(word), *forms_of(word))}
    return fold(entry) in lexicon.empty or not forms.isdisjoint(known)
