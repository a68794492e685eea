"""What the text beside a picture could say, from long to short."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Final

from activities.content.templates.facts import Facts
from activities.content.templates.links import links_of
from activities.content.templates.message import partings_of
from activities.content.templates.shared_words import is_same, said_in
from activities.content.templates.typography import ends_bare, sentence
from activities.content.templates.wording import CLOSING, GREETING
from domain.platforms import Part, Placement

_ABOVE: Final = ("headline", "description")
"""What stands in the picture: a name alone is not said there and here."""
_FRAME: Final = (Part.GREETING, Part.CLOSING, Part.ACTION)
"""What a picture's button and sender say as well."""


def bodies_of(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message once and in full, what the product is where that is news, and what to do.

    The address of the page is worth more than what is said elsewhere in the piece.
    """
    parts = _parts(facts, copy)
    never = frozenset({Part.PITCH} if facts.is_minimal else ())
    for droppable in _orders(facts, copy):
        for count, links in _droppings(facts, droppable):
            dropped = never.union(droppable[:count])
            said = {**parts, **links}
            rows = (
                _paragraph([said[part] for part in row if part not in dropped and said[part]])
                for row in _paragraphs(facts, placement)
            )
            yield "\n\n".join(row for row in rows if row)
    yield from (sentence(parting.first) for parting in partings_of(facts.message))
    yield sentence(facts.message)


def _orders(facts: Facts, copy: Mapping[str, str]) -> Iterator[tuple[Part, ...]]:
    """Return in which order parts are dropped: first what the piece says elsewhere."""
    is_named, is_told = (
        any(said_in(name, text) for text in copy.values())
        for name in (facts.short_title, facts.telling_name)
    )
    if is_named and not is_told:
        yield _FRAME
    yield (Part.PITCH, *_FRAME, Part.LINK) if is_named else (*_FRAME, Part.PITCH, Part.LINK)


def _droppings(facts: Facts, droppable: tuple[Part, ...]) -> Iterator[tuple[int, dict[Part, str]]]:
    """Return how many parts are dropped, and what leads to the page instead.

    What the piece says elsewhere goes first, then the words that lead to the page, then the page.
    """
    led = droppable.index(Part.ACTION) + 1
    *by_address, alone, by_site = links_of(facts)
    spare = 2 if droppable[0] is Part.PITCH else 1
    yield from ((count, links) for links in by_address for count in range(spare))
    yield from ((count, links) for count in range(led) for links in by_address)
    yield from ((count, alone) for count in range(led))
    yield from ((count, by_site) for count in range(len(droppable) + 1))


def _paragraph(texts: list[str]) -> str:
    """Join texts into one paragraph, or into two where no mark ends the first."""
    joints = ["\n\n" if ends_bare(text) else " " for text in texts[:-1]]
    return "".join(f"{text}{joint}" for text, joint in zip_longest(texts, joints, fillvalue=""))


def _is_signed(facts: Facts, copy: Mapping[str, str]) -> bool:
    """Tell whether a letter ends with the name that its product would stand behind."""
    return "subject" in copy and not facts.is_product_first


def _paragraphs(facts: Facts, placement: Placement) -> list[list[Part]]:
    """Return the parts in their order, in which the product may have to change places."""
    turned: dict[Part, Part] = {}
    if facts.is_product_first:
        turned = {Part.PITCH: Part.MESSAGE, Part.MESSAGE: Part.PITCH}
    return [[turned.get(part, part) for part in row] for row in placement.paragraphs]


def _parts(facts: Facts, copy: Mapping[str, str]) -> dict[Part, str]:
    key = (facts.language, facts.voice)
    subject = copy.get("subject", "")
    # A letter is read without its pictures as well.
    above = [copy["preheader"]] if "preheader" in copy else [copy.get(each, "") for each in _ABOVE]
    is_alone = is_same(facts.pitch, facts.title)
    # What would stand alone in a post's text is left to its picture.
    is_limit_news = facts.is_limit_news and ("subject" in copy or not is_alone)
    is_named = any(said_in(facts.short_title, text) for text in copy.values())
    is_kind_news = facts.is_kind_news and not (is_alone or is_named)
    is_news = facts.is_product_news or is_limit_news or is_kind_news
    is_news = is_news and not said_in(facts.telling_name, subject)
    is_label = any(said_in(facts.title, text) for text in above)
    is_bare = is_label and (is_alone or _is_signed(facts, copy))
    return {
        Part.MESSAGE: "" if facts.is_message_the_action else sentence(facts.message),
        Part.PITCH: sentence(facts.pitch) if is_news and not is_bare else "",
        Part.GREETING: GREETING[key],
        Part.CLOSING: CLOSING[key].format(brand=facts.brand),
    }
