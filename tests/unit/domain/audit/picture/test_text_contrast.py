"""Contrast, measured from pixels."""

import pytest
from PIL import Image, ImageDraw

from domain.audit.picture.text_contrast import measure_contrast
from tests.support.audit.subjects import SIZE, Creative, canvas


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


def test_ink_that_fills_its_picture_fails() -> None:
    """A mask that covers everything leaves nothing to read the text against."""
    full = Image.new("L", SIZE, 255)

    assert measure_contrast(canvas(), full).actual == 1.0


def test_sparse_ink_is_measured_all_the_same() -> None:
    """A thin mark of a few pixels is too little for a tile, and still judged."""
    mask = Image.new("L", SIZE, 0)
    ImageDraw.Draw(mask).line((50, 50, 54, 50), fill=90)
    picture = canvas("#ffffff")
    picture.paste("#000000", (50, 50, 55, 51))

    assert measure_contrast(picture, mask).actual == pytest.approx(21.0)
