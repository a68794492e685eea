"""Files that are no pictures are told from those that are too large or of another kind."""

import io
import struct

import pytest
from PIL import Image

from domain.audit.picture.decoding import Picture, PictureFault, Undecodable, open_picture
from tests.support.audit.subjects import SIZE, canvas, png

MOST = 1_000_000


def gif(width: int, height: int, *frames: tuple[int, int]) -> bytes:
    """Return a GIF that announces frames of some sizes, with no pixel in them."""
    parts = [b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)]
    for across, down in frames:
        parts.append(b"\x2c" + struct.pack("<HHHHB", 0, 0, across, down, 0) + b"\x02\x00")
    return b"".join(parts) + b";"


def webp(kind: bytes, body: bytes) -> bytes:
    """Return a WebP of one chunk."""
    inner = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def encoded(kind: str, image: Image.Image, **options: object) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


LOSSY = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", 16_000, 16_000)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (gif(30_000, 20_000), Undecodable.CORRUPT),
        (gif(30_000, 20_000, (10, 10)), Undecodable.BOMB),
        (gif(10, 10, (60_000, 60_000)), Undecodable.BOMB),
        (gif(10, 10, (10, 10), (60_000, 60_000)), Undecodable.BOMB),
        (webp(b"VP8 ", LOSSY), Undecodable.BOMB),
        (webp(b"VP8L", b"\x2f" + b"\xff" * 4), Undecodable.BOMB),
        (webp(b"VP8X", bytes(4) + b"\xff\x3f\x00" * 2), Undecodable.BOMB),
        (webp(b"VP8L", b""), Undecodable.CORRUPT),
        (webp(b"odd!", b""), Undecodable.CORRUPT),
        (b"RIFF\x24\0\0\0ACONfmt ", Undecodable.CORRUPT),
        (b"", Undecodable.CORRUPT),
        (gif(10, 10, (10, 10)), Undecodable.CORRUPT),
        (gif(10, 10)[:-1] + b"???", Undecodable.CORRUPT),
        (encoded("GIF", canvas())[:60], Undecodable.CORRUPT),
        (b"\xff\xd8\xff\xe0\x00\x03\x00\x00", Undecodable.CORRUPT),
        (b"\xff\xd8\xff\xd8\xff\xda", Undecodable.CORRUPT),
        (encoded("JPEG", canvas())[:100], Undecodable.CORRUPT),
        (png(canvas())[:20], Undecodable.CORRUPT),
        (png(canvas())[:16] + bytes(8) + png(canvas())[24:], Undecodable.CORRUPT),
        (b"\n" + encoded("JPEG", canvas()), Undecodable.CORRUPT),
        (b"<html><body/></html>", Undecodable.CORRUPT),
        (b"<!doctype html><html><body><svg/></body></html>", Undecodable.CORRUPT),
        (b"BMW baut Autos.", Undecodable.CORRUPT),
    ],
)
def test_what_is_wrong_with_a_file_has_its_right_name(data: bytes, kind: Undecodable) -> None:
    """What unfolds without end is a bomb, and what no viewer shows is broken."""
    found = open_picture(data, MOST)

    assert isinstance(found, PictureFault)
    assert found.kind is kind


@pytest.mark.parametrize(
    ("kind", "options"), [("JPEG", {}), ("PNG", {}), ("WEBP", {"lossless": True})]
)
def test_a_large_photograph_is_large_and_no_bomb(kind: str, options: dict[str, bool]) -> None:
    """Who sends what a camera took is told of its size."""
    found = open_picture(encoded(kind, Image.effect_noise((1500, 1000), 60), **options), MOST)

    assert isinstance(found, PictureFault)
    assert found.kind is Undecodable.LARGE


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (encoded("TIFF", canvas()), "image/tiff"),
        (encoded("TIFF", canvas(), big_tiff=True), "image/tiff"),
        (b"MM\0*" + bytes(20), "image/tiff"),
        (encoded("BMP", canvas()), "image/bmp"),
        (encoded("AVIF", canvas()), "image/avif"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "image/heic"),
        (b"\0\0\0\x18ftypmif1" + bytes(20), "image/heic"),
        (encoded("JPEG2000", canvas()), "image/jp2"),
        (encoded("ICO", canvas()), "image/vnd.microsoft.icon"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\0\0\0\x18ftypmp42" + bytes(20), "video/mp4"),
        (b"\0\0\0\x14ftypqt  " + bytes(20), "video/quicktime"),
        (b"\0\0\0\x18ftypcrx " + bytes(20), "image/x-canon-cr3"),
        (b"RIFF\x24\0\0\0AVI LIST", "video/vnd.avi"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        (b"PK\x03\x04" + bytes(20), "application/zip"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- drawn --><SVG/>", "image/svg+xml"),
        ("<?xml version='1.0'?><svg/>".encode("utf-16"), "image/svg+xml"),
    ],
)
def test_a_picture_of_another_kind_is_named(data: bytes, media_type: str) -> None:
    """What a designer may send by mistake is called by its name, and not broken."""
    found = open_picture(data, MOST)

    assert isinstance(found, PictureFault)
    assert (found.kind, found.media_type) == (Undecodable.FOREIGN, media_type)


def test_an_animation_is_told_and_its_first_frame_looked_at() -> None:
    """Of an animation the first frame is judged, and that there are more is said."""
    other = canvas("#102030")
    options = {"save_all": True, "append_images": [other]}
    moving = [encoded("GIF", canvas(), **options), encoded("WEBP", canvas(), **options)]
    still = [encoded("GIF", canvas(), transparency=0), encoded("WEBP", canvas())]

    shown = [open_picture(data, MOST) for data in (*moving, *still)]

    assert [each.frames for each in shown if isinstance(each, Picture)] == [2, 2, 1, 1]
    assert {each.size for each in shown if isinstance(each, Picture)} == {SIZE}
