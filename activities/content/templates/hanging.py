"""Whether a message begins with what was done to something that it does not name."""

from typing import Final

from activities.content.templates.product_names import is_participle
from contracts import Language
from domain.text.spelling import comparable

_HOW_WORDS: Final = """
a al cada como con de desde diariamente en esta este hoy para por sin
at by daily each every for fresh from here in locally on over right under with
"""
_HOW: Final = frozenset(_HOW_WORDS.split())
"""What follows a participle that belongs to no noun behind it."""
_ADVERBS: Final = frozenset({"freshly", "hand", "locally", "newly", "recien"})


def hangs(message: str, language: Language) -> bool:
    """Tell whether a message begins with a participle without its noun: `Smoked over oak`.

    Spanish nouns that look like one (`Comida para llevar`) hang as well: a product before them
    does no harm.
    """
    words = message.split()
    if words and comparable(words[0]) in _ADVERBS:
        del words[0]
    first, following = [*map(comparable, words[:2]), "", ""][:2]
    return following in _HOW and is_participle(first, language)
