"""What each copy field could say, in drafts that go from long to short.

Each field has work of its own: what readers see together says the same thing once, and where the
request has nothing more to say, a field says less.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from activities.content.templates.facts import Facts, is_same, said_in
from activities.content.templates.hashtags import tags_of
from activities.content.templates.message import halves_of, is_offer
from activities.content.templates.typography import sentence
from activities.content.templates.wording import CLOSING, DISCOVER, GREETING, MORE
from domain.platforms import FieldKind, Part, Placement

_DROPPED_FIRST: Final = (
    Part.PITCH,
    Part.PRODUCT,
    Part.GREETING,
    Part.CLOSING,
    Part.ACTION,
    Part.LINK,
)
"""What a body can do without, in that order."""

_NAMED: Final = frozenset({Part.PITCH, Part.PRODUCT})
"""What names the product; minimal copy does without it."""


def drafts_of(
    kind: FieldKind, facts: Facts, placement: Placement, copy: Mapping[str, str]
) -> Iterator[str]:
    """Return the drafts of one field.

    Args:
        kind: Which field.
        facts: What the request says.
        placement: Where the copy stands.
        copy: What the fields before this one say.
    """
    return _DRAFTS[kind](facts, placement, copy)


def _headline(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message; in a mail, whose subject and text have it, what it is about."""
    halves = _beginnings(facts, placement, FieldKind.DESCRIPTION)
    names = [] if facts.is_product_apart or facts.is_brand_the_product else _names(facts)
    if facts.is_message_an_action or "subject" in copy:
        yield from (*names, facts.message, *halves)
    else:
        yield from (facts.message, *halves, *names)
    yield from _names(facts)
    if "business_name" in placement.fields or facts.is_minimal:
        yield facts.brand


def _names(facts: Facts) -> list[str]:
    return [facts.title, facts.short_title]


def _beginnings(facts: Facts, placement: Placement, beside: FieldKind) -> list[str]:
    """Return the beginnings of the message that mislead nobody: the rest of an offer is seen."""
    limit = placement.fields.get(beside)
    return [
        half.first
        for half in halves_of(facts.message, facts.product)
        if not is_offer(half.first) or (limit is not None and limit.admits(sentence(half.rest)))
    ]


def _rest(facts: Facts, beginning: str) -> list[str]:
    """Return what is left to be said of the message when another field begins it."""
    halves = halves_of(facts.message, facts.product)
    return [half.rest for half in halves if is_same(half.first, beginning)]


