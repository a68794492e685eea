"""What kind of file bytes are, by what they begin with: names and declared types are claims."""

from collections.abc import Callable, Mapping
from typing import Final

_DECODED: Final[Mapping[bytes, str]] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"RIFF": "image/webp",
}
"""What is taken apart and decoded."""

_FOREIGN: Final[Mapping[bytes, str]] = {
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"II+\0": "image/tiff",
    b"MM\0+": "image/tiff",
    b"8BPS": "image/vnd.adobe.photoshop",
    b"\0\0\1\0": "image/vnd.microsoft.icon",
    b"\xff\x0a": "image/jxl",
    b"\0\0\0\x0cJXL \r\n\x87\n": "image/jxl",
    b"\0\0\0\x0cjP  \r\n\x87\n": "image/jp2",
    b"\xff\x4f\xff\x51": "image/jp2",
    b"%PDF-": "application/pdf",
    b"%!PS": "application/postscript",
    b"\xc5\xd0\xd3\xc6": "application/postscript",
    b"gimp xcf": "image/x-xcf",
    b"icns": "image/icns",
    b"qoif": "image/qoi",
    b"\x8aMNG\r\n\x1a\n": "video/x-mng",
    b"\x1a\x45\xdf\xa3": "video/webm",
    b"PK\x03\x04": "application/zip",
    b"\x1f\x8b": "application/gzip",
}
"""What a designer or a camera makes, and what an export of several pictures comes in."""
_MOVIE: Final = "video/mp4"
_BRANDS: Final[Mapping[bytes, str]] = {
    b"qt  ": "video/quicktime",
    b"crx ": "image/x-canon-cr3",
    b"avif": "image/avif",
    b"avis": "image/avif",
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"
    ),
}
"""The brands of ISO media files that are no movies of the usual kind (ISO/IEC 23008-12, AV1 Image
File Format)."""
_RIFFS: Final[Mapping[bytes, str]] = {b"AVI ": "video/vnd.avi", b"WAVE": "audio/wav"}
_BOX_TYPE: Final = slice(4, 8)
_BRAND: Final = slice(8, 12)
"""The brand of an ISO media file, and the form of a RIFF."""
_BITMAP_RESERVED: Final = slice(6, 10)
_LOOKED_AT: Final = 4096
"""Bytes of a text within which a drawing says that it is one: comments may stand before it."""


def decoded_type(data: bytes) -> str | None:
    """Return the media type of a file that is decoded, or `None`."""
    return None if _by_form(data) else _begins(data, _DECODED)


def foreign_type(data: bytes) -> str | None:
    """Return the media type of a picture or film of a kind that is not decoded, or `None`."""
    return next((kind for tell in _TELLS if (kind := tell(data)) is not None), None)


def _begins(data: bytes, kinds: Mapping[bytes, str]) -> str | None:
    return next((kind for magic, kind in kinds.items() if data.startswith(magic)), None)


def _by_magic(data: bytes) -> str | None:
    return _begins(data, _FOREIGN)


def _by_brand(data: bytes) -> str | None:
    return _BRANDS.get(data[_BRAND], _MOVIE) if data[_BOX_TYPE] == b"ftyp" else None


def _by_form(data: bytes) -> str | None:
    return _RIFFS.get(data[_BRAND]) if data.startswith(b"RIFF") else None


def _bitmap(data: bytes) -> str | None:
    # Two letters may begin any text: the reserved bytes tell.
    is_one = data.startswith(b"BM") and data[_BITMAP_RESERVED] == bytes(4)
    return "image/bmp" if is_one else None


def _drawing(data: bytes) -> str | None:
    head = data[:_LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    before, tag, _ = head.lower().partition(b"<svg")
    # A web page may have a drawing in it.
    is_one = head.startswith(b"<") and tag and b"<html" not in before
    return "image/svg+xml" if is_one else None


_TELLS: Final[tuple[Callable[[bytes], str | None], ...]] = (
    _by_magic,
    _by_brand,
    _by_form,
    _bitmap,
    _drawing,
)
