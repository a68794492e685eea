"""Labelled files: format, weight, size and what they tell of their making."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PIL import Image

from domain.audit.subject import Subject
from tests.audit.case import Case, built, shown
from tests.audit.pictures import bare, drawing, encoded, patched
from tests.support.audit.subjects import SIZE, SMALL_FEED, canvas, png


def _file_cases() -> list[Case]:
    sound = drawing(1)
    exif = Image.Exif()
    exif[0x010F] = "Cámara"
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (39.0, 28.0, 0.0)}
    turned = Image.Exif()
    turned[0x0112] = 6
    frames = encoded(canvas(), "GIF", save_all=True, append_images=[canvas("#00ff00")])
    webp = encoded(sound, "WEBP", lossless=True)
    jpeg = encoded(sound, "JPEG", quality=95)
    tall, cover = sound.resize((216, 432)), sound.resize((108, 135))
    noisy = Image.effect_noise(SIZE, 90).convert("RGB")
    tight = replace(SMALL_FEED, max_bytes=2000)
    rows: list[tuple[str, str, str | None, Callable[[], Subject]]] = [
        (
            "file_format_check",
            "WebP on Instagram",
            "FORMAT_NOT_ALLOWED",
            lambda: bare(webp, media_type="image/webp"),
        ),
        (
            "file_format_check",
            "JPEG called PNG",
            "EXTENSION_MISMATCH",
            lambda: bare(jpeg, media_type="image/png"),
        ),
        (
            "file_format_check",
            "animated",
            "ANIMATION_NOT_ALLOWED",
            lambda: bare(frames, media_type="image/gif"),
        ),
        (
            "file_format_check",
            "foreign gamma",
            "NOT_SRGB",
            lambda: bare(
                encoded(sound, "JPEG", icc_profile=b"Display P3"), media_type="image/jpeg"
            ),
        ),
        ("file_format_check", "PNG", None, lambda: bare(png(sound))),
        ("file_format_check", "JPEG", None, lambda: bare(jpeg, media_type="image/jpeg")),
        ("file_format_check", "palette PNG", None, lambda: bare(png(sound.quantize(64)))),
        ("image_integrity_check", "truncated", "IMAGE_CORRUPT", lambda: bare(png(sound)[:2000])),
        ("image_integrity_check", "text", "IMAGE_CORRUPT", lambda: bare(b"no picture")),
        ("image_integrity_check", "blank", "IMAGE_BLANK", lambda: bare(png(canvas()))),
        (
            "image_integrity_check",
            "another size",
            "ARTIFACT_HASH_MISMATCH",
            lambda: bare(png(sound), width=1080, height=1350),
        ),
        (
            "image_integrity_check",
            "altered",
            "ARTIFACT_HASH_MISMATCH",
            lambda: bare(png(sound), sha256="0" * 64),
        ),
        ("image_integrity_check", "sound", None, lambda: bare(png(sound))),
        ("image_integrity_check", "grey", None, lambda: bare(png(sound.convert("L")))),
        (
            "image_integrity_check",
            "CMYK",
            None,
            lambda: bare(encoded(sound.convert("CMYK"), "JPEG"), media_type="image/jpeg"),
        ),
        (
            "image_metadata_check",
            "a place",
            "EXIF_GPS_PRESENT",
            lambda: bare(encoded(sound, "JPEG", exif=place), media_type="image/jpeg"),
        ),
        (
            "image_metadata_check",
            "a place in XMP",
            "EXIF_GPS_PRESENT",
            lambda: bare(
                encoded(sound, "JPEG", xmp=b"<x exif:GPSLatitude='39,28N'/>"),
                media_type="image/jpeg",
            ),
        ),
        (
            "image_metadata_check",
            "a camera",
            "EXIF_PRESENT",
            lambda: bare(encoded(sound, "JPEG", exif=exif), media_type="image/jpeg"),
        ),
        (
            "image_metadata_check",
            "a camera in PNG",
            "EXIF_PRESENT",
            lambda: bare(png(sound, exif=exif)),
        ),
        ("image_metadata_check", "PNG", None, lambda: bare(png(sound))),
        ("image_metadata_check", "JPEG", None, lambda: bare(jpeg, media_type="image/jpeg")),
        (
            "image_metadata_check",
            "GIF",
            None,
            lambda: bare(encoded(sound, "GIF"), media_type="image/gif"),
        ),
        ("aspect_ratio_check", "half as wide", "ASPECT_RATIO_MISMATCH", lambda: bare(png(tall))),
        (
            "aspect_ratio_check",
            "turned by EXIF",
            "ASPECT_RATIO_MISMATCH",
            lambda: bare(encoded(sound, "JPEG", exif=turned), media_type="image/jpeg"),
        ),
        (
            "aspect_ratio_check",
            "square by the brief",
            "ASPECT_RATIO_MISMATCH",
            lambda: bare(png(sound), constraints={"instagram.feed.ratio": "1:1"}),
        ),
        ("aspect_ratio_check", "4:5", None, lambda: bare(png(sound))),
        ("aspect_ratio_check", "a pixel off", None, lambda: bare(png(sound.resize((216, 271))))),
        ("aspect_ratio_check", "within 3 %", None, lambda: bare(png(sound.resize((216, 276))))),
        (
            "image_dimensions_check",
            "too small",
            "IMAGE_TOO_SMALL",
            lambda: bare(png(sound.resize((80, 100)))),
        ),
        (
            "image_dimensions_check",
            "smaller than planned",
            "BELOW_RECOMMENDED",
            lambda: bare(png(cover)),
        ),
        (
            "image_dimensions_check",
            "larger than the brief",
            "IMAGE_TOO_LARGE",
            lambda: bare(png(sound), constraints={"instagram.feed.width": 200}),
        ),
        ("image_dimensions_check", "as planned", None, lambda: bare(png(sound))),
        ("image_dimensions_check", "larger", None, lambda: bare(png(sound.resize((432, 540))))),
        (
            "image_dimensions_check",
            "as the brief says",
            None,
            lambda: bare(png(sound), constraints={"instagram.feed.width": 216}),
        ),
        (
            "file_size_check",
            "too heavy",
            "FILE_TOO_LARGE",
            lambda: bare(png(noisy), placement=tight),
        ),
        (
            "file_size_check",
            "heavier than the brief",
            "FILE_TOO_LARGE",
            lambda: bare(png(sound), constraints={"instagram.feed.max_bytes": 100}),
        ),
        (
            "file_size_check",
            "noise",
            "FILE_TOO_LARGE",
            lambda: bare(png(noisy), constraints={"instagram.feed.max_bytes": 9000}),
        ),
        ("file_size_check", "light", None, lambda: bare(png(sound))),
        (
            "file_size_check",
            "flat",
            None,
            lambda: bare(png(patched(0.1, "#000000")), placement=tight),
        ),
        (
            "file_size_check",
            "exactly",
            None,
            lambda: bare(png(sound), constraints={"instagram.feed.max_bytes": len(png(sound))}),
        ),
    ]
    return [built(*row) for row in rows]


def _alt_cases() -> list[Case]:
    rows = [
        (None, "ALT_TEXT_MISSING"),
        ("  ", "ALT_TEXT_MISSING"),
        ("IMG_2034.jpg", "ALT_TEXT_IS_FILENAME"),
        ("foto 12", "ALT_TEXT_IS_FILENAME"),
        ("a" * 1001, "ALT_TEXT_TOO_LONG"),
        ("asdf", "ALT_TEXT_MISSING"),
        ("Una taza de café junto a una ventana", None),
        ("Titular: «La cosecha».", None),
        ("a" * 1000, None),
    ]
    return [shown("alt_text_check", str(text)[:40], code, alt_text=text) for text, code in rows]


FILE_CASES: Final[list[Case]] = [*_file_cases(), *_alt_cases()]
