"""A message in two, in its own order: whole sentences and whole clauses, never a cut one.

What comes first says something alone, and what follows can be read below it: two fields that
readers see together part a message between them. Nothing of it is turned round or left out.
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
_RUNS_ON: Final = regex.compile(r"(?<![,;:–—])(?<!\b(?:s[oó]lo|only|just))$")
"""Where what is added to a sentence stands without a comma behind what was added before."""
_AND: Final = regex.compile(r"\b(?:y|e|o|u|and|or|&)\b|&", regex.IGNORECASE)
_ADDED_WORDS: Final = """
a antes con de del desde en hasta por sin solo sólo
at back before for from in only on until with without
"""
_ADDED: Final = tuple([word] for word in _ADDED_WORDS.split())
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


def halves_of(message: str, product: str = "") -> Iterator[Half]:
    """Return the ways to say a message in two, the longest beginning first.

    Args:
        message: Of several sentences each end of one parts it; of one sentence its clauses do.
        product: What a beginning may name without saying more.
    """
    sentences = sentences_of(message)
    if len(sentences) == 1:
        yield from _further_of(message)
        yield from _clauses_of(message, product)
    for count in range(len(sentences) - 1, 0, -1):
        if not sentences[count - 1].endswith("?"):  # it waits for its answer
            yield Half(_together(sentences[:count]), _together(sentences[count:]))


def _clauses_of(sentence: str, product: str) -> Iterator[Half]:
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
        behind = [bare[:later] for later, _, kind in places if later > start and kind]
        runs_on = any(_RUNS_ON.search(text) for text in behind)
        is_named = bool(product) and comparable(first) == comparable(product)
        if not (is_named or _stands_alone(first)) or (runs_on and _leads_on(rest)):
            continue
        if not _may_follow(rest, is_listed=number == 0):
            continue
        if is_exclaimed:
            first = f"¡{first}!" if sentence.startswith("¡") else f"{first}!"
        yield Half(first, capitalized(rest))


def _further_of(sentence: str) -> Iterator[Half]:
    match = _FURTHER.fullmatch(sentence)
    if match is not None and _stands_alone(match[1]):
        yield Half(match[1], capitalized(match[2]))


def _stands_alone(first: str) -> bool:
    words = comparable(first).strip("¡").split()
    is_balanced = all(first.count(pair[0]) == first.count(pair[1]) for pair in _PAIRS)
    says_enough = len(words) >= _LEAST or is_offer(first)
    if not words or not is_balanced or not says_enough:
        return False
    return words[0] not in _NO_BEGINNING and words[-1] not in _NO_END


def _may_follow(rest: str, *, is_listed: bool) -> bool:
    """Tell whether the end of a sentence can be read alone, and is no part of a list."""
    words = comparable(rest).split()
    if not words or words[0] in _NO_TAIL:
        return False
    return not is_listed or _leads_on(rest) or _AND.search(rest) is None


def _leads_on(rest: str) -> bool:
    """Tell whether it begins as what is added to a sentence does: with a preposition or a price."""
    return comparable(rest).split()[:1] in _ADDED or _IS_PRICE.match(rest) is not None


def _together(texts: list[str]) -> str:
    """Join phrases as sentences."""
    ended = [text if text.endswith(("!", "?", "…")) else f"{text}." for text in texts[:-1] if text]
    return " ".join([*ended, *texts[-1:]])
