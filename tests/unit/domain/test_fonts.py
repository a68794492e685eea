"""The typeface: what it can draw, told alike to who makes creatives and who audits them."""

import pytest

from domain.fonts import TYPEFACE, Weight, drawable, face_of, has_glyph


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("ñ", True),
        ("€", True),
        (" ", True),
        ("\n", True),
        ("\u00a0", True),
        ("\u00ad", True),  # a soft hyphen
        ("\u200c", True),  # a joiner that draws nothing
        ("\u0600", False),  # a sign of the same category that is drawn
        ("\x02", False),
        ("\ue000", False),
        ("☕", False),
        ("京", False),
    ],
)
def test_a_character_is_there_or_missing_in_every_weight(
    char: str, weight: Weight, *, expected: bool
) -> None:
    """Letters and spaces are there, joiners need no glyph, and a box is never taken for a sign."""
    assert has_glyph(char, weight) is expected


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ca\u200cfé de Narin\u0303o", "Café de Nariño"),
        ("Insti\u00adtución", "Institución"),
        ("Café ☕ ya", "Café ya"),
        ("東京 Café", "Café"),
        ("Ya\x02 está \u202eaquí", "Ya está aquí"),
        ("  La\n cosecha ", "La cosecha"),
    ],
)
def test_no_letter_is_lost_with_what_cannot_be_drawn(text: str, drawn: str) -> None:
    """A joiner or a soft hyphen within a word takes no letter with it."""
    assert drawable(text, Weight.BOLD) == drawn


@pytest.mark.parametrize(
    ("name", "px", "is_here"),
    [
        (TYPEFACE, 30, True),
        (TYPEFACE, 10_000, True),
        (TYPEFACE, 10_001, False),
        ("Other", 30, False),
    ],
)
def test_a_font_is_here_or_it_is_not(name: str, px: int, *, is_here: bool) -> None:
    """A manifest with another font, or a size that no font has, gets nothing and breaks nothing."""
    assert (face_of(name, px, bold=True) is not None) is is_here
