"""What a content order says, put into the form in which sentences can be made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import regex

from activities.content.templates.agreement import clashes, noun_of
from activities.content.templates.angles import angle_of
from activities.content.templates.hanging import hangs
from activities.content.templates.limits import limits_of_rules
from activities.content.templates.message import sentences_of
from activities.content.templates.news import omits_kind, omits_limit, told_by
from activities.content.templates.salutation import voice_of
from activities.content.templates.sender_names import names_of
from activities.content.templates.shared_words import begins, is_same, named_in, said_in, words_of
from activities.content.templates.typography import (
    capitalized,
    opened,
    phrase,
    uncapitalized,
    without_emoji,
    without_exclamations,
)
from contracts import ContentOrder, Language, RuleKind
from domain.links import address_of, site_of
from domain.platforms import Placement
from domain.text.spelling import comparable
from domain.text.stop_words import STOP_WORDS
from domain.tone import Style, Voice, tone_of

_FOR_WHOM: Final[Mapping[Language, regex.Pattern[str]]] = {
    Language.SPANISH: regex.compile(r"^(\S+ .*?\S) para "),
    Language.ENGLISH: regex.compile(r"^(\S+ .*?\S) for "),
}
"""What a product is without those for whom it is, as long as two words are left."""
_NEW_SENTENCE: Final[regex.Pattern[str]] = regex.compile(r"(?<=[?!]\s)\p{Ll}")
_SPELT_OUT: Final = regex.compile(r"\((\p{Lu}{2,})\)")
_HARDLY_MORE: Final = 3
"""Words that make no message of a call to action: reserva tu mesa hoy mismo."""


@dataclass(frozen=True)
class Facts:
    """The material of the copy."""

    language: Language
    voice: Voice
    is_minimal: bool
    message: str
    product: str
    title: str
    """The product as it stands at the beginning of a line."""
    brand: str
    action: str
    link: str
    angle: str | None
    """A rising term that has to do with the campaign."""
    forbids_emoji: bool
    forbids_exclamation: bool
    forbids_hashtags: bool
    most_hashtags: float | None
    """How many a rule of the brief allows at most; `None` when none says so."""
    is_unnamed: bool = False
    """Whether the product has no other place than the headline."""

    @property
    def site(self) -> str:
        """The link's host as people say it."""
        return site_of(self.link) or self.link

    @property
    def address(self) -> str:
        """The link as people type it."""
        return address_of(self.link) or self.link

    @property
    def short_title(self) -> str:
        """The title without those for whom the product is, where it names them."""
        match = _FOR_WHOM[self.language].match(self.title)
        return match[1].rstrip(",;:") if match else self.title

    @property
    def pitch(self) -> str:
        """Whose the product is and what, as a phrase in which each is named once.

        A brand that ends with a mark has no colon behind it.
        """
        follows = self.short_brand[-1:].isalnum() and not self.is_brand_in_product
        return self.byline if follows else self.title

    @property
    def can_precede_a_colon(self) -> bool:
        """Whether the product has no colon of its own and ends with a word."""
        return ":" not in self.title and self.title[-1:].isalnum()

    @property
    def is_brand_in_product(self) -> bool:
        """Whether the product's name has a word of its sender's, which is not said twice."""
        idle = set(words_of(" ".join(STOP_WORDS[self.language])))
        return bool({*words_of(self.product)} & {*words_of(self.brand)} - idle)

    @property
    def short_brand(self) -> str:
        """The sender's name without what it has for lawyers."""
        return names_of(self.brand)[1]

    @property
    def byline(self) -> str:
        """Sender and product as a line that stands alone."""
        is_begun = words_of(self.brand)[:1] == words_of(self.product)[:1]
        if is_begun or named_in(self.brand, self.product) or ":" in self.product:
            return self.title
        return f"{self.short_brand}: {self._inside}"

    @property
    def _inside(self) -> str:
        """The product within a line: in small letters, unless it is a name, or has a number."""
        first, _, rest = self.product.partition(" ")
        is_name = not rest or rest != rest.lower() or not first.istitle()
        is_within = any(f" {self.product}" in each for each in sentences_of(self.message))
        is_name = is_name or rest[:1].isdigit() or is_within
        return self.product if is_name else uncapitalized(self.product, self.language)

    @property
    def is_product_news(self) -> bool:
        """Whether the product's name says more than the message has said already.

        What the offer is of is never left out: a boiler is no service of a boiler.
        """
        told, new = told_by(self.message, self.product, self.brand, self.language)
        return len(new) > len(told) or noun_of(self.product, self.language) in new

    @property
    def is_limit_news(self) -> bool:
        """Whether the message leaves out for whom the product is, or what it does without."""
        return omits_limit(self.message, self.product, self.brand, self.language)

    @property
    def is_kind_news(self) -> bool:
        """Whether message and sender leave out of which kind it is: gift cards for what."""
        return omits_kind(self.message, self.product, self.brand, self.language)

    @property
    def telling_name(self) -> str:
        """What the product has to be called somewhere."""
        return self.title if self.is_limit_news else self.short_title

    @property
    def is_brand_the_product(self) -> bool:
        """Whether the product has no other name than its sender."""
        return is_same(self.product, self.brand)

    @property
    def is_product_apart(self) -> bool:
        """Whether the call to action has a pronoun that cannot stand for the product.

        "Ven a probarla" was written for the message, and does not fit beside "bicicletas".
        """
        return clashes(self.action, self.product, self.language)

    @property
    def is_product_explained(self) -> bool:
        """Whether the product's name spells out what the message says in capitals: (AOVE)."""
        said = self.message.split()
        return any(found[1] in said for found in _SPELT_OUT.finditer(self.product))

    @property
    def is_message_hanging(self) -> bool:
        """Whether the message says what was done to what it does not name: smoked over oak."""
        return hangs(self.message, self.language)

    @property
    def is_product_first(self) -> bool:
        """Whether the message has to follow the product, so that each word has its meaning."""
        needs = self.is_product_apart or self.is_product_explained or self.is_message_hanging
        return self.is_product_news and needs

    @property
    def is_message_the_action(self) -> bool:
        """Whether message and call to action are the same words."""
        return is_same(self.message, self.action)

    @property
    def is_message_an_order(self) -> bool:
        """Whether the message orders what the call to action does, so that both would say it."""
        first = words_of(self.action)[:1]
        ordered = [words_of(each)[:1] for each in sentences_of(self.message)]
        return said_in(self.action, self.message) or first in ordered

    @property
    def is_message_an_action(self) -> bool:
        """Whether the message is hardly more than the call to action: both would say it twice."""
        added = len(words_of(self.message)) - len(words_of(self.action))
        return said_in(self.action, self.message) and added <= _HARDLY_MORE


