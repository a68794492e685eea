"""Traits of copy that a brief may forbid, each found by a pure function."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

import regex

from domain.platforms.counting import graphemes, is_emoji
from domain.text.addresses import addresses_in, is_ending, without_addresses
from domain.text.lexicon import load_lexicon
from domain.text.personal_data import EMAIL, PHONE, personal_data_in
from domain.text.prices import perhaps_prices_in, prices_in
from domain.text.spelling import fold, is_word, normalize
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
_PERHAPS_CONTRACTION: Final = re.compile(r"\b[^\W\d_]+['’]s\b", re.IGNORECASE)
"""A possessive, or a short form of `is` or `has`."""
_TRADEMARKS: Final = frozenset("©®™")
"""Unicode counts them among the pictographs; copy does not."""
_SHOUTED: Final = 4
"""Letters from which a word in capitals is shouted although it stands alone."""
_LONGEST_ACRONYM: Final = 6
"""Letters of a word in capitals that no dictionary knows, such as RENFE or UNESCO."""
_CAPITALS: Final = regex.compile(r"[^\p{L}\p{N}]*(\p{Lu}{2,})[^\p{L}\p{N}]*")
_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CODE: Final = re.compile(r"\b(?:c[oó]digo|cup[oó]n|code|coupon|voucher|ref|iso|une|\d{5})\W*$")
"""Before what is to be typed as it stands, and before a town: 27001 LUGO."""


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
    """Return the words that are shouted: in capitals, and no acronym, code or part of a link.

    Short ones count beside another one only. What the dictionaries know is a word, and else an
    acronym, unless it is longer than acronyms are.
    """
    words = without_addresses(normalize(text)).split()
    return [word for run in _shouted_runs(words) for word in run]


def has_shouted_run(text: str) -> bool:
    """Tell whether two words that stand beside each other are shouted."""
    words = without_addresses(normalize(text)).split()
    return any(len(run) > 1 for run in _shouted_runs(words))


def _shouted_runs(words: Sequence[str]) -> Iterator[list[str]]:
    """Return neighbours that are shouted; a short word alone is no shouting."""
    run: list[str] = []
    for before, written in pairwise(["", *words, ""]):
        found = _CAPITALS.fullmatch(written)
        is_shouted = found is not None and _is_word_in_capitals(found[1])
        is_code = _CODE.search(before.lower()) is not None
        if found is not None and is_shouted and not is_code:
            run.append(found[1])
            continue
        if len(run) > 1 or any(len(word) >= _SHOUTED for word in run):
            yield run
        run = []


@lru_cache(maxsize=4096)
def _is_word_in_capitals(word: str) -> bool:
    lower = word.lower()
    if lower in load_lexicon().tone["acronyms"] or _ROMAN.fullmatch(word):
        return False
    return len(word) > _LONGEST_ACRONYM or is_word(lower) or is_word(fold(lower))


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


def contractions_in(text: str) -> list[str]:
    """Return English short forms, such as `don't`."""
    return _CONTRACTION.findall(normalize(text))


def perhaps_contractions_in(text: str) -> list[str]:
    """Return what may be a short form or a possessive."""
    shown = normalize(text)
    return [each for each in _PERHAPS_CONTRACTION.findall(shown) if not _CONTRACTION.search(each)]


def phones_in(text: str) -> list[str]:
    """Return telephone numbers."""
    return [value for kind, value in personal_data_in(text) if kind == PHONE]


def emails_in(text: str) -> list[str]:
    """Return e-mail addresses."""
    return [value for kind, value in personal_data_in(text) if kind == EMAIL]


def formal_forms_in(text: str) -> list[str]:
    """Return what keeps the reader at a distance: `usted`, and the phrases of letters."""
    return [match.found for match in _formal_terms().search(text)]


@cache
def _formal_terms() -> TermIndex:
    return TermIndex(sorted(load_lexicon().tone["formal"]), exact=True)


PROFANITY: Final = "profanity"
"""What every copy is searched for by a check of its own, whether a brief forbids it or not."""


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
    "contraction": Trait(contractions_in, perhaps_contractions_in),
    "phone": Trait(phones_in),
    "email_address": Trait(emails_in),
}
"""By the name in a rule."""
