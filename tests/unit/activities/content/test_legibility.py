"""Any brand's colours give creatives that people can read."""

import random

import pytest

from activities.content.templates.legibility import Colors, legible
from contracts import BrandKit
from domain.audit.picture.colors import contrast, luminance, parse_hex

NEEDED, BUTTON_NEEDED = 4.5, 3.0


def ratio(first: str, second: str) -> float:
    """Return the contrast of two colours."""
    return contrast(luminance(parse_hex(first)), luminance(parse_hex(second)))


def test_colors_that_can_be_read_stay_as_they_are() -> None:
    """A brand with sound colours finds them in its creatives."""
    kit = BrandKit(name="Marea", text="#123456", accent="#1F4E79", accent_text="#ffffff")

    assert legible(kit) == Colors("#123456", "#1F4E79", "#ffffff")


@pytest.mark.parametrize(
    ("kit", "expected"),
    [
        ({"accent": "#D9480F", "text": "#333333"}, {"button_text": "#FFFFFF"}),
        (
            {"background": "#222222", "text": "#FFFFFF", "accent": "#F2B705"},
            {"button": "#F2B705", "button_text": "#222222"},
        ),
        ({"accent": "#FAFAFA"}, {"button_text": "#FFFFFF"}),
        ({"text": "#999999"}, {"button": "#1F4E79"}),
        (
            {
                "background": "#767676",
                "text": "#757575",
                "accent": "#777777",
                "accent_text": "#808080",
            },
            {},
        ),
    ],
    ids=["darker button", "dark text", "button like its ground", "pale text", "all grey"],
)
def test_colors_that_cannot_be_read_are_shaded(
    kit: dict[str, str], expected: dict[str, str]
) -> None:
    """White on the brand's orange gets a darker orange; the brand's other colours come first."""
    brand = BrandKit.model_validate({"name": "Marea", **kit})
    colors = legible(brand)

    assert {name: getattr(colors, name) for name in expected} == expected
    assert ratio(colors.text, brand.background) >= NEEDED
    assert ratio(colors.button, colors.button_text) >= NEEDED
    assert ratio(colors.button, brand.background) >= BUTTON_NEEDED


def test_five_hundred_palettes_can_be_read() -> None:
    """Whatever four colours a brand has, its own pictures keep the audit's contrasts."""
    dice = random.Random(20261128)  # noqa: S311 - palettes, no secrets

    def color() -> str:
        return f"#{dice.randrange(1 << 24):06x}"

    for _ in range(500):
        kit = BrandKit(
            name="Marea", background=color(), text=color(), accent=color(), accent_text=color()
        )
        colors = legible(kit)
        assert ratio(colors.text, kit.background) >= NEEDED, kit
        assert ratio(colors.button, colors.button_text) >= NEEDED, kit
        assert ratio(colors.button, kit.background) >= BUTTON_NEEDED, kit