def _long_headline(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say whose the product is and what; where the headline does, who asks to do what."""
    headline = copy.get("headline", "")
    byline = [] if is_same(headline, facts.brand) else [facts.byline]
    drafts = (*byline, *_names(facts), f"{sentence(facts.brand)} {facts.action}", facts.message)
    yield from (draft for draft in drafts if not is_same(draft, headline))


def _description(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the headline does not: the rest of the message, or what it is about."""
    is_required = placement.fields["description"].required
    headline = copy.get("headline", "")
    drafts = _rest(facts, headline)
    is_name = any(is_same(headline, name) for name in (*_names(facts), facts.brand))
    if is_name and not facts.is_message_an_action and "subject" not in copy:
        drafts.append(facts.message)
    if facts.is_product_news and not facts.is_product_apart:
        drafts.append(facts.title)
    if is_required:
        drafts += [facts.message, facts.title, facts.brand, facts.action]
        drafts = [sentence(draft) for draft in drafts]
    new = [draft for draft in drafts if not said_in(draft, headline)]
    said = [text for name, text in copy.items() if name != "headline"]
    yield from (draft for draft in new if not any(is_same(draft, text) for text in said))
    yield from new if is_required else ()


def _subject(facts: Facts, placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message; in part, where the preheader has room for the rest of it."""
    yield facts.message
    yield from _beginnings(facts, placement, FieldKind.PREHEADER)
    yield from _names(facts)


def _preheader(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the subject does not: the rest of the message, or what it is about."""
    subject = copy.get("subject", "")
    told = _rest(facts, subject)
    if any(is_same(subject, name) for name in _names(facts)):
        told.append(facts.message)
    yield from (end for text in told for end in (_with_action(text, facts), sentence(text)))
    if facts.is_product_news and not said_in(facts.short_title, subject):
        for title in _names(facts):
            if not facts.is_product_apart:
                yield _with_action(title, facts)
            yield sentence(title)
    yield _with_action(facts.brand, facts)
    yield sentence(facts.action)


def _with_action(text: str, facts: Facts) -> str:
    return f"{sentence(text)} {sentence(facts.action)}"


def _action(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.action


def _brand(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.brand


def _body(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    parts = _parts(facts, copy)
    never = _NAMED if facts.is_minimal else frozenset[Part]()
    for count in range(len(_DROPPED_FIRST) + 1):
        dropped = never.union(_DROPPED_FIRST[:count])
        for short in ({}, _short_parts(facts)):
            said = {**parts, **short}
            rows = (
                " ".join(said[part] for part in row if part not in dropped and said[part])
                for row in _paragraphs(facts, placement)
            )
            yield "\n\n".join(row for row in rows if row)
    halves = halves_of(facts.message, facts.product)
    yield from (sentence(half.first) for half in halves if not is_offer(half.first))
    yield sentence(facts.message)


def _paragraphs(facts: Facts, placement: Placement) -> Iterator[Sequence[Part]]:
    """Return the parts in their order; what a pronoun cannot stand for comes before the message.

    "Ven a probarla" behind "bicicletas" would be a mistake, and behind the message is none.
    """
    for row in placement.paragraphs:
        if not facts.is_product_apart:
            yield row
            continue
        if Part.MESSAGE in row:
            yield from (
                [part] for other in placement.paragraphs for part in other if part in _NAMED
            )
        yield [part for part in row if part not in _NAMED]


def _parts(facts: Facts, copy: Mapping[str, str]) -> dict[Part, str]:
    key = (facts.language, facts.voice)
    is_named = any(said_in(facts.product, text) for text in copy.values())
    says_more = facts.is_product_news
    return {
        Part.MESSAGE: "" if facts.is_message_the_action else sentence(facts.message),
        Part.PITCH: sentence(facts.pitch) if says_more else "",
        Part.PRODUCT: sentence(facts.title) if says_more and not is_named else "",
        Part.ACTION: _linked(facts, facts.site),
        Part.LINK: _linked(facts, facts.link),
        Part.GREETING: GREETING[key],
        Part.CLOSING: CLOSING[key].format(brand=facts.brand),
    }


def _short_parts(facts: Facts) -> dict[Part, str]:
    """Return the links alone: the button in the picture says what to do."""
    more = MORE[facts.language]
    return {Part.ACTION: f"{more}: {facts.site}", Part.LINK: f"{more}: {facts.link}"}


def _linked(facts: Facts, target: str) -> str:
    """Say what to do, and where more is to be read: nobody comes to an address on the web."""
    if is_same(facts.action, DISCOVER[facts.language]):
        return f"{facts.action}: {target}"
    return f"{sentence(facts.action)} {MORE[facts.language]}: {target}"


def _hashtags(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    tags = tags_of(facts)
    for count in range(len(tags), 0, -1):
        yield " ".join(tags[:count])


_DRAFTS: Final[
    Mapping[FieldKind, Callable[[Facts, Placement, Mapping[str, str]], Iterator[str]]]
] = {
    FieldKind.HEADLINE: _headline,
    FieldKind.LONG_HEADLINE: _long_headline,
    FieldKind.DESCRIPTION: _description,
    FieldKind.CALL_TO_ACTION: _action,
    FieldKind.BUSINESS_NAME: _brand,
    FieldKind.SUBJECT: _subject,
    FieldKind.PREHEADER: _preheader,
    FieldKind.BODY: _body,
    FieldKind.HASHTAGS: _hashtags,
}
