"""What a content order says, put into the form in which sentences can be made of it."""

from dataclasses import dataclass
from typing import Final

import regex

from activities.content.templates.typography import (
    opened,
    phrase,
    without_emoji,
    without_exclamations,
)
from activities.content.templates.wording import COMMON_NOUNS, PITCH
from contracts import ContentOrder, Language, RuleKind
from domain.links import site_of
from domain.text.spelling import comparable
from domain.tone import Style, Voice, tone_of

MAX_AUDIENCE: Final = 90
"""Characters of an audience that still reads as part of a sentence."""

_WORD: Final = regex.compile(r"\p{L}{4,}")
_FIRST_SENTENCE: Final = regex.compile(r"^.+?[.!?…](?=\s)")


@dataclass(frozen=True)
class Facts:
    """The material of the copy."""

    language: Language
    voice: Voice
    is_minimal: bool
    message: str
    product: str
    brand: str
    action: str
    link: str
    audience: str | None
    """A phrase that can follow `for`; none when the brief describes it in another way."""
    angle: str | None
    """A rising term that has to do with the campaign."""
    forbids_emoji: bool
    forbids_exclamation: bool
    forbids_hashtags: bool

    @property
    def site(self) -> str:
        """The link's host as people say it."""
        return site_of(self.link) or self.link

    @property
    def pitch(self) -> str:
        """The product and its brand, named once."""
        if comparable(self.brand) in comparable(self.product):
            return self.product
        return PITCH[self.language].format(product=self.product, brand=self.brand)

    @property
    def first_sentence(self) -> str:
        """The message's first sentence, which is often the whole of it."""
        match = _FIRST_SENTENCE.search(self.message)
        return phrase(match.group()) if match else self.message


def facts_of(order: ContentOrder) -> Facts:
    """Read the facts from an order."""
    brief = order.brief
    tone = tone_of(brief.tone_guard)
    features = " ".join(
        comparable(" ".join([rule.text, *rule.values]))
        for rule in brief.rules
        if rule.kind is RuleKind.FEATURE
    )
    forbids_emoji = "emoji" in tone.avoids or "emoji" in features or "emoticon" in features
    forbids_exclamation = "exclamation" in tone.avoids or "exclam" in features

    def plain(text: str) -> str:
        text = opened(phrase(text), order.language)
        if forbids_emoji:
            text = without_emoji(text) or text
        return (without_exclamations(text) or text) if forbids_exclamation else text

    return Facts(
        language=order.language,
        voice=tone.voice,
        is_minimal=tone.style is Style.MINIMAL,
        message=plain(brief.core_message),
        product=plain(order.product),
        brand=" ".join(order.brand.name.split()),
        action=plain(order.call_to_action),
        link=order.landing_url,
        audience=_audience(brief.target_audience),
        angle=_angle(order),
        forbids_emoji=forbids_emoji,
        forbids_exclamation=forbids_exclamation,
        forbids_hashtags="hashtag" in features,
    )


def _audience(description: str) -> str | None:
    """Return the audience as part of a sentence, or nothing when it is not one.

    Figures and lists are for planning: they would tell readers how they were chosen.
    """
    text = phrase(description)
    if len(text) > MAX_AUDIENCE or regex.search(r"[\d.:;!?()\[\]…]", text):
        return None
    first, _, rest = text.partition(" ")
    if first.islower():
        return text
    return f"{first.lower()} {rest}".rstrip() if comparable(first) in COMMON_NOUNS else None


def _angle(order: ContentOrder) -> str | None:
    brief = order.brief
    said = comparable(f"{brief.core_message} {order.product}")
    near = set(_WORD.findall(comparable(f"{said} {brief.target_audience}")))
    forbidden = [
        comparable(value)
        for rule in brief.rules
        if rule.kind in {RuleKind.TERMS, RuleKind.TOPIC}
        for value in rule.values
    ]
    for angle in brief.angles:
        term = comparable(angle)
        is_near = not near.isdisjoint(_WORD.findall(term))
        if is_near and term not in said and not any(value in term for value in forbidden):
            return phrase(angle)
    return None
