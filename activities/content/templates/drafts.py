"""What each copy field could say, in drafts that go from long to short.

Each field has work of its own: what readers see together says the same thing once, and where the
request has nothing more to say, a field says less.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import regex

from activities.content.templates.agreement import clashes, is_kin, noun_of
from activities.content.templates.beside import explained_names, is_mere_price, is_name, told_beside
from activities.content.templates.bodies import bodies_of
from activities.content.templates.facts import Facts
from activities.content.templates.hashtags import tags_of
from activities.content.templates.message import (
    answers_of,
    openings_of,
    partings_of,
    sentences_of,
    untagged,
)
from activities.content.templates.product_names import cores_of
from activities.content.templates.sender_names import names_of
from activities.content.templates.shared_words import begins, is_same, said_in, words_of
from activities.content.templates.typography import ordered, phrase, sentence
from activities.content.templates.wording import MORE_AT
from domain.platforms import FieldKind, Placement
from domain.text.spelling import comparable

_TAG: Final[regex.Pattern[str]] = regex.compile(r"#[\p{L}\p{M}\p{N}_]+")


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
    """Say the message, or name the product; where nothing of both fits, name the sender.

    So it is where the message below begins with the product. In a mail, whose text has the message,
    the picture names the product, unless that is all that the subject does.
    """
    told = _told(facts, placement, FieldKind.DESCRIPTION)
    named_first = (each.first for each in partings_of(facts.message))
    told += [first for first in named_first if any(begins(first, name) for name in _names(facts))]
    has_room = _admits(placement, FieldKind.DESCRIPTION, facts.message)
    is_told_between = facts.is_product_first and has_room
    is_apart = facts.is_product_apart and not is_told_between
    is_said = has_room and _is_at_the_front(facts) and "subject" not in copy
    named = [] if is_apart or is_said else _names(facts)
    is_named_first = facts.is_product_first or facts.is_message_an_action or "subject" in copy
    is_named_first = is_named_first or facts.is_unnamed
    if is_named_first and not _is_kept_from_the_inbox(facts, copy):
        yield from (*named, *told)
    else:
        yield from (*told, *named)
    yield from () if is_said else cores_of(facts.title, facts.language)
    yield from explained_names(facts)
    yield facts.brand


def _is_kept_from_the_inbox(facts: Facts, copy: Mapping[str, str]) -> bool:
    """Tell whether a mail's subject names what its message begins with: one line says both."""
    subject = copy.get("subject", "")
    is_named = is_name(subject, facts) and not facts.is_message_an_action
    return is_named and begins(facts.message, subject)


def _names(facts: Facts) -> list[str]:
    """Return what the product is called, unless that is what its sender is called."""
    return [] if facts.is_brand_the_product else [facts.title, facts.short_title]


def _is_at_the_front(facts: Facts) -> bool:
    """Tell whether the message begins with the product's name."""
    return not facts.is_brand_the_product and begins(facts.message, facts.short_title)


def _beginnings(facts: Facts, placement: Placement, kind: FieldKind) -> list[str]:
    """Return the beginnings of the message whose rest another field has room for."""
    partings = partings_of(facts.message)
    return [each.first for each in partings if _admits(placement, kind, each.rest)]


def _told(facts: Facts, placement: Placement, rest: FieldKind) -> list[str]:
    """Return what of the message leaves its other sentences to another field, and it whole.

    Of several sentences each has a place of its own where there is room, and ends with its mark
    where there is none.
    """
    parted = _beginnings(facts, placement, rest)
    return [*parted, _whole(untagged(facts.message))]


def _whole(text: str) -> str:
    """Return a text that stands alone: of several sentences the last has its mark as well."""
    return sentence(text) if len(sentences_of(text)) > 1 else text


def _admits(placement: Placement, kind: FieldKind, text: str) -> bool:
    limit = placement.fields.get(kind)
    return limit is not None and limit.admits(sentence(text))


