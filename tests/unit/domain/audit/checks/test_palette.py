"""Forbidden colours in creatives."""

import pytest
from PIL import Image

from contracts import Box, Fill
from domain.audit.checks.picture import forbidden_color
from domain.audit.picture.decoding import Picture
from tests.support.audit_subjects import SIZE, Creative, canvas, codes, png, subject

PRESENT = [("FAIL", "FORBIDDEN_COLOR_PRESENT", "CRITICAL")]
TRACE = [("WARN", "FORBIDDEN_COLOR_TRACE", "HIGH")]
PASSED = [("PASS", None, "CRITICAL")]


def with_patch(color: str, pixels: int, size: tuple[int, int] = SIZE) -> Creative:
    """Return a white creative with some pixels of one colour in its lower part."""
    background = canvas(size=size)
    width = size[0]
    for row in range(0, pixels, width):
        top = size[1] - 2 - row // width
        background.paste(color, (0, top, min(width, pixels - row), top + 1))
    return Creative(background)


@pytest.mark.parametrize(
    ("rule", "color", "pixels", "expected"),
    [
        ("No usar rojo", "#dc143c", 600, PRESENT),
        ("No usar rojo", "#722f37", 600, PRESENT),
        ("No usar rojo", "#dc143c", 120, TRACE),
        ("No usar rojo", "#dc143c", 30, PASSED),
        ("No usar rojo", "#1f4e79", 9000, PASSED),
        ("No usar rojo", "#ff6347", 9000, TRACE),
        ("Evitar #dc143c", "#d8183e", 600, PRESENT),
        ("Evitar #dc143c", "#8b0000", 600, PASSED),
        ("No usar fondo azul", "#1f4e79", 600, PASSED),
        ("No usar fondo azul", "#1f4e79", 21600, PRESENT),
        ("No mencionar el rojo", "#dc143c", 9000, PASSED),
    ],
)
def test_a_forbidden_color_is_found_by_its_area(
    rule: str, color: str, pixels: int, expected: list[tuple[str, str | None, str]]
) -> None:
    """Enough of a colour blocks, a trace is shown to a person, noise is let pass."""
    findings = forbidden_color.CHECK(subject(with_patch(color, pixels), do_not_do=[rule]))

    assert codes(findings) == expected


def test_large_creatives_are_judged_alike() -> None:
    """The share of a colour does not depend on the size of the file."""
    size = (SIZE[0] * 2, SIZE[1] * 2)

    findings = forbidden_color.CHECK(
        subject(with_patch("#dc143c", 4752, size), do_not_do=["No usar rojo"])
    )

    assert codes(findings) == PRESENT
    assert findings[0].evidence["area_ratio"] == pytest.approx(0.02, rel=0.1)


@pytest.mark.parametrize(
    ("rule", "role", "color", "expected"),
    [
        ("No usar rojo", "call_to_action", "#ff0000", PRESENT),
        ("No usar rojo", "call_to_action", "#ff6347", PASSED),
        ("No usar fondo rojo", "background", "#ff0000", PRESENT),
        ("No usar fondo rojo", "call_to_action", "#ff0000", PASSED),
    ],
)
def test_a_declared_layer_of_a_forbidden_color_blocks(
    rule: str, role: str, color: str, expected: list[tuple[str, str | None, str]]
) -> None:
    """A small red button is red, however little of the picture it covers."""
    fill = Fill(role=role, color=color, box=Box(left=0, top=0, right=2, bottom=2))

    findings = forbidden_color.CHECK(subject(Creative(fills=[fill]), do_not_do=[rule]))

    assert codes(findings) == expected


def test_the_text_of_a_creative_counts_too() -> None:
    """Red letters break a ban of red."""
    shown = subject(Creative(ink="#b00020", text="a", px=9), do_not_do=["No usar rojo"])

    findings = forbidden_color.CHECK(shown)

    assert codes(findings) == PRESENT
    assert findings[0].evidence["layer"] == "headline"


def test_a_picture_without_a_layout_is_judged_by_its_pixels() -> None:
    """A picture of unknown origin may not be red either."""
    picture = png(with_patch("#dc143c", 900).picture())

    findings = forbidden_color.CHECK(
        subject(fetched={"asset": picture, "manifest": None}, do_not_do=["No usar rojo"])
    )

    assert codes(findings) == PRESENT


def test_a_transparent_picture_is_not_passed() -> None:
    """What shines through may be the forbidden colour."""
    glass = png(Image.new("RGBA", SIZE, "#ffffff80"))

    findings = forbidden_color.CHECK(subject(fetched={"asset": glass}, do_not_do=["No usar rojo"]))

    assert codes(findings) == [("FAIL", "NOT_EVALUATED", "CRITICAL")]


@pytest.mark.parametrize("step", [2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_fine_lines_of_a_forbidden_color_are_that_color(step: int, first: int) -> None:
    """A hatching of pure red is red, on even rows and on odd ones, however fine it is."""
    image = canvas(size=(SIZE[0] * 2, SIZE[1] * 2))
    for row in range(first, image.height, step):
        image.paste("#ff0000", (0, row, image.width, row + 1))

    findings = forbidden_color.CHECK(subject(Creative(image), do_not_do=["No usar rojo"]))

    assert codes(findings) == PRESENT
    assert findings[0].evidence["area_ratio"] == pytest.approx(1 / step, abs=0.02)


def test_a_few_colors_are_placed_to_the_pixel() -> None:
    """The outline of a small stain lies around the stain and not around its neighbourhood."""
    image = canvas()
    image.paste("#ff0000", (101, 203, 118, 209))
    picture = subject(Creative(image)).picture
    assert isinstance(picture, Picture)
    red = max(picture.areas, key=lambda color: color[0] - color[1])

    assert picture.box_of([red]) == (101, 203, 118, 209)
    with pytest.raises(KeyError):
        picture.box_of([(0, 248, 0)])
