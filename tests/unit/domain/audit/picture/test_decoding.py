"""Pictures from bytes that nobody vouches for."""

import struct
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from domain.audit.picture.decoding import Picture, PictureFault, Undecodable, open_picture
from tests.support.audit.subjects import SIZE, Creative, canvas, png, stored, subject

PICTURE = stored(Creative())[0]


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that announces more pixels than it has."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + PICTURE[33:]
    )


def test_a_picture_with_another_gamma_or_primaries_is_shown_to_a_person() -> None:
    """Colours that a browser shows differently are not judged as if it did not."""

    def space(*chunks: tuple[bytes, bytes]) -> str | None:
        info = PngImagePlugin.PngInfo()
        for name, value in chunks:
            info.add(name, value)
        shown = open_picture(png(Creative().picture(), pnginfo=info), 10**6)
        assert isinstance(shown, Picture)
        return shown.icc

    primaries = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
    usual = struct.pack(">8I", *primaries)
    turned = struct.pack(">8I", *primaries[:2], *primaries[4:6], *primaries[2:4], *primaries[6:])

    assert space() is None
    assert space((b"gAMA", struct.pack(">I", 45455)), (b"cHRM", usual)) is None
    assert space((b"gAMA", struct.pack(">I", 100000))) == "other"
    assert space((b"cHRM", turned)) == "other"
    assert space((b"sRGB", b"\0"), (b"cHRM", turned)) is None


@pytest.mark.parametrize("transparent", [False, True])
def test_a_grey_picture_of_sixteen_bits_keeps_its_shades(transparent: bool) -> None:  # noqa: FBT001
    """A fine grey scan is not taken for a blank one, and a hole in it is noticed."""
    row = struct.pack("<H", 30_000) * 108 + struct.pack("<H", 60_000) * 108
    grey = Image.frombytes("I;16", SIZE, row * SIZE[1])
    options: dict[str, Any] = {"transparency": 60_000} if transparent else {}

    shown = open_picture(png(grey, **options), 10**6)

    assert isinstance(shown, Picture)
    assert (shown.unique_colors, shown.is_transparent) == (2, transparent)
    assert shown.rgb.getpixel((200, 50)) == (233, 233, 233)


def test_an_upside_down_picture_is_judged_as_it_is_shown() -> None:
    """A photograph that viewers turn has the size that viewers see."""
    exif = Image.Exif()
    exif[0x0112] = 6

    shown = open_picture(png(canvas(), exif=exif), 10**6)

    assert isinstance(shown, Picture)
    assert shown.size == (SIZE[1], SIZE[0])


def test_a_grey_picture_with_alpha_is_shown_in_color() -> None:
    """Only a mask is kept grey."""
    shown = open_picture(png(Image.new("LA", SIZE, (9, 255))), 10**6)

    assert isinstance(shown, Picture)
    assert (shown.image.mode, shown.is_transparent) == ("RGB", False)


def test_a_size_is_refused_before_a_pixel_is_decoded() -> None:
    """A file of a few bytes cannot fill the memory."""
    found = open_picture(bomb(8000, 8001), 64_000_000)

    assert found == PictureFault(
        Undecodable.BOMB,
        "it has more than 64000000 pixels, and is not decoded",
        64_008_000,
        "image/png",
        (8000, 8001),
    )


def test_a_few_colors_are_placed_to_the_pixel() -> None:
    """The outline of a small stain lies around the stain and not around its neighbourhood."""
    image = canvas()
    image.paste("#ff0000", (101, 203, 118, 209))
    picture = subject(Creative(image)).picture
    assert isinstance(picture, Picture)
    colors = picture.colors
    red = max(colors.areas, key=lambda color: color[0] - color[1])

    assert colors.box_of([red]) == (101, 203, 118, 209)
    with pytest.raises(KeyError):
        colors.box_of([(0, 248, 0)])


@pytest.mark.parametrize(("alpha", "expected"), [(254, False), (247, False), (0, False)])
def test_a_pixel_that_shines_through_makes_no_transparent_picture(
    alpha: int, *, expected: bool
) -> None:
    """One pixel that nobody sees does not keep the audit from judging the rest."""
    image = canvas().convert("RGBA")
    image.putpixel((7, 9), (255, 255, 255, alpha))

    shown = open_picture(png(image), 10**6)

    assert isinstance(shown, Picture)
    assert shown.is_transparent is expected


def test_a_picture_through_which_people_see_is_transparent() -> None:
    """A hole, and a veil over everything, show what lies behind."""
    hole, veil = canvas().convert("RGBA"), canvas().convert("RGBA")
    hole.paste((0, 0, 0, 0), (10, 10, 40, 40))
    veil.putalpha(200)

    shown = [open_picture(png(image), 10**6) for image in (hole, veil)]

    assert [each.is_transparent for each in shown if isinstance(each, Picture)] == [True, True]


def test_a_drawing_in_the_alpha_channel_is_no_blank_picture() -> None:
    """A white logo on nothing has one colour, and is seen all the same."""
    drawn, empty = Image.new("RGBA", SIZE, (255, 255, 255, 0)), Image.new("RGBA", SIZE, "white")
    drawn.paste((255, 255, 255, 255), (20, 20, 90, 60))

    shown = [open_picture(png(image), 10**6) for image in (drawn, empty)]

    assert [each.is_blank for each in shown if isinstance(each, Picture)] == [False, True]


def test_a_size_beyond_all_numbers_is_a_bomb_and_can_be_told() -> None:
    """A header may name more pixels than JSON has numbers for; the check says so and stands."""
    found = open_picture(bomb(2**32 - 1, 2**32 - 1), 10**6)

    assert isinstance(found, PictureFault)
    assert (found.kind, found.pixels) == (Undecodable.BOMB, 2**53 - 1)


@pytest.mark.parametrize("transparency", [3, bytes([255, 0, 128, 255])])
def test_what_is_decoded_says_nothing_of_the_file(transparency: int | bytes) -> None:
    """A page can be drawn of a picture whose transparency was odd, and Pillow warns nobody."""
    image = Creative().picture().quantize(8)

    shown = open_picture(png(image, transparency=transparency), 10**6)

    assert isinstance(shown, Picture)
    assert shown.image.mode == "RGB"
    assert not shown.image.info
