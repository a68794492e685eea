"""A creative's file: integrity, format, bytes, pixels and shape."""

import io
import struct
import time
import zlib
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from contracts import QualityVerdict
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.checks.picture import (
    aspect_ratio,
    file_format,
    file_size,
    image_dimensions,
    image_integrity,
)
from domain.audit.picture.decoding import Picture, PictureFault, Undecodable, open_picture
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

PICTURE = stored(Creative())[0]


def encoded(media: str, image: Image.Image | None = None, **options: Any) -> bytes:
    """Return a picture in a format of Pillow's."""
    file = io.BytesIO()
    (image or Creative().picture()).save(file, media, **options)
    return file.getvalue()


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


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped(profile: bytes) -> bytes:
    """Return a profile that calls itself sRGB and shows red for green."""
    return profile.replace(b"rXYZ", b"none").replace(b"gXYZ", b"rXYZ").replace(b"none", b"gXYZ")


def test_a_sound_creative_passes_every_check() -> None:
    """A creative with nothing wrong is not held up by any check."""
    shown = subject()

    found = {name: codes(check(shown)) for name, check in ASSET_CHECKS.items()}

    assert {name for name, each in found.items() if each[0][0] != "PASS"} == set()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "IMAGE_CORRUPT"),
        (b"GIF89a", "IMAGE_CORRUPT"),
        (b"<svg/>", "IMAGE_CORRUPT"),
        (PICTURE[: len(PICTURE) // 2], "IMAGE_CORRUPT"),
        (bomb(60000, 60000), "DECOMPRESSION_BOMB"),
        (png(canvas()), "IMAGE_BLANK"),
    ],
    ids=["empty", "header", "svg", "truncated", "bomb", "blank"],
)
def test_a_broken_picture_fails_its_integrity(data: bytes, reason: str) -> None:
    """Broken, absurd and empty pictures are refused, each for its own reason."""
    findings = image_integrity.CHECK(subject(fetched={"asset": data}))

    assert codes(findings) == [("FAIL", reason, "CRITICAL")]


def test_a_broken_picture_passes_no_check_of_its_pixels() -> None:
    """What cannot be decoded cannot be approved."""
    broken = subject(fetched={"asset": PICTURE[:200]}, do_not_do=["No usar rojo"])
    names = [
        "file_format_check",
        "image_dimensions_check",
        "aspect_ratio_check",
        "contrast_ratio_check",
        "forbidden_color_check",
    ]

    found = {codes(ASSET_CHECKS[name](broken))[0] for name in names}

    assert found == {("FAIL", "NOT_EVALUATED", "CRITICAL")}


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"fetched": {"asset": None}}, "picture"),
        ({"sha256": "0" * 64}, "picture"),
        ({"width": 999, "height": 999}, "size"),
        ({"size_bytes": 1}, "size"),
        ({"fetched": {"manifest": b"{}"}}, "manifest"),
    ],
)
def test_bytes_that_are_not_those_named_fail(changes: dict[str, Any], part: str) -> None:
    """What was altered after it was made is found, whichever part it is."""
    findings = image_integrity.CHECK(subject(**changes))

    assert codes(findings) == [("FAIL", "ARTIFACT_HASH_MISMATCH", "CRITICAL")]
    assert findings[0].evidence["part"] == part


def test_altered_bytes_have_no_size_to_judge() -> None:
    """A size that was only claimed is not passed."""
    assert codes(file_size.CHECK(subject(fetched={"asset": None}))) == [
        ("FAIL", "NOT_EVALUATED", "CRITICAL")
    ]


