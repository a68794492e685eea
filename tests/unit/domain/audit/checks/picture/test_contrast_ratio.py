"""Text that can be read, and text that cannot."""

from dataclasses import replace
from typing import Any, Literal

import pytest
from PIL import Image, ImageOps

from contracts import Box, Fill
from domain.audit.checks.picture import image_text_match
from domain.audit.checks.picture.contrast_ratio import CHECK
from tests.audit.pictures import encoded
from tests.support.audit.subjects import (
    SIZE,
    SMALL_FEED,
    Creative,
    asset_of,
    canvas,
    codes,
    png,
    stored,
    subject,
)

PASSED = [("PASS", None, "CRITICAL")]
TOO_LOW = [("FAIL", "CONTRAST_TOO_LOW", "CRITICAL")]
NOT_EVALUATED = [("FAIL", "NOT_EVALUATED", "CRITICAL")]
WHOLE = Box(left=0, top=0, right=SIZE[0], bottom=SIZE[1])


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

    findings = CHECK(subject(creative))

    assert codes(findings) == expected


@pytest.mark.parametrize("weight", ["Regular", "Medium"])
@pytest.mark.parametrize("text", ["La cosecha", "La\ncosecha"])
def test_text_is_as_bold_as_its_ink(weight: str, text: str) -> None:
    """Calling thin letters bold does not lower the contrast that they need."""
    creative = Creative(ink="#777777", text=text, px=21, declared={"bold": True}, weight=weight)

    findings = CHECK(subject(creative))

    assert codes(findings) == TOO_LOW
    assert findings[0].evidence["bold"] is False


def test_a_mask_that_is_too_fat_makes_no_letter_bold() -> None:
    """Whoever draws the mask in bold letters over thin ones gets the limit of thin ones."""
    thin = Creative(ink="#777777", px=21, declared={"bold": True})
    fat = replace(thin, weight="Bold")

    shown = subject(thin, fetched={"mask": png(fat.mask())})

    assert not CHECK(shown)[0].evidence["bold"]


def test_bold_in_a_font_that_the_auditor_lacks_is_not_confirmed() -> None:
    """What cannot be compared with a known face is held to the stricter limit."""
    declared = {"bold": True, "font": "Other"}
    creative = Creative(ink="#777777", px=21, declared=declared, weight="Bold")

    assert codes(CHECK(subject(creative))) == TOO_LOW


