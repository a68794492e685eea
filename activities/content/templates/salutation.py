"""How a request addresses its readers, which a letter's greeting does as well."""

from typing import Final

import regex

from contracts import ContentOrder, Language
from domain.text.lemmas import is_known, lemmatize
from domain.text.spelling import comparable
from domain.text.tuteo import tuteo_in
from domain.tone import Voice

_ENCLITIC: Final = regex.compile(r"(?<=[ae]n?)(?:nos|se|me|l[oae]s?)$")
_YOU: Final = frozenset({"usted", "ustedes"})
_YOURS: Final = frozenset({"su", "sus"})
_SPELT: Final = (("qu", "c"), ("gu", "g"), ("c", "z"), ("", ""))
"""How a stem ends before `e`, and how its infinitive has it: busque, pague, realice."""
_STRESSED: Final = (("ie", "e"), ("ue", "o"))
"""What a stressed stem has, and what its infinitive has instead: empiece, cuente."""
_IRREGULAR: Final = frozenset({"venga", "vengan", "de", "den", "vaya", "vayan", "elija", "elijan"})
"""Whose infinitive no ending tells."""


def voice_of(order: ContentOrder, asked: Voice) -> Voice:
    """Return the voice that was asked for, or else that of a Spanish call to action.

    Args:
        order: What is written.
        asked: By the request; neutral where it asks for none.
    """
    if asked is not Voice.NEUTRAL or order.language is not Language.SPANISH:
        return asked
    return Voice.FORMAL if _is_courteous(order.call_to_action) else asked


def _is_courteous(action: str) -> bool:
    """Tell whether a call to action says `usted`: by its pronouns, or by the mood of its verb.

    Behind a verb of `tú` stands what is somebody else's: mira sus fotos.
    """
    words = comparable(action).split()
    if not words or tuteo_in(action):
        return False
    is_owned = _is_verb(words[0]) and not _YOURS.isdisjoint(words)
    return is_owned or not _YOU.isdisjoint(words) or _is_order(words[0])


def _is_order(word: str) -> bool:
    """Tell whether a word is an imperative of `usted`: reserve, pida, llámenos."""
    forms = {word, _ENCLITIC.sub("", word)}
    return any(form in _IRREGULAR or _is_form(form.removesuffix("n")) for form in forms)


def _is_form(form: str) -> bool:
    stem, ending = form[:-1], form[-1:]
    if not stem:
        return False
    verb = lemmatize(form, Language.SPANISH)
    if ending == "a":
        return verb.endswith(("er", "ir")) or _is_verb(f"{stem}ir") or _is_verb(f"{stem}er")
    if ending != "e" or verb.endswith(("er", "ir")):
        return False
    spelt = [stem.removesuffix(before) + after for before, after in _SPELT if stem.endswith(before)]
    spelt += [each.replace(*change) for each in spelt for change in _STRESSED]
    return any(map(_is_verb, [verb, *(f"{each}ar" for each in spelt)]))


def _is_verb(word: str) -> bool:
    return word.endswith(("ar", "er", "ir")) and is_known(word, Language.SPANISH)
