"""Graphemes, beside an independent implementation of Unicode's rules (UAX #29)."""

import importlib
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.platforms.counting import graphemes

_OTHER: Final[Any] = importlib.import_module("pyuegc")  # it has no types
_PIECES: Final = (
    *("a", "é", "ñ", " ", "\r", "\n", "\u0301", "\u0308", "\u200d", "\ufe0f", "\u20e3", "\u200b"),
    *("\u1100", "\u1160", "\u11a8", "가", "각", "ำ", "\u0903", "\u0600", "क", "\u093f"),
    *("👍", "🏽", "👨", "👩", "👧", "🇪", "🇸", "🏴", "\U000e0067", "\U000e007f", "❤", "1", "#", "©"),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=10).map("".join))
def test_a_reader_s_characters_are_those_of_unicode(text: str) -> None:
    """A length in graphemes is what another implementation of the standard finds."""
    assert graphemes(text) == _OTHER.EGC(text)
