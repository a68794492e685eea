"""How a text is ended, marked and shortened without hurting it."""

from collections.abc import Callable, Sequence
from typing import Final

import regex

from activities.content.templates.line_breaks import SMALL
from contracts import Language
from domain.platforms.counting import graphemes, is_emoji
from domain.text.addresses import addresses_in
from domain.text.lemmas import is_known, lemmatize
from domain.text.spelling import comparable

_ELLIPSIS: Final = "…"
_FINAL: Final = regex.compile(r"[.!?…:;]+[»”\"'’)\]]*$")
_TAG: Final = regex.compile(r"(?<!\S)#[\p{L}\p{M}\p{N}_]+$")
_SPACES: Final[regex.Pattern[str]] = regex.compile(r" {2,}")
_GAP: Final[regex.Pattern[str]] = regex.compile(r" +(?=[.,;:!?]|$)")
_SEVERAL: Final = regex.compile(r"[.?…]\s")
_FIRST_LETTER: Final[regex.Pattern[str]] = regex.compile(r"^[¿¡«“‘\"'(\[]*\p{Ll}")
_ENGLISH_NAMES: Final = """
african american arab arabic basque british buddhist caribbean catalan celtic cuban czech danish
dutch french german gothic greek halloween hindu iraqi islamic israeli latin london mexican moroccan
muslim nordic roman swiss texan thai tuscan welsh xmas
"""
_SPANISH_NAMES: Final = """
carnaval carnavales cuaresma halloween navidad navidades nochebuena nochevieja pascua reyes
sanfermines
"""
_NAMES: Final = {
    Language.ENGLISH: (
        frozenset(_ENGLISH_NAMES.split()),
        regex.compile(r"(?:ish|ian|ean|ese)$"),
    ),
    Language.SPANISH: (frozenset(_SPANISH_NAMES.split()), None),
}
"""Words with a capital, beside those of which a dictionary knows it, and how English ones end."""
_LAST_SENTENCE: Final = regex.compile(r"(?:^|(?<=[.!?…]\s))(?:[^.!?…]|[.!?…](?!\s|$))*[?!]+$")


def sentence(text: str) -> str:
    """Return the text with a full stop, unless something ends it already or would take it up."""
    text = text.rstrip()
    return text if not text or _FINAL.search(text) or ends_bare(text) else f"{text}."


def ends_bare(text: str) -> bool:
    """Tell whether a text ends with what has no mark behind it: a hashtag, an address, an emoji."""
    last = text.rpartition(" ")[2]
    is_link = any(each.is_clickable and each.end == len(last) for each in addresses_in(last))
    return is_link or _TAG.search(last) is not None or any(map(is_emoji, graphemes(last)[-1:]))


def phrase(text: str) -> str:
    """Return the text on one line and without a lone full stop, to stand as a headline."""
    text = " ".join(text.split())
    if text.endswith(".") and not text.endswith("..") and ". " not in text:
        return text[:-1].rstrip() or text
    return text


def opened(text: str, language: Language) -> str:
    """Return a Spanish text with the opening mark that its last sentence lacks."""
    if language is not Language.SPANISH:
        return text
    match = _LAST_SENTENCE.search(text)
    if match is None:
        return text
    last = match.group()
    mark = "¿" if last.endswith("?") else "¡"
    return text if mark in last else f"{text[: match.start()]}{mark}{last}"


def capitalized(text: str) -> str:
    """Return the text with a capital at its start, but leave names such as iPhone alone."""
    first = text.partition(" ")[0]
    if not first.islower():
        return text
    begun: str = _FIRST_LETTER.sub(lambda found: found[0].upper(), text, count=1)
    return begun


def uncapitalized(text: str, language: Language) -> str:
    """Return the text with a small letter at its start where that is a common word's."""
    first, space, rest = text.partition(" ")
    lower = first.lower()
    is_word = first.istitle() and is_known(lower, language) and not _is_name(lower, language)
    return f"{lower}{space}{rest}" if is_word else text


def ordered(text: str) -> str:
    """Return a call to action as it stands within a line: its verb is no name."""
    first, space, rest = text.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.istitle() else text


def _is_name(word: str, language: Language) -> bool:
    """Tell whether a language writes a word with a capital: Thursday, Italian, Navidad."""
    names, endings = _NAMES[language]
    is_listed = comparable(word) in names or bool(endings and endings.search(word))
    return is_listed or not lemmatize(word, language).islower()


def without_exclamations(text: str) -> str:
    """Return the text as a plain statement."""
    if "!" not in text and "¡" not in text:
        return text
    text = regex.sub(r"!+(?=\s+\S)", ".", text.replace("¡", "").replace("?!", "?"))
    if _SEVERAL.search(text):  # the last of several sentences ends as the others do
        text = regex.sub(r"!+$", ".", text)
    return capitalized(regex.sub(r"([.?…:])\.", r"\1", text.replace("!", "")))


def without_emoji(text: str) -> str:
    """Return the text without pictographs, flags and keycaps, and without the gaps they leave."""
    if not any(is_emoji(char) for char in graphemes(text)):
        return text
    kept = "".join("" if is_emoji(char) else char for char in graphemes(text))
    closed: str = _GAP.sub("", _SPACES.sub(" ", kept)).strip()
    return sentence(closed) if is_emoji(graphemes(text)[-1]) and _SEVERAL.search(closed) else closed


def fit(drafts: Sequence[str], fits: Callable[[str], bool]) -> str | None:
    """Return the first draft that fits, if one does."""
    return next((draft for draft in drafts if draft and fits(draft)), None)


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return what fits of a text, cut between words where it has any, and behind none that leads.

    Of "Mudanzas Ribera del Nervión" it leaves "Mudanzas Ribera", where "del" would fit as well.
    """
    for pieces, joint in ((text.split(), " "), (graphemes(text), "")):
        low, high = 0, len(pieces)
        while low < high:
            middle = (low + high + 1) // 2
            if fits(joint.join(pieces[:middle]).rstrip(" ,;:.-–—¿¡") + _ELLIPSIS):
                low = middle
            else:
                high = middle - 1
        while joint and low > 1 and pieces[low - 1].lower() in SMALL:
            low -= 1
        kept = joint.join(pieces[:low]).rstrip(" ,;:.-–—¿¡")
        if kept:
            return kept + _ELLIPSIS
    return ""
