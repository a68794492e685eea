"""A colour is what a person sees: areas and lines, and no soft edges."""

import io
import time
from collections.abc import Callable, Sequence

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from domain.audit.checks.picture.forbidden_color import CHECK
from domain.fonts import Weight, font
from tests.support.audit.subjects import png, subject

SIZE = (720, 900)


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    """Return a picture as JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def gif(image: Image.Image) -> bytes:
    """Return a picture in the 256 colours of a GIF."""
    file = io.BytesIO()
    image.save(file, "GIF")
    return file.getvalue()


def written(ground: str, ink: str, px: int = 30) -> Image.Image:
    """Return a page of text."""
    image = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(image)
    for top in range(30, SIZE[1] - 60, round(px * 1.6)):
        draw.text((30, top), "Tardes de taller 0123 " * 3, fill=ink, font=font(Weight.REGULAR, px))
    return image


def rings(ground: str, ink: str) -> Image.Image:
    """Return a fine logo that was enlarged."""
    image = Image.new("RGB", (SIZE[0] // 3, SIZE[1] // 3), ground)
    draw = ImageDraw.Draw(image)
    for step in range(0, 100, 18):
        draw.ellipse((20 + step, 20 + step, 220 - step, 220 - step), outline=ink, width=4)
    return image.resize(SIZE, Image.Resampling.BICUBIC)


def gradient(first: str, last: str) -> Image.Image:
    """Return the way from one colour to another, from top to bottom."""
    mask = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(Image.new("RGB", SIZE, last), Image.new("RGB", SIZE, first), mask)


def photograph(color: str, spread: int = 22) -> Image.Image:
    """Return something of a colour as a camera sees it: with grain, and light from one side."""
    flat = Image.new("RGB", SIZE, color)
    grain = Image.effect_noise(SIZE, spread)
    light = Image.linear_gradient("L").resize(SIZE).point([v // 6 + 107 for v in range(256)])
    bands = [
        ImageChops.add(ImageChops.add(band, grain, 1, -128), light, 1, -128)
        for band in flat.split()
    ]
    return Image.merge("RGB", bands)


def shadowed() -> Image.Image:
    """Return black letters whose edges are soft."""
    return written("#ffffff", "#000000", 48).filter(ImageFilter.GaussianBlur(1.1))


def with_disc(image: Image.Image, color: str) -> Image.Image:
    """Return a picture with a disc of a colour on it."""
    ImageDraw.Draw(image).ellipse((250, 300, 470, 520), fill=color)
    return image


def inks(ground: str, color: str) -> Image.Image:
    """Return a disc of a colour in inks for print."""
    return with_disc(Image.new("RGB", SIZE, ground), color).convert("CMYK")


def ruled() -> Image.Image:
    """Return a page of text with red lines of one pixel under it."""
    image = written("#ffffff", "#000000")
    for top in range(50, 860, 60):
        image.paste("#e00000", (0, top, SIZE[0], top + 1))
    return image


def with_line(image: Image.Image, color: str) -> Image.Image:
    """Return a picture with a line of four pixels under its text."""
    image.paste(color, (20, 870, 700, 874))
    return image


def scattered() -> Image.Image:
    """Return noise: every colour, and none of them to be seen."""
    channels = [Image.effect_noise(SIZE, 120).rotate(90 * turn) for turn in range(3)]
    return Image.merge("RGB", [each.resize(SIZE) for each in channels])


BLOCKED, ASKED, PASSED = "FAIL", "WARN", "PASS"


@pytest.mark.parametrize(
    ("draw", "rule", "expected"),
    [
        (lambda: png(written("#ffffff", "#000000")), "No usar gris", {PASSED}),
        (lambda: png(written("#ffffff", "#000000", 18)), "No usar gris", {PASSED}),
        (lambda: png(shadowed()), "No usar gris", {PASSED}),
        (lambda: jpeg(written("#ffffff", "#000000")), "No usar gris", {PASSED}),
        (lambda: png(written("#fff7e6", "#7a0c14")), "No usar marrón", {PASSED}),
        (lambda: png(written("#ffffff", "#b01424")), "No usar rosa", {PASSED}),
        (lambda: png(written("#ffeb3b", "#0d47a1")), "No usar verde", {PASSED}),
        (lambda: png(written("#d01020", "#1030c0")), "No usar morado", {PASSED}),
        (lambda: png(rings("#ffffff", "#b01424")), "No usar rosa", {PASSED}),
        (lambda: jpeg(written("#ffffff", "#c8141e"), 75), "No usar rosa", {PASSED, ASKED}),
        (lambda: png(written("#ffffff", "#808080")), "No usar gris", {BLOCKED}),
        (lambda: png(written("#ffffff", "#b01424")), "No usar rojo", {BLOCKED}),
        (lambda: jpeg(written("#ffffff", "#b01424")), "No usar rojo", {BLOCKED}),
        (lambda: png(rings("#ffffff", "#b01424")), "No usar rojo", {BLOCKED}),
        (lambda: png(with_disc(written("#fff", "#000"), "#808080")), "No usar gris", {BLOCKED}),
        (lambda: png(ruled()), "No usar rojo", {BLOCKED}),
        (lambda: png(with_line(written("#fff", "#000"), "#808080")), "No usar gris", {ASKED}),
        (lambda: png(with_disc(written("#e6e6fa", "#000"), "#000")), "No usar morado", {ASKED}),
        (lambda: png(written("#fff8ee", "#5b2c0e")), "No usar amarillo", {PASSED}),
        (lambda: png(written("#ffffff", "#0f766e")), "No usar azul", {PASSED}),
        (lambda: gif(written("#ffffff", "#000000")), "No usar gris", {PASSED}),
        (lambda: png(written("#ffffff", "#000000").convert("1")), "No usar gris", {PASSED}),
        (
            lambda: jpeg(with_disc(written("#fff", "#000"), "#d01414").convert("CMYK")),
            "No usar rojo",
            {BLOCKED},
        ),
        (lambda: png(gradient("#000000", "#ffffff")), "No usar gris", {ASKED}),
        (lambda: png(gradient("#101c3c", "#3c5895")), "No usar morado", {PASSED}),
        (lambda: png(gradient("#101c3c", "#3c5895")), "No usar azul", {BLOCKED}),
        (lambda: png(photograph("#6b4630")), "No usar rojo", {PASSED, ASKED}),
        (lambda: jpeg(photograph("#6b4630")), "No usar rojo", {PASSED, ASKED}),
        (lambda: png(photograph("#b01c22")), "No usar rojo", {BLOCKED}),
        (lambda: jpeg(photograph("#b01c22")), "No usar rojo", {BLOCKED}),
        (lambda: png(photograph("#e0ac91", 16)), "No usar rojo", {PASSED}),
        (lambda: png(scattered()), "No usar rojo", {PASSED}),
    ],
)
def test_what_a_person_sees_decides(
    draw: Callable[[], bytes], rule: str, expected: Sequence[str]
) -> None:
    """Edges and mixtures are no colour, single pixels no area, and a fine line is a line."""
    (found,) = CHECK(subject(fetched={"asset": draw(), "manifest": None}, do_not_do=[rule]))

    assert found.result in expected


def test_a_picture_through_one_pixel_of_which_something_shines_is_judged() -> None:
    """What nobody sees does not stop a campaign."""
    image = with_disc(written("#fff", "#000"), "#286e3c").convert("RGBA")
    image.putpixel((3, 3), (255, 255, 255, 254))

    (found,) = CHECK(subject(fetched={"asset": png(image)}, do_not_do=["No usar verde"]))

    assert found.reason_code == "FORBIDDEN_COLOR_PRESENT"


@pytest.mark.no_cover  # it takes the time of what is delivered, not of what is measured
def test_noise_of_twelve_megapixels_is_judged_in_bounded_time() -> None:
    """The busiest picture that a camera can take costs a moment."""
    noise = scattered().resize((4000, 3000), Image.Resampling.NEAREST)
    shown = subject(fetched={"asset": png(noise), "manifest": None}, do_not_do=["No usar rojo"])
    began = time.process_time()

    CHECK(shown)

    assert time.process_time() - began < 3
