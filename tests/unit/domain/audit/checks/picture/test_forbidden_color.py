"""Forbidden colours in creatives."""

import pytest
from PIL import Image

from contracts import Box, Fill
from domain.audit.checks.picture.forbidden_color import CHECK
from tests.support.audit.subjects import SIZE, Creative, canvas, codes, png, subject, weight

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


ASKED = ("WARN", "HIGH")
BLOCKED = ("FAIL", "CRITICAL")


def test_several_colors_are_looked_for_in_one_pass() -> None:
    """Each rule of many has its own finding, however often a colour is forbidden."""
    image = canvas()
    image.paste("#0a30d8", (40, 100, 90, 150))
    rules = ["No usar azul", "No usar colores azules", "No usar rojo", "Evitar #0A30D8, #0a30d9"]

    findings = CHECK(subject(Creative(image), do_not_do=rules))

    assert [each.evidence["rule"] for each in findings] == [rules[0], rules[1], rules[3], rules[3]]
    assert {each.evidence["sample_hex"] for each in findings} == {"#0a30d8"}
    assert all(each.evidence["box"] == [40, 100, 90, 150] for each in findings)


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
    findings = CHECK(subject(with_patch(color, pixels), do_not_do=[rule]))

    assert codes(findings) == expected


def test_large_creatives_are_judged_alike() -> None:
    """The share of a colour does not depend on the size of the file."""
    size = (SIZE[0] * 2, SIZE[1] * 2)

    findings = CHECK(subject(with_patch("#dc143c", 4752, size), do_not_do=["No usar rojo"]))

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

    findings = CHECK(subject(Creative(fills=[fill]), do_not_do=[rule]))

    assert codes(findings) == expected


def test_the_text_of_a_creative_counts_too() -> None:
    """Red letters break a ban of red."""
    shown = subject(Creative(ink="#b00020", text="a", px=9), do_not_do=["No usar rojo"])

    findings = CHECK(shown)

    assert codes(findings) == PRESENT
    assert findings[0].evidence["layer"] == "headline"


def test_a_picture_without_a_layout_is_judged_by_its_pixels() -> None:
    """A picture of unknown origin may not be red either."""
    picture = png(with_patch("#dc143c", 900).picture())

    findings = CHECK(
        subject(fetched={"asset": picture, "manifest": None}, do_not_do=["No usar rojo"])
    )

    assert codes(findings) == PRESENT


def test_a_transparent_picture_is_not_passed() -> None:
    """What shines through may be the forbidden colour."""
    glass = png(Image.new("RGBA", SIZE, "#ffffff80"))

    findings = CHECK(subject(fetched={"asset": glass}, do_not_do=["No usar rojo"]))

    assert codes(findings) == [("FAIL", "NOT_EVALUATED", "CRITICAL")]


@pytest.mark.parametrize("step", [2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_fine_lines_of_a_forbidden_color_are_that_color(step: int, first: int) -> None:
    """A hatching of pure red is red, on even rows and on odd ones, however fine it is."""
    image = canvas(size=(SIZE[0] * 2, SIZE[1] * 2))
    for row in range(first, image.height, step):
        image.paste("#ff0000", (0, row, image.width, row + 1))

    findings = CHECK(subject(Creative(image), do_not_do=["No usar rojo"]))

    assert codes(findings) == PRESENT
    assert findings[0].evidence["area_ratio"] == pytest.approx(1 / step, abs=0.02)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("No usar negro ni parecer tristes", ASKED),
        ("No usar negro", BLOCKED),
    ],
)
def test_a_color_of_a_half_understood_sentence_asks(rule: str, expected: tuple[str, str]) -> None:
    """A picture is not thrown away on a sentence that nobody understood whole."""
    assert weight(CHECK(subject(Creative(), do_not_do=[rule]))) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("No usar rojo ni parecer tristes", ASKED), ("No usar rojo", BLOCKED)],
)
def test_what_shines_through_asks_or_blocks(rule: str, expected: tuple[str, str]) -> None:
    """A picture that cannot be judged by a doubtful rule is left to the person who is asked."""
    glass = png(Image.new("RGBA", SIZE, "#ffffff80"))
    broken = subject(fetched={"asset": png(canvas())[:200]}, do_not_do=[rule])

    shown = subject(fetched={"asset": glass}, do_not_do=[rule])

    assert weight(CHECK(shown)) == expected
    assert weight(CHECK(broken)) == expected


@pytest.mark.parametrize(
    ("rule", "color", "expected"),
    [
        ("No usar rojo ni fondos negros", "#dc143c", ["red"]),
        ("No usar rojo ni fondos negros", "#000000", []),
        ("No usar fondos rojos ni negros", "#dc143c", []),
        ("No red, no black backgrounds", "#dc143c", ["red"]),
    ],
)
def test_a_background_in_a_sentence_softens_no_other_color(
    rule: str, color: str, expected: list[str]
) -> None:
    """Red over a sixth of the picture is red, whatever the sentence says of backgrounds."""
    image = canvas()
    image.paste(color, (0, 0, image.width, image.height // 6))

    findings = CHECK(subject(Creative(image), do_not_do=[rule]))

    assert [each.evidence["color_name"] for each in findings if each.reason_code] == expected
