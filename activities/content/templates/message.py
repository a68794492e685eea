"""A message as its request wrote it: whole, or in whole sentences and their order.

No clause is taken out of its sentence: what an offer depends on stands where the offer does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

_SENTENCE_END: Final = regex.compile(r"(?<=[.!?…])\s+")
_WORD: Final = regex.compile(r"(?<![#\p{L}\p{M}\p{N}_])[\p{L}\p{N}]")
"""What a sentence has, and hashtags alone have not."""
_TAGS: Final[regex.Pattern[str]] = regex.compile(r"(?:\s+#[\p{L}\p{M}\p{N}_]+)+$")
_PRICE: Final = r"(?:\p{Sc} ?\d|\d[\d.,]* ?(?:\p{Sc}|%|euros?\b|dollars?\b|pounds?\b|pesos\b))"
_IS_OFFER: Final = regex.compile(
    rf"{_PRICE}|\bgratis\b|\bgratuit|\bfree\b(?!-)|\bhalf price\b|\bmitad de precio\b"
    r"|\b\d ?[x×] ?\d\b|\b(?:2|dos) por (?:1|una?)\b|\b(?:2|two) for (?:1|one)\b"
    r"|\bper ?cent\b|\bpor ciento\b|\bdescuento|\bdiscount",
    regex.IGNORECASE,
)
_BINDS: Final = regex.compile(
    r"\b(?:antes|hasta|(?<!\bun )s[oó]lo|si|before|until|till|only|if)\b", regex.IGNORECASE
)
"""Words of a condition: hasta el domingo, only with a card; "sin un solo susto" sets none."""
_IS_CONDITION: Final = regex.compile(rf"\d|{_BINDS.pattern}", regex.IGNORECASE)
_QUALIFIES: Final = regex.compile(
    r"\d|^(?:for|para)\b|\b(?:sin|no|ni|m[ií]nim\w*|m[aá]xim\w*|aparte|exclu\w*|salvo|excepto|desde"
    r"|a partir|m[aá]s|primer\w*|nuev\w*|soci\w*|pedidos?|plazas?|unidades|cada(?! un[oa]\b)"
    r"|v[aá]lid\w*|oferta|without|not?|minimum|maximum|extra|plus|except|from|first|new|members?"
    r"|orders?|each|every(?! one\b)|per|valid|offer|subject|terms|while|when|must|with|con)\b",
    regex.IGNORECASE,
)
"""What a sentence behind a price may have that limits it."""
_COSTS_NOTHING: Final = regex.compile(
    r"\bgratis\b|\bgratuit|\bfree\b(?!-)|\b(?:sin|no) (?:\p{L}+ )?"
    r"(?:fees?|charges?|costs?|cuotas?|costes?|gastos|comisi[oó]n(?:es)?)\b",
    regex.IGNORECASE,
)
"""Where nothing is to be paid, the condition beside it is of that: no monthly fee until March."""
_RESTRICTS: Final = regex.compile(
    r"^(?:for|para)\b|\b(?:nuev\w*|soci\w*|new|members?)\b", regex.IGNORECASE
)
"""What a sentence before a price may have that limits whose it is."""
_GOES_ON: Final = regex.compile(
    r"(?:adem[aá]s|as[ií]|e|o|pero|tambi[eé]n|y|also|and|but|or|plus|so)\b", regex.IGNORECASE
)


@dataclass(frozen=True)
class Parting:
    """A message in two: its first sentences, and those that follow."""

    first: str
    rest: str


def sentences_of(message: str) -> list[str]:
    """Return the sentences of a message without lone full stops."""
    return [_together([each]) for each in _pieces(message)]


def partings_of(message: str) -> Iterator[Parting]:
    """Return the ways to say the sentences of a message in two places, the longest beginning first.

    The beginning asks nothing whose answer would follow, and neither is an offer nor sets the date
    or condition of one.
    """
    pieces = _pieces(message)
    for count in range(len(pieces) - 1, 0, -1):
        first = _together(pieces[:count])
        if not (first.endswith("?") or is_offer(first) or _IS_CONDITION.search(first)):
            yield Parting(first, _together(pieces[count:]))


def openings_of(message: str) -> Iterator[str]:
    """Return the first sentence of a message where the others take nothing back of it.

    It may have a date or a price, as long as no other has what could be the condition of one.
    """
    pieces = _pieces(message)
    first, rest = _together(pieces[:1]), _together(pieces[1:])
    limiting = _together(_limiting(pieces[1:]))
    is_bound = _BINDS.search(first) is not None or _BINDS.search(limiting) is not None
    is_free = not is_offer(first) or _QUALIFIES.search(limiting) is None
    if rest and is_free and not is_bound and not first.endswith("?"):
        yield first


def statements_of(message: str) -> Iterator[str]:
    """Return the sentences of a message each of which stands alone beside what is sold.

    None asks, goes on with another or is but a condition, and no other sets one of its price.
    """
    sentences = sentences_of(message)
    for place, each in enumerate(sentences):
        before, after = _limiting(sentences[:place]), _limiting(sentences[place + 1 :])
        is_bound = (
            any(_BINDS.search(other) for other in (*before, *after))
            or any(_RESTRICTS.search(other) for other in before)
            or any(_QUALIFIES.search(other) for other in after)
        )
        is_free = not is_bound if is_offer(each) else _BINDS.match(each) is None
        if is_free and not each.endswith("?") and _GOES_ON.match(each) is None:
            yield each


def _limiting(sentences: list[str]) -> list[str]:
    """Return those sentences whose conditions may be of what another says."""
    return [each for each in sentences if _COSTS_NOTHING.search(each) is None]


def is_offer(text: str) -> bool:
    """Tell whether a text has a price, or says that there is none."""
    return _IS_OFFER.search(text) is not None


def answers_of(message: str) -> Iterator[str]:
    """Return what of a message follows a question at its beginning, and stands without it."""
    first, *others = _pieces(message) or [""]
    if others and first.endswith("?"):
        yield _together(others)


def untagged(message: str) -> str:
    """Return a message without the hashtags at its end: they are for those who read all of it."""
    return _together([_TAGS.sub("", message)])


def _pieces(message: str) -> list[str]:
    """Return the sentences of a message with their marks, and hashtags and emoji behind them."""
    pieces: list[str] = []
    for each in filter(None, _SENTENCE_END.split(message)):
        if pieces and not _WORD.search(each):
            pieces[-1] += f" {each}"
        else:
            pieces.append(each)
    return pieces


def _together(pieces: list[str]) -> str:
    text = " ".join(pieces)
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text
