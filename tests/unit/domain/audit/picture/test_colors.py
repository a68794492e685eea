"""Colours, by measure and by name."""

import pytest
from PIL import ImageColor

from domain.audit.picture.colors import (
    COLOR_NAMES,
    contrast,
    distance,
    luminance,
    name_of,
    names_of,
    oklch,
    parse_hex,
)


@pytest.mark.parametrize(
    ("text", "background", "ratio"),
    [
        ("#ffffff", "#767676", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ff0000", 4.00),
        ("#919191", "#ffffff", 3.15),
        ("#000000", "#ffffff", 21.0),
    ],
)
def test_contrast_is_that_of_the_norm(text: str, background: str, ratio: float) -> None:
    """Published ratios of known colours come out, from either side."""
    first, second = luminance(parse_hex(text)), luminance(parse_hex(background))

    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(
    ("color", "lightness", "chroma", "hue"),
    [
        ("#ff0000", 0.62796, 0.25768, 29.234),
        ("#00ff00", 0.86644, 0.29483, 142.495),
        ("#0000ff", 0.45201, 0.31321, 264.052),
        ("#ffa500", 0.79269, 0.17103, 70.670),
    ],
)
def test_oklch_is_that_of_css(color: str, lightness: float, chroma: float, hue: float) -> None:
    """Conversions agree with the values published for CSS colours."""
    assert oklch(parse_hex(color)) == pytest.approx((lightness, chroma, hue), rel=1e-3)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("red", "#ff0000 #8b0000 #b22222 #dc143c #cd5c5c #800000 #ff6347 #722f37 #a52a2a"),
        ("pink", "#ffc0cb #ff69b4 #ff00ff #ff1493 #ffb6c1 #bc8f8f"),
        ("orange", "#ffa500 #ff7f50"),
        ("brown", "#8b4513 #4a2c1d #8d5a3b #7a5c20 #5a3a3a"),
        ("yellow", "#ffff00 #ffd700"),
        ("green", "#008000 #00ff00"),
        ("cyan", "#00ffff #008080"),
        ("blue", "#0000ff #000080 #1f4e79"),
        ("purple", "#800080 #4b0082"),
        ("black", "#000000 #111111 #0a0a14"),
        ("white", "#ffffff"),
        ("gray", "#808080"),
        ("neutral", "#fff8dc #f6e0d0"),
    ],
)
def test_colors_have_the_names_that_people_give_them(name: str, members: str) -> None:
    """Dark red and wine are red; skin, wood and coral are not."""
    assert {member: name_of(parse_hex(member)) for member in members.split()} == dict.fromkeys(
        members.split(), name
    )


def test_every_color_has_a_name() -> None:
    """No colour slips between the names."""
    steps = range(0, 256, 17)

    names = {name_of((r, g, b)) for r in steps for g in steps for b in steps}

    assert len(names) == 13


@pytest.mark.parametrize(
    ("color", "names"),
    [
        ("#dc143c", {"red"}),
        ("#c2185b", {"pink"}),
        ("#ff6347", {"red", "orange"}),
        ("#20273e", {"blue"}),
        ("#072836", {"blue"}),
        ("#1a237e", {"blue"}),
        ("#4c1d95", {"purple"}),
        ("#222222", {"black"}),
        ("#1c1c1e", {"black"}),
        ("#2b1d14", {"black", "brown"}),
        ("#1b2430", {"black", "blue"}),
        ("#333333", {"black", "gray"}),
        ("#f5f5f5", {"white"}),
        ("#eeeeee", {"white", "gray"}),
        ("#fbf4e6", {"white"}),
        ("#d2b48c", {"brown", "orange"}),
        ("#008080", {"cyan", "green", "blue"}),
        ("#0f766e", {"cyan", "green"}),
        ("#0a0a14", {"black"}),
        ("#000435", {"blue"}),
        ("#d4a017", {"yellow"}),
        ("#aaff32", {"green"}),
        ("#c1121f", {"red"}),
        ("#ff1493", {"pink"}),
        ("#8e4585", {"purple"}),
        ("#5c0a2e", {"red", "purple"}),
        ("#40e0d0", {"cyan", "green", "blue"}),
        ("#e3f2fd", {"white", "gray", "blue"}),
        ("#e6e6fa", {"white", "gray", "purple"}),
        ("#e8f5e9", {"white", "gray", "green"}),
        ("#ffebee", {"white", "gray", "pink"}),
        ("#fff8ee", {"white"}),
    ],
)
def test_a_colour_has_every_name_that_people_give_it(color: str, names: set[str]) -> None:
    """Tomato is a red that some call orange; crimson is red to everybody, and navy is no purple."""
    assert names_of(parse_hex(color)) == names


def test_colors_that_css_names_after_a_hue_have_it_among_their_names() -> None:
    """What other people called a colour long ago is one of its names here."""
    wrong: dict[str, frozenset[str]] = {}
    for title, color in ImageColor.colormap.items():
        said = {name for name in COLOR_NAMES if name in title.replace("grey", "gray")}
        if len(said) == 1 and title not in _ODD_IN_CSS and isinstance(color, str):
            names = names_of(parse_hex(color))
            if not said <= names:
                wrong[title] = names

    assert wrong == {}


_ODD_IN_CSS = frozenset(
    {"rosybrown", "sandybrown", "brown", "palevioletred", "mediumvioletred", "blueviolet"}
    | {"aliceblue", "navajowhite"}
)
"""Named after what they are not: these browns are a pink, an orange and a red, and so on."""


def test_short_and_long_hex_are_the_same_color() -> None:
    """`#F00` means what `#ff0000` means."""
    assert distance(parse_hex("#F00"), parse_hex("#ff0000")) == 0
