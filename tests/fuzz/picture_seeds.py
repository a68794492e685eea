"""Small pictures of every container and mode, with everything that a file can say of itself."""

import io
import struct
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from PIL import Image, ImageCms, PngImagePlugin

SIZE: Final = (24, 30)
XMP: Final = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="43,0N"/></rdf:RDF></x:xmpmeta>'
)
IPTC: Final = (
    b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x10\x1c\x02\x50\x00\x0bSomebody AB\x00"
)


@cache
def picture_seeds() -> tuple[tuple[str, bytes], ...]:
    """Return names and bytes; a name's ending is what the bytes are."""
    return tuple((f"{number:03d}.{end}", data) for number, (end, data) in enumerate(_seeds()))


@cache
def exif(orientation: int = 6) -> bytes:
    """Return EXIF with a place, a text, a fraction and an orientation."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Phoenix"
    tags[0x011A] = 72.0
    tags[0x8769] = {0x9003: "2026:11:28 10:00:00", 0x9286: b"ASCII\0\0\0hola"}
    tags[0x8825] = {1: "N", 2: (43.0, 0.0, 33.2), 3: "W", 4: (7.0, 33.0, 0.0)}
    return tags.tobytes()


@cache
def profile() -> bytes:
    """Return a colour profile, without the moment at which it was made."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + bytes(12) + made[36:]


@cache
def drawn() -> Image.Image:
    """Return a picture with flat areas, edges and a gradient."""
    image = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    image.paste((221, 17, 17), (2, 2, 12, 12))
    image.paste((32, 39, 62), (12, 14, 22, 28))
    return image


def _seeds() -> Iterator[tuple[str, bytes]]:
    yield from _pngs()
    yield from _jpegs()
    yield from _gifs()
    yield from _webps()
    yield from _foreign()


def _pngs() -> Iterator[tuple[str, bytes]]:
    image = drawn()
    palette = image.quantize(8)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        yield "png", _as("PNG", palette if mode == "P" else image.convert(mode))
    yield "png", _as("PNG", palette, transparency=3)
    yield "png", _as("PNG", image.convert("L"), transparency=40)
    yield "png", _as("PNG", image, transparency=(221, 17, 17))
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "hola")
    said.add_text("Author", "ñ" * 50, zip=True)
    said.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    said.add_itxt("Title", "título", "es", "título")
    said.add_text("Raw profile type exif", f"\nexif\n{len(exif()):8d}\n{exif().hex()}", zip=True)
    yield (
        "png",
        _as("PNG", image, exif=exif(), icc_profile=profile(), dpi=(72, 72), pnginfo=said),
    )
    chunks = PngImagePlugin.PngInfo()
    chunks.add(b"gAMA", struct.pack(">I", 45455))
    chunks.add(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
    chunks.add(b"sRGB", b"\0")
    chunks.add(b"bKGD", struct.pack(">3H", 1, 2, 3))
    chunks.add(b"tIME", b"\x07\xea\x0b\x1c\x0a\0\0")
    yield "png", _as("PNG", image, pnginfo=chunks)
    yield "png", _as("PNG", image, save_all=True, append_images=[image.rotate(180)], duration=90)


def _jpegs() -> Iterator[tuple[str, bytes]]:
    image = drawn()
    for mode in ("L", "RGB", "CMYK"):
        yield "jpg", _as("JPEG", image.convert(mode))
    yield "jpg", _as("JPEG", image, progressive=True, quality=95, subsampling=0)
    yield "jpg", _as("JPEG", image, optimize=True, quality=20, subsampling=2, restart_marker_rows=1)
    yield (
        "jpg",
        _as(
            "JPEG",
            image,
            exif=exif(),
            icc_profile=profile(),
            xmp=XMP,
            comment=b"hola",
            dpi=(72,) * 2,
        ),
    )
    for orientation in (2, 5, 8):
        yield "jpg", _as("JPEG", image, exif=exif(orientation))
    whole = _as("JPEG", image)
    iptc = b"\xff\xed" + struct.pack(">H", len(IPTC) + 2) + IPTC
    yield "jpg", whole[:2] + iptc + whole[2:]


def _gifs() -> Iterator[tuple[str, bytes]]:
    image = drawn()
    yield "gif", _as("GIF", image.quantize(8))
    yield "gif", _as("GIF", image.convert("L"))
    yield "gif", _as("GIF", image.quantize(16), transparency=2, comment=b"hola", interlace=1)
    more = [image.rotate(90 * turn).quantize(8) for turn in (1, 2)]
    yield "gif", _as("GIF", image.quantize(8), save_all=True, append_images=more, duration=90)


def _webps() -> Iterator[tuple[str, bytes]]:
    image = drawn()
    said: dict[str, Any] = {"exif": exif(), "icc_profile": profile(), "xmp": XMP}
    yield "webp", _as("WEBP", image)
    yield "webp", _as("WEBP", image, lossless=True)
    yield "webp", _as("WEBP", _see_through(), **said)
    yield "webp", _as("WEBP", image, lossless=True, **said)
    yield "webp", _as("WEBP", image, save_all=True, append_images=[image.rotate(180)], **said)


def _foreign() -> Iterator[tuple[str, bytes]]:
    image = drawn()
    for ending, kind in (
        ("tif", "TIFF"),
        ("bmp", "BMP"),
        ("ico", "ICO"),
        ("ppm", "PPM"),
        ("tga", "TGA"),
    ):
        yield ending, _as(kind, image)
    yield "pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    yield "svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'
    yield "heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)
    yield "avif", b"\0\0\0\x18ftypavif\0\0\0\0avifmif1" + bytes(40)
    yield "html", b"<!doctype html><html><body>404 Not Found</body></html>"
    yield "png", b""


def _see_through() -> Image.Image:
    image = drawn().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(SIZE))
    return image


def _as(kind: str, image: Image.Image, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()
