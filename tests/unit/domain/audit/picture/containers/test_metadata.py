"""Metadata that no viewer looks at make no picture a broken one."""

import io
import struct
import zlib
from collections.abc import Sequence

import pytest
from PIL import Image

from domain.audit.checks.picture.image_metadata import CHECK
from domain.audit.picture.containers.reading import taken_apart
from domain.audit.picture.decoding import Picture, PictureFault, Undecodable, open_picture
from tests.support.audit.subjects import SIZE, Creative, png, subject

SHOWN = Creative().picture()
HEAD = 33
"""Bytes of a PNG's signature and first chunk."""


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunk(name: bytes, body: bytes, image: Image.Image = SHOWN) -> bytes:
    """Return a PNG with one more chunk."""
    data = png(image)
    return data[:HEAD] + chunk(name, body) + data[HEAD:]


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Return a JPEG with more segments in front of its own."""
    file = io.BytesIO()
    SHOWN.save(file, "JPEG", quality=92)
    data = file.getvalue()
    more = [struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body for kind, body in segments]
    return data[:2] + b"".join(more) + data[2:]


def webp(*chunks: tuple[bytes, bytes], flags: int = 0) -> bytes:
    """Return a WebP in the extended form, with more chunks behind its own."""
    file = io.BytesIO()
    SHOWN.save(file, "WEBP", lossless=True)
    size = b"".join((side - 1).to_bytes(3, "little") for side in SIZE)
    head = b"VP8X" + struct.pack("<I", 10) + bytes([flags, 0, 0, 0]) + size
    more = [
        name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2) for name, body in chunks
    ]
    body = b"WEBP" + head + file.getvalue()[12:] + b"".join(more)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff(*entries: tuple[int, int, int, bytes], order: str = "<", start: int = 8) -> bytes:
    """Return EXIF with entries of tag, type, count and value."""
    magic = b"II*\0" if order == "<" else b"MM\0*"
    body = struct.pack(f"{order}H", len(entries))
    for tag, kind, count, value in entries:
        body += struct.pack(f"{order}HHI", tag, kind, count) + value.ljust(4, b"\0")
    return magic + struct.pack(f"{order}I", start) + body


def opened(data: bytes) -> Picture:
    """Return the picture in these bytes, which has to be one."""
    shown = open_picture(data, 10**6)
    assert isinstance(shown, Picture), shown
    return shown


MAKE = (0x010F, 2, 4, b"Ab\0\0")
BIG = zlib.compress(bytes(70_000_000))
UNFOLDED = b"\0\0" + zlib.compress(b"<x:xmpmeta GPSLatitude='1'/>")


@pytest.mark.parametrize(
    ("name", "body", "tags", "odd"),
    [
        (b"pHYs", b"\0\0", (), ("pHYs",)),
        (b"pHYs", struct.pack(">IIB", 2835, 2835, 1), (), ()),
        (b"gAMA", b"\0", (), ("gAMA",)),
        (b"cHRM", b"\0" * 9, (), ("cHRM",)),
        (b"iCCP", b"a\0\0no profile", (), ("iCCP",)),
        (b"iCCP", b"a\0\1" + zlib.compress(b"x"), (), ("iCCP",)),
        (b"iCCP", b"no name", (), ("iCCP",)),
        (b"acTL", b"\0", (), ("acTL",)),
        (b"tRNS", b"\0", (), ("tRNS",)),
        (b"zTXt", b"Comment\0\0" + BIG, (), ()),
        (b"zTXt", b"XML:com.adobe.xmp\0\0" + BIG, (), ("zTXt",)),
        (b"zTXt", b"XML:com.adobe.xmp" + UNFOLDED, ("GPSInfo", "XMP"), ()),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>", ("XMP",), ()),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<x/>"), ("XMP",), ()),
        (b"iTXt", b"Comment\0", (), ()),
        (b"tEXt", b"Comment\0hello", (), ()),
        (b"tEXt", b"", (), ("tEXt",)),
        (b"tEXt", b"Raw profile type exif\0\nexif\n 8\n" + b"zz", (), ("tEXt",)),
        (
            b"tEXt",
            b"Raw profile type APP1\0\nexif\n 8\n" + (b"Exif\0\0" + tiff(MAKE)).hex().encode(),
            ("Make",),
            (),
        ),
        (b"eXIf", tiff(MAKE), ("Make",), ()),
        (b"abCd", b"whatever", (), ()),
    ],
)
def test_odd_chunks_leave_a_png_a_picture(
    name: bytes, body: bytes, tags: Sequence[str], odd: Sequence[str]
) -> None:
    """A chunk that viewers pass over is named, and the picture is judged as it is shown."""
    shown = opened(with_chunk(name, body))

    assert shown.image.tobytes() == SHOWN.tobytes()
    assert (shown.tags, shown.odd) == (tags, odd)


def test_a_png_says_its_transparency_its_animation_and_its_space() -> None:
    """What does count beside the pixels is read."""
    ground = SHOWN.getpixel((0, 0))
    assert isinstance(ground, tuple)
    hole = with_chunk(b"tRNS", struct.pack(">HHH", *map(int, ground)))

    assert opened(hole).is_transparent
    assert opened(with_chunk(b"acTL", struct.pack(">II", 3, 0))).frames == 2
    assert opened(with_chunk(b"acTL", struct.pack(">II", 1, 0))).frames == 1
    assert opened(with_chunk(b"sRGB", b"\0")).icc is None


@pytest.mark.parametrize(
    ("segments", "tags", "odd"),
    [
        ([(0xE1, b"Exif\0\0" + tiff(MAKE))], ("Make",), ()),
        ([(0xE1, b"Exif\0\0Exif\0\0" + tiff(MAKE, order=">"))], ("Make",), ()),
        ([(0xE1, b"Exif\0\0this is no TIFF header")], (), ("EXIF",)),
        ([(0xE1, b"Exif\0\0II*\0")], (), ("EXIF",)),
        ([(0xE1, b"Exif\0\0" + tiff(MAKE, start=9000))], (), ("EXIF",)),
        ([(0xE1, b"Exif\0\0" + tiff(MAKE, MAKE)[:-4])], ("Make",), ("EXIF",)),
        ([(0xE1, b"Exif\0\0" + tiff((0x9999, 77, 1, b"")))], ("0x9999",), ("EXIF",)),
        ([(0xE1, b"Exif\0\0")], (), ()),
        ([(0xE1, b"somebody's own")], (), ()),
        ([(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")], ("XMP",), ()),
        ([(0xE0, b"JFIF\0")], (), ("APP0",)),
        ([(0xE2, b"ICC_PROFILE\0\2\3half of it")], (), ("ICC_PROFILE",)),
        ([(0xE2, b"MPF\0")], (), ()),
        ([(0xFE, b"a comment"), (0xED, b"Photoshop 3.0")], (), ()),
    ],
)
def test_odd_segments_leave_a_jpeg_a_picture(
    segments: Sequence[tuple[int, bytes]], tags: Sequence[str], odd: Sequence[str]
) -> None:
    """Whatever cameras and programs write beside the pixels, the picture is judged."""
    shown = opened(jpeg(*segments))

    assert shown.image.tobytes() == opened(jpeg()).image.tobytes()
    assert (shown.tags, shown.odd) == (tags, odd)


@pytest.mark.parametrize(
    ("entry", "turned", "is_odd"),
    [
        ((0x0112, 3, 1, struct.pack("<H", 6)), True, False),
        ((0x0112, 4, 1, struct.pack("<I", 6)), True, True),
        ((0x0112, 3, 2, struct.pack("<HH", 6, 1)), True, True),
        ((0x0112, 3, 1, struct.pack("<H", 1)), False, False),
        ((0x0112, 3, 1, struct.pack("<H", 0)), False, True),
        ((0x0112, 3, 1, struct.pack("<H", 9)), False, True),
        ((0x0112, 1, 1, b"\6"), False, True),
        ((0x0112, 2, 2, b"6\0"), False, True),
        ((0x0112, 3, 0, b""), False, True),
        ((0x011A, 2, 4, b"72\0\0"), False, False),
    ],
)
def test_an_odd_tag_in_a_turned_photograph_stops_nothing(
    entry: tuple[int, int, int, bytes], *, turned: bool, is_odd: bool
) -> None:
    """A photograph is turned by a number that viewers take for one, and by nothing else."""
    shown = opened(jpeg((0xE1, b"Exif\0\0" + tiff(entry))))

    assert shown.size == (SIZE[::-1] if turned else SIZE)
    assert shown.odd == (("EXIF",) if is_odd else ())


def test_a_jpeg_that_lacks_its_end_is_a_picture_as_long_as_it_is_whole() -> None:
    """Two bytes that a transfer lost are no reason; half a picture is."""
    whole = jpeg()

    assert opened(whole[:-2]).odd == ("end of file",)
    assert open_picture(whole[: len(whole) // 2], 10**6) == PictureFault(
        Undecodable.CORRUPT,
        "it does not decode: it ends before its last row",
        media_type="image/jpeg",
    )


def test_bytes_after_a_picture_are_nobodys_business() -> None:
    """What programs append behind the end changes nothing."""
    assert opened(jpeg() + bytes(999)).odd == ()
    assert opened(png(SHOWN) + b"<?php").odd == ()


@pytest.mark.parametrize(
    ("chunks", "tags"),
    [
        ([(b"EXIF", b"Exif\0\0" + tiff(MAKE))], ("Make",)),
        ([(b"XMP ", b"GPSLatitude")], ("GPSInfo", "XMP")),
        ([(b"ICCP", b"no profile")], ()),
        ([(b"odd!", b"xyz")], ()),
    ],
)
def test_odd_chunks_leave_a_webp_a_picture(
    chunks: Sequence[tuple[bytes, bytes]], tags: Sequence[str]
) -> None:
    """The same holds for WebP."""
    shown = opened(webp(*chunks, flags=0x2C))

    assert shown.image.tobytes() == SHOWN.tobytes()
    assert shown.tags == tags


def test_a_remark_in_a_gif_is_no_part_of_its_picture() -> None:
    """What a program writes beside the frames changes nothing."""
    plain, remarked = io.BytesIO(), io.BytesIO()
    SHOWN.save(plain, "GIF")
    SHOWN.save(remarked, "GIF", comment=b"made by hand")

    with_it, without = (taken_apart(file.getvalue(), "image/gif") for file in (remarked, plain))

    assert with_it.size == without.size
    assert with_it.pixels[6:] == without.pixels[6:]  # behind the version


def test_metadata_that_cannot_be_read_are_named() -> None:
    """A person learns which part of a file is odd, and its picture is judged all the same."""
    data = jpeg()[:-2]

    (finding,) = CHECK(subject(fetched={"asset": data}, media_type="image/jpeg"))

    assert (finding.reason_code, finding.evidence["parts"]) == (
        "METADATA_UNREADABLE",
        ["end of file"],
    )
