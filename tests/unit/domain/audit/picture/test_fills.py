"""What a manifest says is painted is looked for, and hides nothing that is not declared."""

from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from contracts import ArtifactRef, Box, BrandKit, Fill
from domain.audit.checks.picture import contrast_ratio, image_text_match
from domain.platforms import known_placements
from tests.support.audit.creatives import rendered
from tests.support.audit.subjects import Creative, canvas, subject

SIZE = (432, 540)
WHOLE = (0, 0, *SIZE)
PANEL = (20, 200, 412, 400)
NOT_DECLARED = "the picture shows something that its manifest does not declare"
NOT_SHOWN = "the manifest declares a fill that the picture does not show"
LOGO = ArtifactRef(sha256="0" * 64, size=1, media_type="image/png")


def fill(role: str, color: str, box: tuple[int, int, int, int]) -> Fill:
    """Return a declared fill."""
    left, top, right, bottom = box
    return Fill(role=role, color=color, box=Box(left=left, top=top, right=right, bottom=bottom))


GROUND = fill("background", "#ffffff", WHOLE)


def faults(image: Image.Image, *fills: Fill, **how: Any) -> list[tuple[str, str | None]]:
    """Return reason and region of everything that is found about text beside the headline."""
    shown = subject(Creative(image, fills=list(fills)), **how)
    return [
        (str(each.evidence["reason"]), each.evidence.get("fill"))
        for each in image_text_match.CHECK(shown)
        if each.result == "FAIL"
    ]


def written(image: Image.Image, color: str, place: tuple[int, int], px: int = 24) -> Image.Image:
    """Write a line that no manifest declares."""
    face = ImageFont.load_default(px)
    ImageDraw.Draw(image).text(place, "AHORA MÁS BARATO", fill=color, font=face)
    return image


def test_a_panel_that_is_not_there_hides_nothing() -> None:
    """Small print cannot be passed by declaring a black panel over the whole creative."""
    image = written(canvas(size=SIZE), "#bbbbbb", (30, 450))
    lie = fill("panel", "#000000", WHOLE)

    found = faults(image, GROUND, lie)

    assert found == [(NOT_SHOWN, "panel"), (NOT_DECLARED, None)]
    undeclared = contrast_ratio.CHECK(subject(Creative(image, fills=[GROUND, lie])))[-1]
    assert undeclared.evidence["region"] == "undeclared"
    assert undeclared.reason_code == "CONTRAST_TOO_LOW"


@pytest.mark.parametrize("count", [1, 2])
def test_logos_are_believed_as_far_as_logos_go_together(count: int) -> None:
    """One logo may show anything; several that cover the picture make room for no text."""
    image = written(canvas(size=SIZE), "#bbbbbb", (30, 420))
    logos = [fill("logo", "#123456", (0, 540 - 70 * n, 432, 610 - 70 * n)) for n in (2, 1)]

    found = faults(image, GROUND, *logos[:count])

    expected = [(NOT_SHOWN, "logo"), (NOT_SHOWN, "logo"), (NOT_DECLARED, None)]
    assert found == ([] if count == 1 else expected)


def test_a_logo_that_nobody_declares_counts_with_those_declared() -> None:
    """A brand's own logo takes the room that the declared ones leave."""
    image = written(canvas(size=SIZE), "#bbbbbb", (30, 440))
    brand = {"brand": BrandKit(name="Tostadores del Sur", logo=LOGO)}
    declared = fill("logo", "#ffffff", (0, 220, 432, 298))

    assert faults(image, GROUND, context=brand) == []
    assert faults(image, GROUND, declared, context=brand) == [(NOT_DECLARED, None)]


@pytest.mark.parametrize("color", ["#ffffff", "#7f7f7f", "#3a3a3a"])
def test_text_on_a_panel_that_is_there_has_to_be_declared(color: str) -> None:
    """Letters in the background's colour, or in one between, are no part of the panel."""
    image = canvas(size=SIZE)
    image.paste("#000000", PANEL)

    assert faults(image, GROUND, fill("panel", "#000000", PANEL)) == []
    written(image, color, (60, 280))
    assert faults(image, GROUND, fill("panel", "#000000", PANEL)) == [(NOT_DECLARED, None)]