def test_size_is_what_the_reader_sees_and_not_what_the_file_has() -> None:
    """Text of 30 pixels that a phone shows at half the width is small text."""
    creative = Creative(ink="#777777", text="Hola", px=30)
    phone = replace(SMALL_FEED, display_css_width=SIZE[0] // 2)

    on_a_screen = CHECK(subject(creative))
    on_a_phone = CHECK(subject(creative, placement=phone))

    assert codes(on_a_screen) == PASSED
    assert codes(on_a_phone) == TOO_LOW
    assert on_a_phone[0].evidence["display_px"] == 15.0


def test_text_over_a_gradient_is_judged_at_its_worst() -> None:
    """White text that runs from dark into light fails, although its mean would pass."""
    gradient = Image.linear_gradient("L").rotate(90).resize(SIZE)
    background = ImageOps.colorize(gradient, "#001133", "#ffffff")

    findings = CHECK(subject(Creative(background, "#ffffff", "Más por menos", 26)))

    assert codes(findings) == TOO_LOW


@pytest.mark.parametrize("shift", [(0, 120), (3, 60)])
def test_a_mask_that_lies_fails(shift: tuple[int, int]) -> None:
    """A renderer cannot pass by pointing where there is no text."""
    findings = CHECK(subject(Creative(shift=shift)))

    assert codes(findings)[0] == TOO_LOW[0]


def test_a_size_that_the_ink_does_not_have_is_not_believed() -> None:
    """Declaring small text as large does not lower what it needs."""
    creative = Creative(ink="#777777", px=12, declared={"px": 60})

    findings = CHECK(subject(creative))

    assert codes(findings) == TOO_LOW
    assert not findings[0].evidence["large_text"]


def test_small_letters_are_allowed_their_height() -> None:
    """A line without ascenders is not taken for smaller text than it is."""
    creative = Creative(ink="#777777", text="nueva", px=26)

    assert codes(CHECK(subject(creative))) == PASSED


def test_a_declared_color_that_is_not_in_the_pixels_is_shown_to_a_person() -> None:
    """A manifest that disagrees with its picture is not passed over."""
    findings = CHECK(subject(Creative(declared={"fill": "#767676"})))

    assert codes(findings) == [("WARN", "CONTRAST_METHODS_DISAGREE", "HIGH")]


def test_ink_outside_every_block_is_judged_as_small_text() -> None:
    """Text that the manifest leaves out has to be readable too."""
    creative = Creative(
        ink="#777777", px=40, declared={"box": Box(left=0, top=0, right=40, bottom=270)}
    )

    findings = CHECK(subject(creative))

    assert [(each.reason_code, each.evidence["region"]) for each in findings] == [
        (None, "headline"),
        ("CONTRAST_TOO_LOW", "outside_all_blocks"),
    ]


@pytest.mark.parametrize(
    "box", [Box(left=0, top=200, right=200, bottom=260), Box(left=900, top=0, right=999, bottom=9)]
)
def test_a_block_without_ink_blocks(box: Box) -> None:
    """Text that is said to be where nothing is cannot be judged, so it does not pass."""
    findings = CHECK(subject(Creative(declared={"box": box})))

    assert codes(findings)[0] == NOT_EVALUATED[0]


def test_a_creative_without_a_layout_waits_for_a_person() -> None:
    """A picture of unknown origin is never passed as readable."""
    picture = stored(Creative())[0]

    findings = CHECK(subject(fetched={"asset": picture, "manifest": None}))

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
    assert codes(CHECK(subject(fetched=fetched))) == NOT_EVALUATED


def test_a_background_that_is_not_there_makes_everything_a_stranger() -> None:
    """A manifest that lies about the background passes nothing."""
    lie = Fill(role="background", color="#000000", box=WHOLE)

    shown = subject(Creative(fills=[lie]))

    assert ("FAIL", "CONTRAST_TOO_LOW", "CRITICAL") in codes(CHECK(shown))
    assert ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH") in codes(image_text_match.CHECK(shown))


@pytest.mark.parametrize(
    ("ink", "expected"),
    [("#787878", "CONTRAST_ESTIMATED"), ("#999999", "CONTRAST_TOO_LOW"), ("#333333", None)],
)
def test_jpeg_is_given_what_jpeg_takes(ink: str, expected: str | None) -> None:
    """Text that misses its contrast by no more than compression does is shown to a person."""
    creative = Creative(ink=ink, px=24)
    data = encoded(creative.picture(), "JPEG", quality=95, subsampling=0)
    asset = asset_of(data, None)
    place = replace(SMALL_FEED, display_css_width=SIZE[0] // 2)

    shown = subject(
        creative,
        placement=place,
        fetched={"asset": data},
        sha256=asset.sha256,
        size_bytes=asset.size_bytes,
        media_type="image/jpeg",
    )

    assert CHECK(shown)[0].reason_code == expected


def test_ink_that_fills_its_box_has_nothing_to_stand_out_from() -> None:
    """A mask that covers the whole picture fails instead of passing for text."""
    shown = subject(Creative(declared={"box": WHOLE}))
    assert shown.layout is not None
    drowned = replace(shown, layout=replace(shown.layout, mask=Image.new("L", SIZE, 255)))

    findings = CHECK(drowned)

    assert codes(findings)[0] == ("FAIL", "CONTRAST_TOO_LOW", "CRITICAL")
    assert "text_hex" not in findings[0].evidence
