"""The hashtags that a request itself gives: names that people can read in one word."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Final

import regex

from activities.content.templates.brevity import most_tags
from activities.content.templates.facts import Facts
from activities.content.templates.product_names import cores_of
from activities.content.templates.shared_words import said_in
from activities.content.templates.typography import capitalized
from contracts import Language
from domain.text.spelling import comparable
from domain.text.stop_words import STOP_WORDS

MAX_TAGS: Final = 3
MAX_TAG_LENGTH: Final = 24
MAX_TAG_WORDS: Final = 3
MAX_JOINED_WORDS: Final = 2
"""How many hashtags a post has at most, and how long one is that people look for: in characters,
and in words; of a phrase that articles or prepositions join, the words besides these, unless it is
a name, or they say for whom."""
_FOR: Final = {"for", "para"}

_WORDS: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_INSIDE: Final = regex.compile(r"(?<=\p{L})['’](?=\p{L})")
_AND: Final[regex.Pattern[str]] = regex.compile(r"\s&\s")
_AND_NAMED: Final[Mapping[Language, str]] = {
    Language.SPANISH: " y ",
    Language.ENGLISH: " and ",
}
_FIGURES: Final = regex.compile(r"[%()\p{Sc}]|\d\W+\d")
"""Amounts and years, which nobody can read in a tag."""


def tags_of(facts: Facts) -> list[str]:
    """Return the hashtags that the request itself gives, the most telling first."""
    if facts.forbids_hashtags:
        return []
    tags: dict[str, str] = {}
    names = [facts.short_brand, facts.angle or ""]
    names_brand = said_in(facts.brand, facts.product)
    if facts.is_brand_the_product or not names_brand:
        names.insert(1, "" if _FIGURES.search(facts.product) else facts.product)
    for name in names:
        # What is left of a Spanish name may be another thing: servicio de ayuda.
        is_whole = name == facts.short_brand or facts.language is Language.SPANISH
        cores = [] if is_whole else cores_of(name, facts.language)
        kept = (
            core for core in cores if _is_head_in(core, name) and not _is_for_others(core, name)
        )
        tag = next(filter(None, (_tag(each, facts) for each in (name, *kept))), "")
        if tag:
            tags.setdefault(comparable(tag), f"#{tag}")
    most = most_tags() if facts.is_minimal else MAX_TAGS
    return list(tags.values())[: int(min(most, facts.most_hashtags or most))]


def _is_head_in(core: str, name: str) -> bool:
    """Tell whether what is left of a name says what is sold: not "hire by the hour" of a van.

    That is so of its beginning, and of two words that no other joins.
    """
    idle = STOP_WORDS[Language.ENGLISH]
    first = takewhile(lambda word: word not in idle, core.lower().split())
    return name.startswith(core) or len(list(first)) > 1


def _is_for_others(core: str, name: str) -> bool:
    """Tell whether a name was cut before those for whom it is: a first groom is a wedding's.

    What stands before a comma is a name of its own.
    """
    own = name.partition(",")[0]
    whole = own if core in own else name
    return _FOR.isdisjoint(core.split()) and not _FOR.isdisjoint(whole.split())


def _tag(name: str, facts: Facts) -> str:
    """Return a name as a tag that people can read; empty where it makes none."""
    idle = STOP_WORDS[facts.language]
    plain = _AND.sub(_AND_NAMED[facts.language], _INSIDE.sub("", name))
    words = _WORDS.findall(plain.lower() if plain.isupper() and " " in plain else plain)
    is_name = name == facts.short_brand or all(word.istitle() for word in words[:2])
    begins_idle = plain.partition(" ")[0].lower() in idle
    if begins_idle and not is_name and words[1:]:
        del words[0]
    is_alone = len(words) == 1 and name == facts.short_brand
    tag = "".join(word if is_alone else capitalized(word) for word in words)
    telling = [word for word in words if word.lower() not in idle]
    is_plain = {word.lower() for word in words} <= {*map(str.lower, telling), *_FOR}
    most = MAX_TAG_WORDS if is_name or is_plain else MAX_JOINED_WORDS
    # Of capitals in capitals nobody sees where one word ends: #DELEExam.
    runs_on = any(word.isupper() and len(word) > 1 for word in words[:-1])
    count = len(telling) - _inner(plain, idle)
    if tag.isnumeric() or len(tag) > MAX_TAG_LENGTH or count > most or runs_on:
        return ""
    return tag


def _inner(name: str, idle: frozenset[str]) -> int:
    """Return how many words of a name are tied to one before them: man-and-van is one, not two."""
    compounds = [_WORDS.findall(word.lower()) for word in name.split()]
    tied = [parts for parts in compounds if idle & {*parts[1:-1]}]
    return sum(len([part for part in parts if part not in idle]) - 1 for parts in tied)
