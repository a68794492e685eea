"""What the text beside a picture could say, from long to short."""

from collections.abc import Iterator, Mapping
from typing import Final

from activities.content.templates.facts import Facts
from activities.content.templates.links import links_of
from activities.content.templates.message import partings_of
from activities.content.templates.shared_words import is_same, said_in
from activities.content.templates.typography import sentence
from activities.content.templates.wording import CLOSING, GREETING
from domain.platforms import Part, Placement

_ABOVE: Final = ("preheader", "headline", "description")
"""What stands before the text or in its picture: a name alone is not said there and here."""
_FRAME: Final = (Part.GREETING, Part.CLOSING, Part.ACTION)
"""What a picture's button and sender say as well."""


def bodies_of(facts: Facts, placement: Placement, copy: Mapping[str, str]) -> Iterator[str]:
    """Say the message once and in full, what the product is where that is news, and what to do.

    The address of the page is worth more than what is said elsewhere in the piece.
    """
    parts = _parts(facts, copy)
    never = frozenset({Part.PITCH} if facts.is_minimal else ())
    is_named = any(said_in(facts.short_title, text) for text in copy.values())
    droppable = (Part.PITCH, *_FRAME, Part.LINK) if is_named else (*_FRAME, Part.PITCH, Part.LINK)
    led = droppable.index(Part.ACTION) + 1
    *by_address, alone, by_site = links_of(facts)
    # What the piece says elsewhere goes first, then the words that lead to the page, then the page.
    drafts = [(count, links) for links in by_address for count in range(2 if is_named else 1)]
    drafts += [(count, links) for count in range(led) for links in by_address]
    drafts += [(count, alone) for count in range(led)]
    drafts += [(count, by_site) for count in range(len(droppable) + 1)]
    for count, links in drafts:
        dropped = never.union(droppable[:count])
        said = {**parts, **links}
        rows = (
            " ".join(said[part] for part in row if part not in dropped and said[part])
            for row in _paragraphs(facts, placement)
        )
        yield "\n\n".join(row for row in rows if row)
    yield from (sentence(parting.first) for parting in partings_of(facts.message))
    yield sentence(facts.message)


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
    subject, above = copy.get("subject", ""), [copy.get(each, "") for each in _ABOVE]
    is_news = facts.is_product_news and not said_in(facts.short_title, subject)
    is_label = any(said_in(facts.title, text) for text in above)
    is_bare = is_label and (is_same(facts.pitch, facts.title) or _is_signed(facts, copy))
    return {
        Part.MESSAGE: "" if facts.is_message_the_action else sentence(facts.message),
        Part.PITCH: sentence(facts.pitch) if is_news and not is_bare else "",
        Part.GREETING: GREETING[key],
        Part.CLOSING: CLOSING[key].format(brand=facts.brand),
    }