@pytest.mark.parametrize("color", ["#000000", "#555555"])
def test_text_between_the_parts_of_a_pattern_has_to_be_declared(color: str) -> None:
    """A pattern leaves gaps, and what is written into them is found."""
    image = canvas(size=SIZE)
    draw = ImageDraw.Draw(image)
    for left in (20, 220):
        draw.ellipse((left, 200, left + 180, 380), fill="#000000")
    pattern = fill("ornament", "#000000", (20, 200, 412, 540))

    assert faults(image, GROUND, pattern) == []
    written(image, color, (60, 450))
    assert faults(image, GROUND, pattern) == [(NOT_DECLARED, None)]


def test_lines_too_fine_to_see_alone_are_no_mixture() -> None:
    """A hatching that looks grey from afar is a shape, on the ground and on a panel."""
    image = canvas(size=SIZE)
    image.paste("#000000", PANEL)
    draw = ImageDraw.Draw(image)
    for row in range(240, 360, 2):
        draw.line((60, row, 300, row), fill="#ffffff")

    assert faults(image, GROUND, fill("panel", "#000000", PANEL)) == [(NOT_DECLARED, None)]


def test_what_lies_on_a_fill_is_not_held_against_it() -> None:
    """A button on a panel, with rounded corners and its own words, is how creatives are made."""
    image = canvas(size=SIZE)
    image.paste("#dde6ee", (0, 20, 432, 300))
    ImageDraw.Draw(image).rounded_rectangle((40, 100, 391, 279), 30, fill="#1f4e79")
    fills = [
        fill("call_to_action", "#1f4e79", (40, 100, 392, 280)),
        fill("panel", "#dde6ee", (0, 20, 432, 300)),
    ]

    assert faults(image, GROUND, *fills) == []
    assert faults(image, GROUND, *fills, fills[0]) == []


def test_a_fill_beside_the_picture_is_not_on_it() -> None:
    """What is declared where no picture is, is a lie like any other."""
    outside = fill("panel", "#000000", (900, 0, 990, 9))

    assert faults(canvas(size=SIZE), GROUND, outside) == [(NOT_SHOWN, "panel")]


def test_a_fill_of_the_background_s_own_colour_changes_nothing() -> None:
    """A white panel on white is there, and makes nothing pass that would not pass without it."""
    image = written(canvas(size=SIZE), "#bbbbbb", (30, 450))

    assert faults(image, GROUND, fill("panel", "#ffffff", WHOLE)) == [(NOT_DECLARED, None)]


def test_two_fills_apart_need_no_edge_between_them() -> None:
    """Colours that touch nowhere mix nowhere."""
    image = canvas(size=SIZE)
    image.paste("#1f4e79", (20, 150, 200, 250))
    image.paste("#2e7d32", (220, 350, 400, 450))
    fills = [
        fill("first", "#1f4e79", (20, 150, 200, 250)),
        fill("second", "#2e7d32", (220, 350, 400, 450)),
    ]

    assert faults(image, GROUND, *fills) == []


def test_a_ground_that_is_nowhere_has_no_edges() -> None:
    """A false background beside a true fill explains nothing, and fails."""
    image = canvas(size=SIZE)
    image.paste("#1f4e79", PANEL)
    lie = fill("background", "#00ff00", WHOLE)

    assert faults(image, lie, fill("panel", "#1f4e79", PANEL)) == [(NOT_DECLARED, None)]


KITS = [
    BrandKit(name="Tostadores del Sur"),
    BrandKit(
        name="Faro", background="#0F1B2D", text="#FFFFFF", accent="#F2B705", accent_text="#0F1B2D"
    ),
    BrandKit(name="Norte", background="#FFFFFF", text="#111111", accent="#000000"),
]


FORMATS = list({(place.width, place.height): place for place in known_placements()}.values())
"""One placement of each size: the others look the same."""


@pytest.mark.parametrize(
    ("brand", "place"),
    [
        *((KITS[0], place) for place in known_placements()),
        *((brand, FORMATS[0]) for brand in KITS[1:]),
    ],
    ids=lambda one: one.name if isinstance(one, BrandKit) else f"{one.channel}.{one.placement}",
)
def test_our_own_creatives_declare_everything(brand: BrandKit, place: Any) -> None:
    """No ornament, button or rounded corner of Phoenix's own creatives is taken for hidden text."""
    shown = rendered(brand, place)

    assert shown.fills is not None
    assert shown.fills.untrue == []
    assert shown.undeclared is None
    assert shown.has_flat_background


def test_our_own_creatives_may_carry_a_logo() -> None:
    """A brand's logo in place of its name passes as it always did."""
    brand = KITS[0].model_copy(update={"logo": LOGO})
    logo = Image.new("RGBA", (400, 200), "#FF8800")

    assert rendered(brand, FORMATS[0], logo).undeclared is None
