"""Shorter forms of a message: whole sentences and whole clauses of it, never a cut one.

A clause may be left out where the rest still says something alone: what a comma parts from it, a
price behind its preposition, and how long an offer stands. What is left out is said in another
field of the same creative, or in its text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from activities.content.templates.typography import capitalized, phrase
from domain.text.spelling import comparable

_SENTENCE_END: Final = regex.compile(r"(?<=[.!?…])\s+")
_PRICE: Final = r"(?:\p{Sc} ?\d|\d[\d.,]* ?(?:\p{Sc}|%|euros?\b|dollars?\b|pounds?\b|pesos\b))"
_IS_PRICE: Final = regex.compile(_PRICE)
_IS_OFFER: Final = regex.compile(
    rf"{_PRICE}|\bgratis\b|\bgratuit|\bfree\b(?!-)|\bhalf price\b|\bmitad de precio\b",
    regex.IGNORECASE,
)
_CHEAPER: Final = r"(?:half price|a mitad de precio|gratis|for free)"
_PARTINGS: Final = (
    regex.compile(r"[,;] (?=\S)|(?: [–—] |: )(?=\D)"),
    regex.compile(
        r" (?=(?:a partir de|desde|por|s[oó]lo|from|for|at|only|just) "
        rf"(?:s[oó]lo |only |just )?{_PRICE})"
    ),
    regex.compile(
        r" (?=(?:(?:s[oó]lo|only|just) )?"
        r"(?:(?:hasta el|until|till|del \d+ al|from \d+ to|antes del|before(?: the)?) ?\d|"
        r"(?:del \d+ al|from \d+ to|until \p{Lu}|hasta \p{Ll}+ de) ?\S))"
    ),
    regex.compile(rf"(?<={_CHEAPER}) (?=for|para|on|en|with|con)"),
)
"""Where a clause may be left out: behind a comma, before a price or a date, and so on."""
_LEAST: Final = 3
"""Words of a clause that says something alone, unless it has a price."""
_LEAST_BEHIND: Final = 2
"""Words of what stands behind the end of its sentence."""
_NO_BEGINNING_WORDS: Final = """
a al ante antes aunque como con cuando de del desde después donde durante en entre este esta estos
estas hasta mientras ni o para pero por porque pues que según si sin sobre tras u y after although
and as at because before both but by during either for from if in into nor of on or since so than
that this these those though through to unless until what when where which while who with without
"""
_NO_BEGINNING: Final = frozenset(_NO_BEGINNING_WORDS.split())
"""What begins no clause that stands alone at the head of a sentence."""
_NO_TAIL_WORDS: Final = """
aunque como cuando cuanto cuya cuyo donde ni o para pero porque pues que quien sea según si sino u
y although and as because but nor or so than that though to unless what when where which while who
whose
"""
_NO_TAIL: Final = frozenset(_NO_TAIL_WORDS.split())
"""What begins nothing that stands alone at the end."""
_NO_END_WORDS: Final = """
a al con de del desde e el en hasta la las los o para por que sin solo sólo su tu u un una y
a an and at by for from in just of on only or the to until with your
"""
_NO_END: Final = frozenset(_NO_END_WORDS.split())
"""What waits for the next word."""
_FURTHER: Final = regex.compile(r"([^,;]+), (?:y|and) (\S+(?: \S+){3,})")
"""A clause and a further one, which adds to it and comes after it: no list, and no condition."""
_PRICED: Final = regex.compile(rf"(?:por|for|at) (?={_PRICE})", regex.IGNORECASE)
"""The preposition that a price needs within its sentence only."""
_AND: Final = regex.compile(r"\b(?:y|e|o|u|and|or|&)\b|&", regex.IGNORECASE)
_PREPOSITION_WORDS: Final = """
a con de del desde en hasta por sin solo sólo at back for from in only on until with without
"""
_PREPOSITION: Final = frozenset(_PREPOSITION_WORDS.split())
_PAIRS: Final = ("()", "«»", "“”", "[]")


@dataclass(frozen=True)
class Half:
    """A message in two: what stands alone, and the rest of it."""

    first: str
    rest: str


def sentences_of(message: str) -> list[str]:
    """Return the sentences of a message, each as a phrase."""
    return [phrase(sentence) for sentence in _SENTENCE_END.split(message) if sentence]


def is_offer(text: str) -> bool:
    """Tell whether a text says what something costs, or that it costs nothing."""
    return _IS_OFFER.search(text) is not None


def halves_of(message: str) -> Iterator[Half]:
    """Return the ways to say a message in two, those first whose beginning has the offer.

    Of several sentences each may begin, and the others are the rest. Of one sentence its clauses.
    """
    found: list[Half] = []
    for sentence, others in _each_with_others(message):
        if others:
            found.append(Half(sentence, _together(others)))
        clauses = [*_further_of(sentence), *_clauses_of(sentence)]
        told = [other for other in others if not other.endswith("?")]  # it comes before its answer
        found += [Half(each.first, _together([each.rest, *told])) for each in clauses]
    yield from sorted(found, key=lambda half: not is_offer(half.first))


def tails_of(message: str) -> Iterator[Half]:
    """Return the ways to begin with how a sentence ends, the offer first: its price, its date."""
    found = [
        Half(clause.rest, _together([clause.first, *others]))
        for sentence, others in _each_with_others(message)
        for clause in _clauses_of(sentence, least=_LEAST_BEHIND)
    ]
    yield from sorted(found, key=lambda half: not is_offer(half.first))


def openings_of(rest: str) -> Iterator[str]:
    """Return the rest of a message, and where it is too long its clauses, the longest first."""
    yield rest
    for sentence in sentences_of(rest):
        yield sentence
        clauses = _clauses_of(sentence, least=_LEAST_BEHIND)
        yield from (clause.first for clause in clauses if is_offer(clause.first))
        head, comma, _ = sentence.partition(", ")
        if comma and is_offer(head):
            yield head


def _each_with_others(message: str) -> Iterator[tuple[str, list[str]]]:
    sentences = sentences_of(message)
    for place, sentence in enumerate(sentences):
        yield sentence, sentences[:place] + sentences[place + 1 :]


def _clauses_of(sentence: str, least: int = _LEAST) -> Iterator[Half]:
    """Part a sentence, the longest beginning first."""
    if sentence.endswith("?") or "¿" in sentence:
        return
    bare = sentence.strip("¡!")
    is_exclaimed = bare != sentence
    places = sorted(
        {
            (match.start(), match.end(), number)
            for number, expression in enumerate(_PARTINGS)
            for match in expression.finditer(bare)
        },
        reverse=True,
    )
    for start, end, number in places:
        first, rest = bare[:start].rstrip(" ,;"), bare[end:].strip()
        if not (_stands_alone(first, least) and _may_follow(rest, is_listed=number == 0)):
            continue
        if is_exclaimed:
            first = f"¡{first}!" if sentence.startswith("¡") else f"{first}!"
        yield Half(first, capitalized(_unled(rest)))


def _unled(rest: str) -> str:
    """Return the rest without what leads to a price at its head."""
    match = _PRICED.match(rest)
    return rest[match.end() :] if match else rest


def _further_of(sentence: str) -> Iterator[Half]:
    match = _FURTHER.fullmatch(sentence)
    if match is not None and _stands_alone(match[1], _LEAST):
        yield Half(match[1], capitalized(match[2]))


def _stands_alone(first: str, least: int) -> bool:
    words = comparable(first).strip("¡").split()
    is_balanced = all(first.count(pair[0]) == first.count(pair[1]) for pair in _PAIRS)
    says_enough = len(words) >= least or is_offer(first)
    if not words or not is_balanced or not says_enough:
        return False
    return words[0] not in _NO_BEGINNING and words[-1] not in _NO_END


def _may_follow(rest: str, *, is_listed: bool) -> bool:
    """Tell whether the end of a sentence can be read alone, and is no part of a list."""
    words = comparable(rest).split()
    if not words or words[0] in _NO_TAIL:
        return False
    leads_on = words[0] in _PREPOSITION or _IS_PRICE.match(rest) is not None
    return not is_listed or leads_on or _AND.search(rest) is None


def _together(texts: list[str]) -> str:
    """Join phrases as sentences."""
    ended = [text if text.endswith(("!", "?", "…")) else f"{text}." for text in texts[:-1] if text]
    return " ".join([*ended, *texts[-1:]])
