"""What a brand may do, Phoenix's own creatives may do, in every format that a network takes."""

from collections.abc import Sequence

import pytest

from contracts import BrandKit
from domain.audit.checks.picture import (
    contrast_ratio,
    cta_contrast,
    forbidden_color,
    text_coverage,
    text_size,
)
from domain.platforms import placement_of
from tests.support.audit.creatives import rendered

PLACES = [("instagram", "feed"), ("instagram", "story"), ("facebook", "feed")]
"""JPEG alone, and PNG."""
FEW = {"headline": "Pan con calma", "call_to_action": "Encárgalo"}
MANY = {
    "headline": "Aprende a modelar tu primera taza en cuatro tardes",
    "description": "Cursos de cerámica para principiantes, de Barro Vivo",
    "call_to_action": "Reserva tu plaza",
}
PALETTES = [
    ("#ffffff", "#000000", "#000000", "#ffffff", "gris"),
    ("#ffffff", "#000000", "#b45309", "#ffffff", "gris"),
    ("#fff8ee", "#5b2c0e", "#5b2c0e", "#ffffff", "naranja"),
    ("#ffffff", "#0f766e", "#0f766e", "#ffffff", "gris"),
    ("#c2185b", "#ffffff", "#ffffff", "#c2185b", "morado"),
    ("#ffffff", "#14532d", "#14532d", "#ffffff", "gris"),
    ("#fff7e6", "#7a0c14", "#7a0c14", "#fff7e6", "marrón"),
    ("#ffffff", "#7a0c14", "#7a0c14", "#ffffff", "rosa"),
    ("#ffffff", "#4c1d95", "#4c1d95", "#ffffff", "azul"),
    ("#ffeb3b", "#0d47a1", "#0d47a1", "#ffeb3b", "verde"),
    ("#20273e", "#ffffff", "#e8c547", "#20273e", "morado"),
]
LEGAL = [
    ("#4f813e", "#000000", "#1b1c1f", "#ffffff"),
    ("#1d233c", "#ffffff", "#3473d3", "#000000"),
    ("#251c1b", "#ffffff", "#71738d", "#000000"),
]
"""Text or button just above the limit of 4.5, in colours that JPEG turns."""


def kit(background: str, text: str, accent: str, accent_text: str) -> BrandKit:
    """Return a brand in these colours."""
    return BrandKit(
        name="Barro Vivo",
        background=background,
        text=text,
        accent=accent,
        accent_text=accent_text,
    )


@pytest.mark.parametrize("copy", [FEW, MANY], ids=["few words", "many"])
@pytest.mark.parametrize(("channel", "placement"), PLACES)
@pytest.mark.parametrize("palette", PALETTES, ids="-".join)
def test_the_edges_of_a_brand_s_colors_are_no_forbidden_color(
    palette: Sequence[str], channel: str, placement: str, copy: dict[str, str]
) -> None:
    """Black on white is published under "No usar gris", as PNG and as JPEG."""
    *colors, forbidden = palette
    place = placement_of(channel, placement)

    shown = rendered(kit(*colors), place, copy=copy, do_not_do=[f"No usar {forbidden}"])

    assert [each.result for each in forbidden_color.CHECK(shown)] == ["PASS"]


@pytest.mark.parametrize("colors", LEGAL)
@pytest.mark.parametrize(("channel", "placement"), PLACES)
def test_colors_that_are_legal_are_legal_in_the_file_that_goes_out(
    colors: Sequence[str], channel: str, placement: str
) -> None:
    """A brand that just reaches the contrast that readers need is not blocked for its format."""
    shown = rendered(kit(*colors), placement_of(channel, placement), copy=MANY)

    for check in (contrast_ratio, cta_contrast, text_size, text_coverage):
        assert {each.result for each in check.CHECK(shown)} == {"PASS"}, check.__name__
