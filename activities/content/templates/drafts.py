"""What each copy field could say, in drafts that go from long to short.

Each field has work of its own: what readers see together says the same thing once, and where the
request has nothing more to say, a field says less.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import regex

from activities.content.templates.brevity import most_tags
from activities.content.templates.facts import Facts, said_in, words_of
from activities.content.templates.typography import capitalized, sentence
from activities.content.templates.wording import ANGLE, CLOSING, GREETING
from domain.platforms import FieldKind, Part, Placement
from domain.text.spelling import comparable
from domain.text.stop_words import STOP_WORDS

MAX_TAGS: Final = 3
MAX_TAG_LENGTH: Final = 30
"""How many hashtags a post has at most, and how long one is that can still be read."""

_WORDS: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_FIGURES: Final = regex.compile(r"[%()\p{Sc}]|\d\W+\d")
"""Amounts and years, which nobody can read in a tag."""
_DROPPED_FIRST: Final = (
    Part.ANGLE,
    Part.PITCH,
    Part.PRODUCT,
    Part.GREETING,
    Part.CLOSING,
    Part.ACTION,
    Part.LINK,
)
"""What a body can do without, in that order."""

_MINIMAL: Final = frozenset({Part.ANGLE, Part.PITCH, Part.PRODUCT})


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
    """Say the message, unless the subject or the button says it already."""
    messages, titles = (facts.message, facts.first_sentence), (facts.title, facts.short_title)
    is_said = facts.is_message_an_action or said_in(facts.first_sentence, copy.get("subject", ""))
    yield from (*titles, *messages) if is_said else (*messages, *titles)
    if "business_name" in placement.fields or facts.is_minimal:
        yield facts.brand


def _long_headline(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield from (facts.message, facts.first_sentence, facts.title, facts.short_title)


def _description(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the headline does not."""
    drafts = [] if facts.is_product_in_message else [facts.title]
    if "business_name" in placement.fields:
        drafts += [facts.brand]
        drafts = [with_end for each in drafts for with_end in (_with_action(each, facts), each)]
    messages = [] if facts.is_message_an_action else [facts.message, facts.first_sentence]
    for draft in [*drafts, *([] if "subject" in copy else messages)]:
        core = draft.removesuffix(sentence(facts.action))
        if not any(said_in(core, text) for text in copy.values()):
            yield draft
    if placement.fields["description"].required:
        yield sentence(facts.action)


def _with_action(text: str, facts: Facts) -> str:
    return f"{sentence(text)} {sentence(facts.action)}"


def _subject(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield from (facts.message, facts.first_sentence, facts.title, facts.short_title)


def _preheader(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the subject does not: what it is about, and what to do."""
    if not (facts.is_product_in_message or said_in(facts.short_title, copy.get("subject", ""))):
        yield _with_action(facts.title, facts)
        yield sentence(facts.title)
    yield sentence(facts.action)


def _action(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.action


def _brand(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.brand


def _body(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    parts = _parts(facts, copy)
    never = _MINIMAL if facts.is_minimal else frozenset[Part]()
    for count in range(len(_DROPPED_FIRST) + 1):
        dropped = never.union(_DROPPED_FIRST[:count])
        rows = (
            " ".join(parts[part] for part in row if part not in dropped and parts[part])
            for row in placement.paragraphs
        )
        yield "\n\n".join(row for row in rows if row)
    yield sentence(facts.first_sentence)


def _parts(facts: Facts, copy: Mapping[str, str]) -> dict[Part, str]:
    key = (facts.language, facts.voice)
    product, pitch = sentence(facts.title), sentence(facts.pitch)
    is_named = any(said_in(facts.product, text) for text in copy.values())
    return {
        Part.MESSAGE: "" if facts.is_message_the_action else sentence(facts.message),
        Part.PITCH: "" if facts.is_product_in_message else pitch,
        Part.PRODUCT: "" if is_named else product,
        Part.ANGLE: sentence(ANGLE[facts.language].format(angle=facts.angle))
        if facts.angle
        else "",
        Part.ACTION: _linked(facts.action, facts.site),
        Part.LINK: _linked(facts.action, facts.link),
        Part.GREETING: GREETING[key],
        Part.CLOSING: CLOSING[key].format(brand=facts.brand),
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
    names = [facts.brand, facts.angle or ""]
    names_brand = said_in(facts.brand, facts.product)
    if words_of(facts.product) == words_of(facts.brand) or not names_brand:
        names.insert(1, "" if _FIGURES.search(facts.product) else facts.product)
    for name in names:
        words = _WORDS.findall(name.lower() if name.isupper() and " " in name else name)
        while name != facts.brand and words[1:] and words[0].lower() in STOP_WORDS[facts.language]:
            del words[0]
        is_alone = len(words) == 1 and name == facts.brand
        tag = "".join(word if is_alone else capitalized(word) for word in words)
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
