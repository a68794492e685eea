"""What each copy field could say, in drafts that go from long to short."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import regex

from activities.content.templates.brevity import most_tags
from activities.content.templates.facts import Facts
from activities.content.templates.typography import capitalized, sentence
from activities.content.templates.wording import (
    ANGLE,
    AUDIENCE,
    BUSINESS_OFFER,
    CLOSING,
    FROM,
    GREETING,
    OFFER,
)
from domain.platforms import FieldKind, Part, Placement
from domain.text.spelling import comparable

MAX_TAGS: Final = 3
MAX_TAG_LENGTH: Final = 30
"""How many hashtags a post has at most, and how long one is that can still be read."""

_DROPPED_FIRST: Final = (
    Part.ANGLE,
    Part.AUDIENCE,
    Part.OFFER,
    Part.BUSINESS_OFFER,
    Part.PITCH,
    Part.GREETING,
    Part.CLOSING,
    Part.ACTION,
    Part.LINK,
)
"""What a body can do without, in that order."""

_MINIMAL: Final = frozenset(
    {Part.ANGLE, Part.AUDIENCE, Part.OFFER, Part.BUSINESS_OFFER, Part.PITCH}
)


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


def _headline(facts: Facts, placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield from (facts.message, facts.first_sentence, capitalized(facts.product))
    if "business_name" in placement.fields:
        yield facts.brand


def _long_headline(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    if comparable(facts.product) not in comparable(facts.message):
        yield f"{sentence(facts.message)} {capitalized(facts.pitch)}"
        yield f"{sentence(facts.message)} {capitalized(facts.product)}"
    yield from (facts.message, facts.first_sentence)
    yield from (capitalized(facts.pitch), capitalized(facts.product))


def _description(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the headline does not."""
    pitch, product = capitalized(facts.pitch), capitalized(facts.product)
    origin = FROM[facts.language].format(brand=facts.brand)
    drafts = [pitch, product, facts.message, facts.first_sentence, origin]
    if "business_name" in placement.fields:
        action = sentence(facts.action)
        drafts = [f"{sentence(pitch)} {action}", f"{sentence(facts.message)} {action}", *drafts]
    headline = comparable(copy.get("headline", ""))
    others = {comparable(text) for text in copy.values()}
    for draft in drafts:
        text = comparable(draft)
        if text not in others and text not in headline and not (headline and headline in text):
            yield draft


def _subject(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield from (facts.message, facts.first_sentence)
    yield from (capitalized(facts.pitch), capitalized(facts.product))


def _preheader(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    pitch = sentence(capitalized(facts.pitch))
    yield f"{pitch} {sentence(facts.action)}"
    yield pitch
    yield sentence(facts.action)


def _action(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.action


def _brand(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.brand


def _body(facts: Facts, placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    parts = _parts(facts)
    never = _MINIMAL if facts.is_minimal else frozenset[Part]()
    for count in range(len(_DROPPED_FIRST) + 1):
        dropped = never.union(_DROPPED_FIRST[:count])
        rows = (
            " ".join(parts[part] for part in row if part not in dropped and parts[part])
            for row in placement.paragraphs
        )
        yield "\n\n".join(row for row in rows if row)
    yield sentence(facts.first_sentence)


def _parts(facts: Facts) -> dict[Part, str]:
    key = (facts.language, facts.voice)
    product, brand = facts.product, facts.brand
    named_in_product = facts.pitch == product
    business = sentence(OFFER[key].format(pitch=product))
    if not named_in_product:
        business = sentence(BUSINESS_OFFER[key].format(product=product, brand=brand))
    angle = sentence(ANGLE[facts.language].format(angle=facts.angle)) if facts.angle else ""
    audience = ""
    if facts.audience:
        audience = sentence(AUDIENCE[facts.language].format(audience=facts.audience))
    return {
        Part.MESSAGE: sentence(facts.message),
        Part.PITCH: sentence(capitalized(facts.pitch)),
        Part.OFFER: sentence(OFFER[key].format(pitch=facts.pitch)),
        Part.BUSINESS_OFFER: business,
        Part.ANGLE: angle,
        Part.AUDIENCE: audience,
        Part.ACTION: _linked(facts.action, facts.site),
        Part.LINK: _linked(facts.action, facts.link),
        Part.GREETING: GREETING[key],
        Part.CLOSING: CLOSING[key].format(brand=brand),
    }


def _linked(action: str, target: str) -> str:
    joint = " " if action[-1:] in "!?…" else ": "
    return f"{action.rstrip('.')}{joint}{target}"


def _hashtags(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    tags = tags_of(facts)
    for count in range(len(tags), 0, -1):
        yield " ".join(tags[:count])


def tags_of(facts: Facts) -> list[str]:
    """Return the hashtags that the request itself gives, the most telling first."""
    if facts.forbids_hashtags:
        return []
    tags: dict[str, str] = {}
    for phrase in (facts.brand, facts.product, facts.angle or ""):
        words = regex.findall(r"[\p{L}\p{M}\p{N}]+", phrase)
        tag = "".join(word[:1].upper() + word[1:] for word in words)
        if tag and len(tag) <= MAX_TAG_LENGTH and not tag.isnumeric():
            tags.setdefault(comparable(tag), f"#{tag}")
    return list(tags.values())[: most_tags() if facts.is_minimal else MAX_TAGS]


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