@pytest.mark.parametrize(
    ("data", "claimed", "reasons"),
    [
        (encoded("PNG"), "image/png", [None]),
        (encoded("JPEG"), "image/jpeg", [None]),
        (encoded("JPEG"), "image/png", ["EXTENSION_MISMATCH"]),
        (encoded("GIF"), "image/gif", ["FORMAT_NOT_ALLOWED"]),
        (
            encoded("PNG", save_all=True, append_images=[canvas("#ff0000")]),
            "image/png",
            ["ANIMATION_NOT_ALLOWED"],
        ),
        (
            encoded("GIF", save_all=True, append_images=[canvas("#ff0000")]),
            "image/gif",
            ["FORMAT_NOT_ALLOWED", "ANIMATION_NOT_ALLOWED"],
        ),
        (encoded("PNG", icc_profile=b"Display P3"), "image/png", ["NOT_SRGB"]),
        (encoded("PNG", icc_profile=b"IEC sRGB"), "image/png", ["NOT_SRGB"]),
        (encoded("PNG", icc_profile=PROFILE), "image/png", [None]),
        (encoded("JPEG", icc_profile=PROFILE), "image/jpeg", [None]),
        (encoded("PNG", icc_profile=swapped(PROFILE)), "image/png", ["NOT_SRGB"]),
        (encoded("PNG", icc_profile=PROFILE + bytes(10**6)), "image/png", ["NOT_SRGB"]),
        (encoded("JPEG", Image.new("CMYK", SIZE, (0, 9, 9, 0))), "image/jpeg", ["NOT_SRGB"]),
    ],
)
def test_the_format_is_what_the_bytes_are(
    data: bytes, claimed: str, reasons: list[str | None]
) -> None:
    """Renamed, animated and unusual files are found by what is in them."""
    placement = replace(SMALL_FEED, formats=("image/png", "image/jpeg"))

    findings = file_format.CHECK(
        subject(fetched={"asset": data}, media_type=claimed, placement=placement)
    )

    assert [each.reason_code for each in findings] == reasons


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
        Undecodable.BOMB, "it has more than 64000000 pixels, and is not decoded", 64_008_000
    )


def test_a_picture_far_beyond_any_placement_is_refused_at_once() -> None:
    """A small file that unfolds to 64 megapixels keeps no worker busy and fills no memory."""
    data = bomb(8000, 8000)
    began = time.process_time()

    findings = image_integrity.CHECK(subject(fetched={"asset": data}))

    assert codes(findings) == [("FAIL", "DECOMPRESSION_BOMB", "CRITICAL")]
    assert findings[0].evidence["pixels"] == 64_000_000
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("constraints", "verdict"),
    [({}, "PASS"), ({"instagram.feed.max_bytes": 100}, "FAIL")],
)
def test_a_file_fits_its_channel_or_the_brief(constraints: dict[str, Any], verdict: str) -> None:
    """The brief's limit of bytes replaces the channel's."""
    findings = file_size.CHECK(subject(constraints=constraints))

    assert [each.result for each in findings] == [QualityVerdict(verdict)]


@pytest.mark.parametrize(
    ("size", "constraints", "expected"),
    [
        (SIZE, {}, ("PASS", None, "CRITICAL")),
        ((100, 125), {}, ("FAIL", "IMAGE_TOO_SMALL", "CRITICAL")),
        ((160, 200), {}, ("WARN", "BELOW_RECOMMENDED", "MEDIUM")),
        (SIZE, {"instagram.feed.width": 216}, ("PASS", None, "CRITICAL")),
        (SIZE, {"instagram.feed.width": 217}, ("FAIL", "IMAGE_TOO_SMALL", "CRITICAL")),
        (SIZE, {"instagram.feed.height": 269}, ("FAIL", "IMAGE_TOO_LARGE", "CRITICAL")),
        (SIZE, {"instagram.story.height": 269}, ("PASS", None, "CRITICAL")),
    ],
)
def test_pixels_fit_the_channel_or_the_brief(
    size: tuple[int, int], constraints: dict[str, Any], expected: tuple[str, str | None, str]
) -> None:
    """Too few pixels block, fewer than recommended are said, the brief's are exact."""
    creative = Creative(canvas(size=size), text="Sí")
    shown = subject(creative, constraints=constraints, width=size[0], height=size[1])

    assert codes(image_dimensions.CHECK(shown)) == [expected]


@pytest.mark.parametrize(
    ("size", "constraints", "verdict"),
    [
        (SIZE, {}, "PASS"),
        ((216, 272), {}, "PASS"),
        ((216, 216), {}, "FAIL"),
        ((216, 216), {"instagram.feed.ratio": 1}, "PASS"),
        (SIZE, {"instagram.feed.ratio": "1:1"}, "FAIL"),
        ((216, 216), {"instagram.feed.width": 216, "instagram.feed.height": 216}, "PASS"),
    ],
)
def test_the_shape_fits_the_channel_or_the_brief(
    size: tuple[int, int], constraints: dict[str, Any], verdict: str
) -> None:
    """A square does not pass for a portrait unless the brief asks for one."""
    shown = subject(Creative(canvas(size=size)), constraints=constraints)

    assert [each.result for each in aspect_ratio.CHECK(shown)] == [QualityVerdict(verdict)]
