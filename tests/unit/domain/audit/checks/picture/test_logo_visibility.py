"""A logo that nobody sees or can read is a finding."""

import pytest
from PIL import Image, ImageDraw

from contracts import Box, BrandKit, Fill
from domain.audit.checks.picture.logo_visibility import CHECK
from tests.support.audit.subjects import SIZE, Creative, canvas, codes, ref, subject

BRAND = {"brand": BrandKit(name="Tostadores del Sur", logo=ref(b"", "image/png"))}
BOX = (20, 180, 100, 220)


def fill_of(color: str, box: tuple[int, int, int, int] = BOX) -> Fill:
    """Return the declaration of a logo."""
    left, top, right, bottom = box
    return Fill(role="logo", color=color, box=Box(left=left, top=top, right=right, bottom=bottom))


def marked(ground: str, *marks: tuple[str, tuple[int, int, int, int]]) -> Image.Image:
    """Return a picture with a logo of some marks."""
    image = canvas(ground)
    for color, box in marks:
        ImageDraw.Draw(image).ellipse(box, fill=color)
    return image


WHOLE = (22, 182, 98, 218)
INVISIBLE = ("FAIL", "LOGO_INVISIBLE", "HIGH")
FAINT = ("WARN", "LOGO_FAINT", "MEDIUM")
PASSED = ("PASS", None, "HIGH")


@pytest.mark.parametrize(
    ("ground", "mark", "expected"),
    [
        ("#ffffff", "#0f766e", PASSED),
        ("#ffffff", "#ffffff", INVISIBLE),
        ("#ffffff", "#fbfbf6", INVISIBLE),
        ("#101820", "#0a0f14", INVISIBLE),
        ("#101820", "#ffffff", PASSED),
        ("#ffffff", "#ffd400", FAINT),
        ("#7a7a7a", "#d01c2a", FAINT),
    ],
)
def test_a_logo_is_seen_against_what_lies_around_it(
    ground: str, mark: str, expected: tuple[str, str | None, str]
) -> None:
    """White on white is told, a light yellow is mentioned, and what is clear passes."""
    shown = subject(Creative(marked(ground, (mark, WHOLE)), fills=[fill_of(mark)]))

    assert codes(CHECK(shown)) == [expected]


def test_a_part_of_a_logo_that_vanishes_is_told() -> None:
    """White letters beside a red mark are gone on white, and the mark does not excuse them."""
    image = marked("#ffffff", ("#c8141e", (22, 182, 58, 218)))

    (found,) = CHECK(subject(Creative(image, fills=[fill_of("#c8141e"), fill_of("#ffffff")])))

    assert codes([found]) == [INVISIBLE]
    assert found.evidence["logo_hex"] == "#ffffff"


def test_a_logo_too_low_to_read_is_told() -> None:
    """A banner squeezed to a few pixels is no logo any more."""
    low = (20, 180, 200, 188)
    shown = subject(Creative(marked("#ffffff", ("#101010", low)), fills=[fill_of("#101010", low)]))

    assert codes(CHECK(shown)) == [("WARN", "LOGO_TOO_SMALL", "HIGH")]


def test_a_logo_that_fills_the_picture_is_compared_with_itself() -> None:
    """Without anything around it, its most frequent colour is what lies behind."""
    whole = (0, 0, *SIZE)
    shown = subject(Creative(marked("#fff", ("#101010", WHOLE)), fills=[fill_of("#101010", whole)]))

    assert codes(CHECK(shown)) == [PASSED]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, PASSED),
        ({"creative": Creative(fills=[fill_of("#000000", (900, 900, 950, 950))])}, PASSED),
        ({"fetched": {"manifest": None}}, PASSED),
        ({"fetched": {"manifest": None}, "context": BRAND}, ("WARN", "NOT_EVALUATED", "HIGH")),
        ({"fetched": {"asset": b"nothing"}}, ("WARN", "NOT_EVALUATED", "HIGH")),
    ],
    ids=["no logo", "off the picture", "no layout", "no layout, and a logo", "no picture"],
)
def test_what_cannot_be_judged_is_said(
    how: dict[str, object], expected: tuple[str, str | None, str]
) -> None:
    """Without a declared logo nothing is wrong with it; without a picture nobody knows."""
    creative = how.pop("creative", None)
    assert creative is None or isinstance(creative, Creative)

    assert codes(CHECK(subject(creative, **how))) == [expected]  # type: ignore[arg-type]
