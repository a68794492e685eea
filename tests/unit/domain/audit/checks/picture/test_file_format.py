"""A file's format is what its bytes are."""

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageCms

from domain.audit.checks.picture.file_format import CHECK
from domain.audit.picture.decoding import open_picture
from tests.support.audit.subjects import SIZE, SMALL_FEED, Creative, canvas, subject


def encoded(media: str, image: Image.Image | None = None, **options: Any) -> bytes:
    """Return a picture in a format of Pillow's."""
    file = io.BytesIO()
    (image or Creative().picture()).save(file, media, **options)
    return file.getvalue()


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped(profile: bytes) -> bytes:
    """Return a profile that calls itself sRGB and shows red for green."""
    return profile.replace(b"rXYZ", b"none").replace(b"gXYZ", b"rXYZ").replace(b"none", b"gXYZ")


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

    findings = CHECK(subject(fetched={"asset": data}, media_type=claimed, placement=placement))

    assert [each.reason_code for each in findings] == reasons


@pytest.mark.parametrize(
    ("data", "most", "expected"),
    [
        (encoded("TIFF"), 10**6, ("FAIL", "FORMAT_NOT_ALLOWED", "image/tiff")),
        (encoded("BMP"), 10**6, ("FAIL", "FORMAT_NOT_ALLOWED", "image/bmp")),
        (encoded("AVIF"), 10**6, ("FAIL", "FORMAT_NOT_ALLOWED", "image/avif")),
        (b"<svg/>", 10**6, ("FAIL", "FORMAT_NOT_ALLOWED", "image/svg+xml")),
        (encoded("PNG"), 100, ("PASS", None, "image/png")),
        (encoded("WEBP"), 100, ("FAIL", "FORMAT_NOT_ALLOWED", "image/webp")),
        (b"nothing", 10**6, ("FAIL", "NOT_EVALUATED", None)),
    ],
)
def test_what_is_not_decoded_still_has_a_format(
    data: bytes, most: int, expected: tuple[str, str | None, str | None]
) -> None:
    """A designer who sends a TIFF hears that a TIFF is not taken, and nothing of broken files."""
    placement = replace(SMALL_FEED, formats=("image/png", "image/jpeg"))
    shown = subject(fetched={"asset": data}, placement=placement)

    (found,) = CHECK(replace(shown, picture=open_picture(data, most)))

    assert (found.result, found.reason_code, found.evidence.get("format")) == expected