def _long_headline(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say whose the product is and what, unless the headline leaves that to the description."""
    headline = copy.get("headline", "")
    if is_same(headline, facts.message) and not facts.is_message_an_action:
        yield _with_action(facts.message, facts)
    drafts = (facts.byline, *_names(facts))
    yield from (draft for draft in drafts if not is_same(draft, headline))
    noun = noun_of(facts.product, facts.language)
    is_told = any(is_kin(noun, word) for word in words_of(facts.action))
    if is_told and not facts.is_brand_the_product:
        yield f"{facts.short_brand}: {ordered(facts.action)}"
    elif facts.can_precede_a_colon:
        yield f"{facts.title}: {ordered(facts.action)}"
    yield from drafts


def _description(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the headline does not: the message or its rest, or what it is about."""
    headline, beside = copy.get("headline", ""), copy.get("long_headline", "")
    is_required = placement.fields["description"].required
    is_named = is_same(headline, untagged(facts.message)) and not facts.is_product_news
    drafts = []
    if "subject" not in copy or facts.is_product_apart:
        drafts += told_beside(headline, facts)
    if not facts.is_product_apart and not is_named:
        drafts += [name for name in _names(facts) if not said_in(headline, name)]
    if is_required:
        drafts += [facts.message, *answers_of(facts.message), facts.title, facts.brand]
        drafts += [phrase(_where(facts)), facts.action]
    new = [_whole(draft) for draft in drafts if not said_in(draft, headline)]
    yield from (draft for draft in new if not said_in(draft, beside))
    yield from new if is_required else ()


def _where(facts: Facts) -> str:
    """Say where more is to be read; on the button's own words the host is enough."""
    where = MORE_AT[facts.language].format(site=facts.site)
    return facts.site if begins(where, facts.action) else where


def _subject(facts: Facts, placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message, or what it is about; what the sender's name says stands beside it.

    Before a message that begins with the product stands what to do.
    """
    is_named = facts.is_product_explained or facts.is_message_hanging
    if facts.is_product_news and is_named:
        yield from _names(facts)
    yield from _told(facts, placement, FieldKind.PREHEADER)
    has_room = _admits(placement, FieldKind.PREHEADER, facts.message)
    if has_room and _is_at_the_front(facts) and " " in facts.action:
        yield facts.action
    yield from (facts.byline if " " not in name else name for name in _names(facts))
    yield from openings_of(facts.message)
    yield facts.action


def _preheader(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say what the subject does not: the message or its rest, what it is about, or where to read.

    What to do stands in the picture and in the text. Two lines that begin with the same words
    would be read as one.
    """
    subject = copy.get("subject", "")
    told = told_beside(subject, facts)
    is_price_left = any(is_mere_price(each, facts) for each in told)
    is_news = facts.is_product_news or facts.is_limit_news
    is_news = is_news and not said_in(facts.telling_name, subject)
    for each in told:
        if is_news and not clashes(each, facts.product, facts.language):
            yield f"{sentence(facts.title)} {sentence(each)}"
        if not begins(each, subject) or is_price_left:
            yield from (sentence(each), each)
    where = MORE_AT[facts.language].format(site=facts.site)
    if is_news:
        for name in _names(facts):
            yield f"{sentence(name)} {where}"
            yield sentence(name)
    for each in answers_of(facts.message):
        yield from () if said_in(subject, each) else (sentence(each), each)
        yield sentences_of(facts.message)[0]
    yield where
    yield sentence(facts.action)


def _with_action(text: str, facts: Facts) -> str:
    return f"{sentence(text)} {sentence(facts.action)}"


def _action(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield facts.action


def _brand(facts: Facts, _placement: Placement, _copy: Mapping[str, str]) -> Iterator[str]:
    yield from names_of(facts.brand)


def _hashtags(facts: Facts, _placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    said = _TAG.findall(comparable(copy.get("body", "")))
    tags = [tag for tag in tags_of(facts) if comparable(tag) not in said]
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
    FieldKind.BODY: bodies_of,
    FieldKind.HASHTAGS: _hashtags,
}
