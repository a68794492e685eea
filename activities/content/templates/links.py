"""How copy leads to where more is to be read."""

from collections.abc import Iterator
from typing import Final

from activities.content.templates.facts import Facts
from activities.content.templates.shared_words import is_same, words_of
from activities.content.templates.typography import sentence
from activities.content.templates.wording import DISCOVER, MORE
from domain.platforms import Part

_OF_READERS: Final = frozenset(
    {"conmigo", "i", "me", "mi", "mia", "mine", "mio", "mis", "my", "necesito", "quiero"}
)
"""Words of a button that its reader says: `Quiero mi bono`, `Save me a desk`."""
_MORE_WORDS: Final = ("informacion", "information", "info")
"""Words that a call to action ends with before which nobody offers more of it."""


def links_of(facts: Facts) -> Iterator[dict[Part, str]]:
    """Return what leads to the link, from long to short.

    The button in the picture says what to do as well, and of an address the host is enough.
    """
    more = MORE[facts.language, facts.voice]
    link = f"{more}: {facts.link}"
    yield {Part.ACTION: linked(facts, facts.address), Part.LINK: linked(facts, facts.link)}
    for address in (f"{more}: {facts.address}", facts.address, f"{more}: {facts.site}"):
        yield {Part.ACTION: address, Part.LINK: link}


def linked(facts: Facts, target: str) -> str:
    """Say what to do, and where more is to be read: nobody comes to an address on the web.

    What the message has ordered is not said again, and no sender says what its readers would.
    """
    more = MORE[facts.language, facts.voice]
    if is_same(facts.action, DISCOVER[facts.language]) or _tells_more(facts):
        return f"{facts.action}: {target}"
    is_ordered = facts.is_message_an_order and not facts.is_message_the_action
    if is_ordered or not _OF_READERS.isdisjoint(words_of(facts.action)):
        return f"{more}: {target}"
    return f"{sentence(facts.action)} {more}: {target}"


def _tells_more(facts: Facts) -> bool:
    """Tell whether the call to action ends with the word for what stands before a link."""
    words = words_of(facts.action)
    return facts.action[-1:].isalnum() and words[-1] in _MORE_WORDS
