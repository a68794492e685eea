"""Creatives under a rule that names the only colours which are allowed."""

from hashlib import shake_256

import pytest
from PIL import Image

from domain.audit.checks.picture.forbidden_color import CHECK
from tests.support.audit.subjects import SIZE, Creative, canvas, subject, weight


def _halves(first: str, second: str, patch: str | None = None, side: int = 60) -> Image.Image:
    image = canvas(first)
    image.paste(second, (0, SIZE[1] // 2, *SIZE))
    if patch is not None:
        image.paste(patch, (100, 180, 100 + side, 180 + side))
    return image


@pytest.mark.parametrize(
    ("rule", "image", "ink", "expected"),
    [
        ("Solo azul y blanco", _halves("#ffffff", "#1746a2"), "#1746a2", ("PASS", "CRITICAL")),
        ("Only navy and white", _halves("#ffffff", "#0b1f3a"), "#0b1f3a", ("PASS", "CRITICAL")),
        # A tint lies between two colours of the palette.
        ("Solo azul y blanco", _halves("#e3f2fd", "#1746a2"), "#1746a2", ("PASS", "CRITICAL")),
        ("Solo negro y blanco", _halves("#ffffff", "#808080"), "#000000", ("PASS", "CRITICAL")),
        (
            "No more colours than black and yellow",
            _halves("#ffd000", "#000000"),
            "#000000",
            ("PASS", "CRITICAL"),
        ),
        (
            "Solo azul y blanco",
            _halves("#ffffff", "#1746a2", "#d01010"),
            "#1746a2",
            ("FAIL", "CRITICAL"),
        ),
        # Each of red and orange is one name of several, and none of them is allowed.
        (
            "Only blue and white",
            _halves("#ffffff", "#1746a2", "#f04a1a"),
            "#1746a2",
            ("FAIL", "CRITICAL"),
        ),
        # Letters and paper without a hue may be taken for granted.
        ("Solo azul y blanco", _halves("#ffffff", "#111111"), "#1746a2", ("WARN", "HIGH")),
        ("Only red and yellow", _halves("#ffffff", "#d01010"), "#d01010", ("WARN", "HIGH")),
        # Turquoise is a blue to many.
        ("Solo azul y blanco", _halves("#ffffff", "#12a5b8"), "#1746a2", ("WARN", "HIGH")),
    ],
)
def test_a_palette_lets_nothing_else_through(
    rule: str, image: Image.Image, ink: str, expected: tuple[str, str]
) -> None:
    """Every area is one of the colours that are allowed, or lies between two of them."""
    assert weight(CHECK(subject(Creative(image, ink=ink), do_not_do=[rule]))) == expected


def test_a_photograph_is_asked_about_where_only_some_colors_are_allowed() -> None:
    """It has every colour, and whether that is meant, nobody can tell from a sentence."""
    noise = shake_256(b"grain").digest(SIZE[0] * SIZE[1] * 3)
    photograph = Image.blend(canvas("#c08040"), Image.frombytes("RGB", SIZE, noise), 0.2)
    shown = Creative(photograph, ink="#1746a2")

    assert weight(CHECK(subject(shown, do_not_do=["Solo azul y blanco"]))) == ("WARN", "HIGH")


def test_a_declared_layer_off_the_palette_blocks() -> None:
    """What the renderer says that it drew counts as much as what is seen."""
    image = _halves("#ffffff", "#1746a2", "#d01010", side=12)
    shown = subject(Creative(image, ink="#d01010"), do_not_do=["Only blue and white"])

    (finding,) = CHECK(shown)

    assert weight([finding]) == ("FAIL", "CRITICAL")
    assert finding.evidence["layer"] == "headline"
    assert finding.evidence["color_name"] == "any but blue, white"
