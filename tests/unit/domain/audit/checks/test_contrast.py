"""Contrast, measured from pixels."""

from dataclasses import replace
from typing import Any, Literal

import pytest
from PIL import Image, ImageDraw, ImageOps

from contracts import Box
from domain.audit.checks.picture import contrast_ratio
from domain.audit.picture.text_contrast import measure_contrast
from tests.support.audit_subjects import (
    SIZE,
    SMALL_FEED,
    Creative,
    canvas,
    codes,
    png,
    stored,
    subject,
)

PASSED = [("PASS", None, "CRITICAL")]
TOO_LOW = [("FAIL", "CONTRAST_TOO_LOW", "CRITICAL")]
NOT_EVALUATED = [("FAIL", "NOT_EVALUATED", "CRITICAL")]


@pytest.mark.parametrize(
    ("ink", "background", "ratio"),
    [
        ("#ffffff", "#767676", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ff0000", 4.00),
        ("#919191", "#ffffff", 3.15),
        ("#000000", "#ffffff", 21.0),
    ],
)
@pytest.mark.parametrize("px", [20, 60])
def test_flat_text_measures_what_its_colors_give(
    ink: str, background: str, ratio: float, px: int
) -> None:
    """The pixels of a creative give the ratio that its two colours have, at any size."""
    creative = Creative(canvas(background), ink, text="Hola", px=px)

    measured = measure_contrast(creative.picture(), creative.mask())

    assert measured.actual == pytest.approx(ratio, abs=0.01)


def test_text_too_small_to_cover_a_pixel_is_not_measured_as_better() -> None:
    """Smoothing makes tiny letters paler, and the measure says so."""
    creative = Creative(ink="#777777", px=9)

    measured = measure_contrast(creative.picture(), creative.mask())

    assert 1.0 < measured.actual <= 4.48


@pytest.mark.parametrize(
    ("ink", "background", "px", "bold", "expected"),
    [
        ("#ffffff", "#767676", 20, False, PASSED),
        ("#777777", "#ffffff", 20, False, TOO_LOW),
        ("#777777", "#ffffff", 24, False, PASSED),
        ("#777777", "#ffffff", 19, True, PASSED),
        ("#777777", "#ffffff", 18, True, TOO_LOW),
        ("#999999", "#ffffff", 24, False, TOO_LOW),
    ],
)
def test_text_needs_the_contrast_that_its_size_asks_for(
    ink: str, background: str, px: int, bold: Literal[True, False], expected: list[Any]
) -> None:
    """A ratio of 4.48 is not rounded up to 4.5, and large text may have less."""
    weight = "Bold" if bold else "Regular"
    creative = Creative(canvas(background), ink, px=px, declared={"bold": bold}, weight=weight)

    findings = contrast_ratio.CHECK(subject(creative))

    assert codes(findings) == expected


@pytest.mark.parametrize("weight", ["Regular", "Medium"])
@pytest.mark.parametrize("text", ["La cosecha", "La\ncosecha"])
def test_text_is_as_bold_as_its_ink(weight: str, text: str) -> None:
    """Calling thin letters bold does not lower the contrast that they need."""
    creative = Creative(ink="#777777", text=text, px=21, declared={"bold": True}, weight=weight)

    findings = contrast_ratio.CHECK(subject(creative))

    assert codes(findings) == TOO_LOW
    assert findings[0].evidence["bold"] is False


def test_a_mask_that_is_too_fat_makes_no_letter_bold() -> None:
    """Whoever draws the mask in bold letters over thin ones gets the limit of thin ones."""
    thin = Creative(ink="#777777", px=21, declared={"bold": True})
    fat = replace(thin, weight="Bold")

    shown = subject(thin, fetched={"mask": png(fat.mask())})

    assert not contrast_ratio.CHECK(shown)[0].evidence["bold"]


def test_bold_in_a_font_that_the_auditor_lacks_is_not_confirmed() -> None:
    """What cannot be compared with a known face is held to the stricter limit."""
    declared = {"bold": True, "font": "Other"}
    creative = Creative(ink="#777777", px=21, declared=declared, weight="Bold")

    assert codes(contrast_ratio.CHECK(subject(creative))) == TOO_LOW


def test_size_is_what_the_reader_sees_and_not_what_the_file_has() -> None:
    """Text of 30 pixels that a phone shows at half the width is small text."""
    creative = Creative(ink="#777777", text="Hola", px=30)
    phone = replace(SMALL_FEED, display_css_width=SIZE[0] // 2)

    on_a_screen = contrast_ratio.CHECK(subject(creative))
    on_a_phone = contrast_ratio.CHECK(subject(creative, placement=phone))

    assert codes(on_a_screen) == PASSED
    assert codes(on_a_phone) == TOO_LOW
    assert on_a_phone[0].evidence["display_px"] == 15.0


def test_text_over_a_gradient_is_judged_at_its_worst() -> None:
    """White text that runs from dark into light fails, although its mean would pass."""
    gradient = Image.linear_gradient("L").rotate(90).resize(SIZE)
    background = ImageOps.colorize(gradient, "#001133", "#ffffff")

    findings = contrast_ratio.CHECK(subject(Creative(background, "#ffffff", "Más por menos", 26)))

    assert codes(findings) == TOO_LOW


@pytest.mark.parametrize("shift", [(0, 120), (3, 60)])
def test_a_mask_that_lies_fails(shift: tuple[int, int]) -> None:
    """A renderer cannot pass by pointing where there is no text."""
    findings = contrast_ratio.CHECK(subject(Creative(shift=shift)))

    assert codes(findings)[0] == TOO_LOW[0]


def test_a_size_that_the_ink_does_not_have_is_not_believed() -> None:
    """Declaring small text as large does not lower what it needs."""
    creative = Creative(ink="#777777", px=12, declared={"px": 60})

    findings = contrast_ratio.CHECK(subject(creative))

    assert codes(findings) == TOO_LOW
    assert not findings[0].evidence["large_text"]


def test_small_letters_are_allowed_their_height() -> None:
    """A line without ascenders is not taken for smaller text than it is."""
    creative = Creative(ink="#777777", text="nueva", px=26)

    assert codes(contrast_ratio.CHECK(subject(creative))) == PASSED


def test_a_declared_color_that_is_not_in_the_pixels_is_shown_to_a_person() -> None:
    """A manifest that disagrees with its picture is not passed over."""
    findings = contrast_ratio.CHECK(subject(Creative(declared={"fill": "#767676"})))

    assert codes(findings) == [("WARN", "CONTRAST_METHODS_DISAGREE", "HIGH")]


def test_ink_outside_every_block_is_judged_as_small_text() -> None:
    """Text that the manifest leaves out has to be readable too."""
    creative = Creative(
        ink="#777777", px=40, declared={"box": Box(left=0, top=0, right=40, bottom=270)}
    )

    findings = contrast_ratio.CHECK(subject(creative))

    assert [(each.reason_code, each.evidence["region"]) for each in findings] == [
        (None, "headline"),
        ("CONTRAST_TOO_LOW", "outside_all_blocks"),
    ]


@pytest.mark.parametrize(
    "box", [Box(left=0, top=200, right=200, bottom=260), Box(left=900, top=0, right=999, bottom=9)]
)
def test_a_block_without_ink_blocks(box: Box) -> None:
    """Text that is said to be where nothing is cannot be judged, so it does not pass."""
    findings = contrast_ratio.CHECK(subject(Creative(declared={"box": box})))

    assert codes(findings)[0] == NOT_EVALUATED[0]


def test_ink_that_fills_its_picture_fails() -> None:
    """A mask that covers everything leaves nothing to read the text against."""
    full = Image.new("L", SIZE, 255)

    assert measure_contrast(canvas(), full).actual == 1.0


def test_a_creative_without_a_layout_waits_for_a_person() -> None:
    """A picture of unknown origin is never passed as readable."""
    picture = stored(Creative())[0]

    findings = contrast_ratio.CHECK(subject(fetched={"asset": picture, "manifest": None}))

    assert codes(findings) == [("WARN", "CONTRAST_ESTIMATED", "HIGH")]


@pytest.mark.parametrize(
    "fetched",
    [
        {"manifest": b"{}"},
        {"mask": b"no picture"},
        {"mask": None},
        {"mask": png(Image.new("RGB", SIZE))},
        {"mask": png(Image.new("L", (9, 9)))},
        {"asset": b"no picture"},
        {"asset": png(Image.new("RGBA", SIZE, "#ffffff80"))},
    ],
    ids=["manifest", "mask", "altered mask", "color mask", "small mask", "picture", "transparent"],
)
def test_what_cannot_be_measured_blocks(fetched: dict[str, bytes | None]) -> None:
    """Nothing is passed because a file was broken."""
    assert codes(contrast_ratio.CHECK(subject(fetched=fetched))) == NOT_EVALUATED


def test_sparse_ink_is_measured_all_the_same() -> None:
    """A thin mark of a few pixels is too little for a tile, and still judged."""
    mask = Image.new("L", SIZE, 0)
    ImageDraw.Draw(mask).line((50, 50, 54, 50), fill=90)
    picture = canvas("#ffffff")
    picture.paste("#000000", (50, 50, 55, 51))

    assert measure_contrast(picture, mask).actual == pytest.approx(21.0)
