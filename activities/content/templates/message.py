"""A message as its request wrote it: whole, or in whole sentences and their order.

No clause is taken out of its sentence: what an offer depends on stands where the offer does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from activities.content.templates.typography import phrase, sentence

_SENTENCE_END: Final = regex.compile(r"(?<=[.!?…])\s+")
_PRICE: Final = r"(?:\p{Sc} ?\d|\d[\d.,]* ?(?:\p{Sc}|%|euros?\b|dollars?\b|pounds?\b|pesos\b))"
_IS_OFFER: Final = regex.compile(
    rf"{_PRICE}|\bgratis\b|\bgratuit|\bfree\b(?!-)|\bhalf price\b|\bmitad de precio\b"
    r"|\bper ?cent\b|\bpor ciento\b|\bdescuento|\bdiscount",
    regex.IGNORECASE,
)
_IS_CONDITION: Final = regex.compile(
    r"\d|\b(?:antes|hasta|s[oó]lo|si|before|until|till|only|if)\b", regex.IGNORECASE
)


@dataclass(frozen=True)
class Parting:
    """A message in two: its first sentences, and those that follow."""

    first: str
    rest: str


def sentences_of(message: str) -> list[str]:
    """Return the sentences of a message without lone full stops."""
    return [phrase(each) for each in _SENTENCE_END.split(message) if each]


def partings_of(message: str) -> Iterator[Parting]:
    """Return the ways to say the sentences of a message in two places, the longest beginning first.

    The beginning asks nothing whose answer would follow, and neither is an offer nor sets the date
    or condition of one.
    """
    sentences = sentences_of(message)
    for count in range(len(sentences) - 1, 0, -1):
        first = _together(sentences[:count])
        if not (first.endswith("?") or is_offer(first) or _IS_CONDITION.search(first)):
            yield Parting(first, _together(sentences[count:]))


def is_offer(text: str) -> bool:
    """Tell whether a text has a price, or says that there is none."""
    return _IS_OFFER.search(text) is not None


def answers_of(message: str) -> Iterator[str]:
    """Return what of a message follows a question at its beginning, and stands without it."""
    sentences = sentences_of(message)
    if len(sentences) > 1 and sentences[0].endswith("?"):
        yield _together(sentences[1:])


def _together(phrases: list[str]) -> str:
    return " ".join([*map(sentence, phrases[:-1]), phrases[-1]])
