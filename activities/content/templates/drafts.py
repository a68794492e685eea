"""What each copy field could say, in drafts that go from long to short.

Each field has work of its own: what readers see together says the same thing once, and where the
request has nothing more to say, a field says less.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from activities.content.templates.facts import Facts, is_part, is_same, said_in
from activities.content.templates.hashtags import tags_of
from activities.content.templates.message import (
    Half,
    halves_of,
    is_offer,
    openings_of,
    tails_of,
)
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

_MINIMAL: Final = frozenset({Part.PITCH, Part.PRODUCT})


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
    """Say the message, unless the subject or the button says it already.

    What does not fit is said in part, where the description has room for the rest of it.
    """
    halves = _telling_most(facts, placement)
    titles = [] if facts.is_product_apart else [facts.title, facts.short_title]
    if facts.is_message_an_action:
        yield from (*titles, facts.message)
    elif said_in(facts.message, copy.get("subject", "")):
        yield from (*titles, *halves) if facts.is_product_news else (*halves, *titles)
        yield facts.message
    elif "subject" in copy and facts.is_product_news:
        yield from (*titles, facts.message, *halves)
    else:
        yield from (facts.message, *halves)
        tails = _complemented(facts, placement)
        yield from (tail for tail in tails if is_offer(tail))
        if not facts.is_brand_the_product:
            yield from titles
        yield from tails
    yield from titles
    if "business_name" in placement.fields or facts.is_minimal:
        yield facts.brand


def _telling_most(facts: Facts, placement: Placement) -> list[str]:
    """Return beginnings of the message, those first with which the offer can be seen."""
    limit = placement.fields.get(FieldKind.DESCRIPTION)

    def hides_offer(half: Half) -> bool:
        below = openings_of(half.rest) if limit else ()
        shown = [half.first, *(text for text in below if limit and limit.admits(text))]
        return not any(is_offer(text) for text in shown)

    return [half.first for half in sorted(halves_of(facts.message), key=hides_offer)]


def _complemented(facts: Facts, placement: Placement) -> list[str]:
    """Return the ends of the message whose beginning fits into the description."""
    limit = placement.fields.get(FieldKind.DESCRIPTION)
    tails = tails_of(facts.message)
    return [] if limit is None else [half.first for half in tails if limit.admits(half.rest)]


def _long_headline(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message where the headline has some of it, and else leave it to the description."""
    messages = (facts.message, *(half.first for half in halves_of(facts.message)))
    begins = facts.is_message_an_action or is_part(copy.get("headline", ""), facts.message)
    yield from (*messages, facts.byline) if begins else (facts.byline, *messages)
    yield from (facts.title, facts.short_title)


def _description(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the headline does not: the rest of the message, or what it is about."""
    is_required = placement.fields["description"].required
    headline = copy.get("headline", "")
    drafts = list(_beside(headline, facts))
    if is_required:
        drafts += [facts.message, facts.title, facts.brand, facts.action]
        drafts = [sentence(draft) for draft in drafts]
    else:
        drafts = [draft for draft in drafts if draft != copy.get("subject")]
    new = [draft for draft in drafts if not said_in(draft, headline)]
    said = [text for name, text in copy.items() if name != "headline"]
    yield from (draft for draft in new if not any(is_same(draft, text) for text in said))
    yield from new if is_required else ()


def _beside(headline: str, facts: Facts) -> Iterator[str]:
    """Return what may stand below a headline."""
    both = (*halves_of(facts.message), *tails_of(facts.message))
    yield from (
        opening
        for half in both
        if is_same(half.first, headline)
        for opening in openings_of(half.rest)
    )
    is_name = any(is_same(headline, name) for name in (facts.title, facts.short_title, facts.brand))
    if is_name and not is_part(headline, facts.message) and not facts.is_message_an_action:
        yield from (facts.message, *(half.first for half in halves_of(facts.message)))
    if facts.is_product_news and not facts.is_product_apart:
        yield facts.title


def _subject(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message; in part, where nothing else is left for the preheader."""
    halves = [half.first for half in halves_of(facts.message)]
    if not facts.is_product_news or facts.is_product_apart:
        yield from (half for half in halves if is_offer(half) or not is_offer(facts.message))
    yield from (facts.message, *halves, facts.title, facts.short_title)


def _preheader(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the subject does not: the rest of the message, or what it is about."""
    subject = copy.get("subject", "")
    drafts = [
        opening
        for half in halves_of(facts.message)
        if is_same(half.first, subject)
        for opening in openings_of(half.rest)
    ]
    titles = [title for title in (facts.title, facts.short_title) if not said_in(title, subject)]
    if facts.is_product_apart:
        drafts = [_with_action(draft, facts) for draft in drafts] + [*map(sentence, titles)]
    else:
        drafts = [*drafts, *titles, *([] if is_same(facts.title, subject) else [facts.title])]
        drafts = [end for draft in drafts for end in (_with_action(draft, facts), sentence(draft))]
    yield from drafts
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
    never = _MINIMAL if facts.is_minimal else frozenset[Part]()
    for count in range(len(_DROPPED_FIRST) + 1):
        dropped = never.union(_DROPPED_FIRST[:count])
        for short in ({}, _short_parts(facts)):
            said = {**parts, **short}
            rows = (
                " ".join(said[part] for part in row if part not in dropped and said[part])
                for row in placement.paragraphs
            )
            yield "\n\n".join(row for row in rows if row)
    yield from (sentence(half.first) for half in halves_of(facts.message))
    yield sentence(facts.message)


def _parts(facts: Facts, copy: Mapping[str, str]) -> dict[Part, str]:
    key = (facts.language, facts.voice)
    is_named = any(said_in(facts.product, text) for text in copy.values())
    says_more = facts.is_product_news and not facts.is_product_apart
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