def facts_of(order: ContentOrder, placement: Placement) -> Facts:
    """Read the facts from an order.

    Args:
        order: Which.
        placement: Says whether the copy may exclaim, and have pictographs.
    """
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
        if forbids_emoji or not placement.emoji:
            text = without_emoji(text) or text
        is_calm = forbids_exclamation or not placement.exclamation
        return (without_exclamations(text) or text) if is_calm else text

    product = plain(order.product)
    brand = " ".join(order.brand.name.split())

    def begun(text: str) -> str:
        """Begin with a capital, unless a brand that is written without stands there."""
        if brand[:1].islower():
            return text if begins(text, brand) else capitalized(text)
        whole: str = _NEW_SENTENCE.sub(lambda found: found[0].upper(), capitalized(text))
        return whole

    return Facts(
        language=order.language,
        voice=voice_of(order, tone.voice),
        is_minimal=tone.style is Style.MINIMAL,
        message=begun(plain(brief.core_message)),
        product=product,
        title=begun(product),
        brand=brand,
        action=begun(plain(order.call_to_action)),
        link=order.landing_url,
        angle=angle_of(order),
        forbids_emoji=forbids_emoji,
        forbids_exclamation=forbids_exclamation,
        forbids_hashtags="hashtag" in features,
        most_hashtags=limits_of_rules(brief).get("max_hashtags"),
    )
