"""Traits of copy that a brief may forbid, each found by a pure function."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from domain.platforms.counting import graphemes, is_emoji
from domain.text.addresses import addresses_in, is_ending, without_addresses
from domain.text.lexicon import load_lexicon
from domain.text.prices import perhaps_prices_in, prices_in
from domain.text.spelling import normalize
from domain.text.tuteo import perhaps_tuteo_in, tuteo_in
from domain.text.words import TermIndex

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HASHTAG: Final = re.compile(r"(?<![\w&])[#＃]\w+")
_MENTION: Final = re.compile(r"(?<![\w@./])@\w[\w.]*")
_PERHAPS_LINK: Final = re.compile(
    r"(?<![\w@.-])(?:[^\W_][\w-]++\.)+([a-z]{2,24})(?![\w@])", re.IGNORECASE
)
"""A domain, or two sentences without a space between them."""
_EMOTICON: Final = re.compile(
    r"(?<!\w)(?:[:;][-'^o]?[()DPpOo/\\|*\[\]]|:3|=[()D]|[xX]D|\^_?\^|<3(?!\s?\w))(?!\w)"
)
_CONTRACTION: Final = re.compile(
    r"\b\w+(?:n['’]t|['’](?:re|ve|ll|m|d))\b|\b(?:it|that|there|here|what|let|he|she|who|where)['’]s\b",
    re.IGNORECASE,
)
_TRADEMARKS: Final = frozenset("©®™")
"""Unicode counts them among the pictographs; copy does not."""
_SHOUTED: Final = 4
"""Letters from which a word in capitals is no acronym."""


def words_in(text: str) -> list[str]:
    """Return the words of a text, without numbers."""
    return _WORD.findall(normalize(text))


def emoji_in(text: str) -> list[str]:
    """Return the emoji, by what a reader takes for one character."""
    return [each for each in graphemes(text) if is_emoji(each) and each not in _TRADEMARKS]


def emoticons_in(text: str) -> list[str]:
    """Return faces and hearts made of punctuation."""
    return _EMOTICON.findall(normalize(text))


def emoji_and_emoticons_in(text: str) -> list[str]:
    """Return what a brief that forbids emoticons means."""
    return emoji_in(text) + emoticons_in(text)


def capitals_in(text: str) -> list[str]:
    """Return the words in capitals that are no acronym, and runs of at least two of any length."""
    words = _WORD.findall(normalize(text))
    shouted = [regex.fullmatch(r"\p{Lu}{2,}", word) is not None for word in words]
    return [
        word
        for number, word in enumerate(words)
        if shouted[number]
        and (
            len(word) >= _SHOUTED
            or any(shouted[max(0, number - 1) : number])
            or any(shouted[number + 1 : number + 2])
        )
    ]


def exclamations_in(text: str) -> list[str]:
    """Return the exclamation marks, opening ones too."""
    return re.findall(r"[!¡]", normalize(text))


def hashtags_in(text: str) -> list[str]:
    """Return the hashtags."""
    return _HASHTAG.findall(normalize(text))


def mentions_in(text: str) -> list[str]:
    """Return the accounts that are called by their name behind an `@`."""
    return _MENTION.findall(normalize(text))


def links_in(text: str) -> list[str]:
    """Return web addresses, also without a scheme."""
    shown = normalize(text)
    return [shown[each.start : each.end] for each in addresses_in(shown) if each.is_certain]


def perhaps_links_in(text: str) -> list[str]:
    """Return what may be a web address: its ending is rare, or a word, or has a capital."""
    rest = without_addresses(normalize(text))
    return [match[0] for match in _PERHAPS_LINK.finditer(rest) if is_ending(match[1])]


def casual_forms_in(text: str) -> list[str]:
    """Return slang in both languages and English contractions."""
    shown = normalize(text)
    slang = load_lexicon().tone["slang"]
    words = [word for word in _WORD.findall(shown) if word.lower().replace("’", "'") in slang]
    return words + _CONTRACTION.findall(shown)


def formal_forms_in(text: str) -> list[str]:
    """Return what keeps the reader at a distance: `usted`, and the phrases of letters."""
    return [match.found for match in _formal_terms().search(text)]


@cache
def _formal_terms() -> TermIndex:
    return TermIndex(sorted(load_lexicon().tone["formal"]), exact=True)


@dataclass(frozen=True)
class Trait:
    """What a brief may forbid of the copy."""

    find: Callable[[str], list[str]]
    suspect: Callable[[str], list[str]] | None = None
    """Finds what may be the trait, or something else."""


TRAITS: Final[Mapping[str, Trait]] = {
    "emoji": Trait(emoji_in, emoticons_in),
    "emoticon": Trait(emoji_and_emoticons_in),
    "caps": Trait(capitals_in),
    "exclamation": Trait(exclamations_in),
    "hashtag": Trait(hashtags_in),
    "mention": Trait(mentions_in),
    "price": Trait(prices_in, perhaps_prices_in),
    "tuteo": Trait(tuteo_in, perhaps_tuteo_in),
    "url": Trait(links_in, perhaps_links_in),
}
"""By the name in a rule."""
