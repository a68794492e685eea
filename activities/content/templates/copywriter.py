"""From a brief to the copy of one placement: composed, not generated, so it can be foreseen.

Rule 1: a text that fits is preferred to one that is cut; drafts go from long to short.
Rule 2: no field exceeds a hard limit, nor a soft one unless the request leaves no choice.
Rule 3: the copy claims nothing that the request does not say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import regex

from activities.content.templates.brevity import most_tags, sparing
from activities.content.templates.directives import Directives, drop_sentences, read_directives
from activities.content.templates.facts import Facts, facts_of
from activities.content.templates.typography import (
    capitalized,
    cut,
    fit,
    sentence,
    without_emoji,
    without_exclamations,
)
from activities.content.templates.wording import (
    ANGLE,
    AUDIENCE,
    BUSINESS_OFFER,
    CLOSING,
    DISCOVER,
    FROM,
    GREETING,
    OFFER,
)
from contracts import ContentOrder
from domain.platforms import FieldKind, FieldLimit, Part, Placement
from domain.platforms.counting import measure
from domain.text.spelling import comparable

MAX_TAGS: Final = 3
MAX_TAG_LENGTH: Final = 30

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


def write_copy(order: ContentOrder, placement: Placement) -> dict[str, str]:
    """Return the copy by field name, in the placement's order of fields.

    The campaign's `platform_constraints` replace the placement's lengths. Reviewers' changes are
    carried out as far as they are directives (see `directives.py`); what else they say leaves the
    copy as it is. A field that would be empty is left out.
    """
    known, placement = placement, placement.constrained(order.brief.platform_constraints)
    directives = read_directives(order.changes, order.channel)
    facts = facts_of(_with_changed_action(order, directives))
    tags = directives.replaced.get("hashtags", " ".join(_tags(facts)))
    copy: dict[str, str] = {}
    for name, limit in placement.fields.items():
        replacement = directives.replaced.get(name)
        drafts = [replacement] if replacement else _DRAFTS[FieldKind(name)](facts, placement, copy)
        kept = _kept(drafts, directives.without)
        if not kept and limit.required:
            kept = [facts.action] if name == "call_to_action" else [facts.product, facts.brand]
        refined = [_refined(draft, name, facts, placement) for draft in kept]
        fits = _fitting(limit, tags, facts, placement)
        short = sparing(known.fields[name], fits) if facts.is_minimal else fits
        text = fit(refined, short) or fit(refined, fits) or _least_bad(refined, limit, fits)
        if text:
            copy[name] = text
    return copy


def _least_bad(drafts: list[str], limit: FieldLimit, fits: Callable[[str], bool]) -> str:
    """Return what is left to say when no draft fits.

    What the platform refuses is cut. What it merely truncates is left whole, and what nobody
    requires is left out.
    """
    if not drafts or not (limit.is_hard or limit.required):
        return ""
    return cut(drafts[-1], fits) if limit.is_hard else min(drafts, key=len)


def _with_changed_action(order: ContentOrder, directives: Directives) -> ContentOrder:
    """Let every field that mentions the call to action agree with a reviewer's."""
    action = directives.replaced.get("call_to_action", order.call_to_action)
    if not drop_sentences(action, directives.without):
        action = DISCOVER[order.language]
    return order.model_copy(update={"call_to_action": action})


def _kept(drafts: Iterable[str], without: tuple[str, ...]) -> list[str]:
    reduced = (drop_sentences(draft, without).strip() for draft in drafts)
    return [draft for draft in reduced if draft]


def _refined(draft: str, name: str, facts: Facts, placement: Placement) -> str:
    if facts.forbids_emoji or not placement.emoji:
        draft = without_emoji(draft)
    if facts.forbids_exclamation or not placement.exclamation:
        draft = without_exclamations(draft)
    return draft if name == "body" else " ".join(draft.split())


def _fitting(
    limit: FieldLimit, tags: str, facts: Facts, placement: Placement
) -> Callable[[str], bool]:
    """Return whether a text fits, with what the platform counts into the body besides it."""
    if limit.name != "body":
        return limit.admits
    reserved = 0
    if placement.link_in_text:
        reserved = max(0, placement.min_link_length - measure(limit.counting, facts.link))
    if "hashtags" in placement.fields:
        longest = placement.fields["hashtags"].max
        reserved += min(longest, measure(limit.counting, tags)) + len("\n\n")
    return lambda text: limit.admits(text + "." * reserved)


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
    tags = _tags(facts)
    for count in range(len(tags), 0, -1):
        yield " ".join(tags[:count])


def _tags(facts: Facts) -> list[str]:
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
