"""PNG taken apart (W3C PNG, third edition)."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from domain.audit.picture.containers.container import Container

_MOST_TEXT: Final = 4_000_000
"""Bytes of a profile or of XMP that are unfolded: real ones have some thousands."""
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def take_apart(data: bytes) -> Container:
    """Return what a PNG is made of."""
    found = Container()
    kept = [data[:8]]
    color_type = 0
    for name, body, whole in _chunks(data):
        if name == b"IHDR":
            width, height = struct.unpack_from(">II", body)
            found.size = (width, height)
            color_type = body[9]
        if name in {b"IHDR", b"PLTE", b"IDAT", b"IEND"}:
            kept.append(whole)
        elif name == b"tRNS":
            # A short one would be an error of the decoder, and is none of any viewer.
            if 0 < len(body) == _TRANSPARENT.get(color_type, len(body)):
                kept.append(whole)
            else:
                found.odd.add("tRNS")
        elif name in _PARTS:
            try:
                _PARTS[name](found, body)
            except (ValueError, IndexError, struct.error, zlib.error):
                found.odd.add(name.decode())
    found.pixels = b"".join(kept)
    return found


def packed_in(data: bytes) -> Iterator[bytes]:
    """Yield what is packed in a PNG beside its pixels, as far as it can be unfolded."""
    for name, body, _ in _chunks(data) if data.startswith(_SIGNATURE) else ():
        if name in {b"zTXt", b"iTXt", b"iCCP"}:
            rest = body.partition(b"\0")[2]
            yield _unfolded_of(rest[2:].split(b"\0", 2)[-1] if name == b"iTXt" else rest[1:])


def _unfolded_of(packed: bytes) -> bytes:
    unfolding = zlib.decompressobj()
    found = bytearray()
    for byte in packed:
        # One by one, none is lost where the next are broken.
        try:
            found += unfolding.decompress(bytes([byte]))
        except zlib.error:
            break
        if unfolding.eof or len(found) > _MOST_TEXT:
            break
    return bytes(found)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield name, contents and all bytes of each chunk; what is cut off is left to the decoder."""
    place, name = 8, b""
    while place + 8 <= len(data) and name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        yield name, data[place + 8 : end - 4], data[place:end]
        place = end


_TRANSPARENT: Final = {0: 2, 2: 6}
"""Bytes that name the transparent shade or colour, by colour type."""


def _gamma(found: Container, body: bytes) -> None:
    (value,) = struct.unpack(">I", body)
    found.gamma = value / 100_000


def _primaries(found: Container, body: bytes) -> None:
    found.primaries = tuple(value / 100_000 for value in struct.unpack(">8I", body))


def _srgb(found: Container, _: bytes) -> None:
    found.is_srgb = True


def _profile(found: Container, body: bytes) -> None:
    _, rest = _cut(body)
    if rest[0]:
        raise ValueError("there is one method of compression, and this is another")
    found.icc = _unfolded(rest[1:])


def _density(_: Container, body: bytes) -> None:
    struct.unpack(">IIB", body)


def _animation(found: Container, body: bytes) -> None:
    frames, _ = struct.unpack(">II", body)
    found.frames = 2 if frames > 1 else 1


def _exif(found: Container, body: bytes) -> None:
    found.exif = found.exif or body


def _text(found: Container, body: bytes) -> None:
    _keep_text(found, *_cut(body))


def _packed_text(found: Container, body: bytes) -> None:
    keyword, rest = _cut(body)
    if keyword in _WANTED:
        _keep_text(found, keyword, _unfolded(rest[1:]))


def _unicode_text(found: Container, body: bytes) -> None:
    keyword, rest = _cut(body)
    if keyword in _WANTED:
        is_packed = rest[0] == 1
        text = rest[2:].split(b"\0", 2)[2]
        _keep_text(found, keyword, _unfolded(text) if is_packed else text)


_XMP: Final = b"XML:com.adobe.xmp"
_RAW: Final = (b"Raw profile type exif", b"Raw profile type APP1")
_WANTED: Final = frozenset({_XMP, *_RAW})


def _keep_text(found: Container, keyword: bytes, text: bytes) -> None:
    if keyword == _XMP:
        found.xmp = text
    elif keyword in _RAW:
        # ImageMagick's: a name, a length, and the bytes in hexadecimal.
        digits = re.sub(rb"\s", b"", text.lstrip(b"\n").split(b"\n", 2)[2])
        found.exif = found.exif or bytes.fromhex(digits.decode("ascii"))


def _cut(body: bytes) -> tuple[bytes, bytes]:
    keyword, mark, rest = body.partition(b"\0")
    if not mark:
        raise ValueError("it has no name")
    return keyword, rest


def _unfolded(packed: bytes) -> bytes:
    unfolding = zlib.decompressobj()
    text = unfolding.decompress(packed, _MOST_TEXT)
    if not unfolding.eof:
        raise ValueError("it is cut off, or unfolds to more than anybody needs")
    return text


_PARTS: Final[Mapping[bytes, Callable[[Container, bytes], None]]] = {
    b"gAMA": _gamma,
    b"cHRM": _primaries,
    b"sRGB": _srgb,
    b"iCCP": _profile,
    b"pHYs": _density,
    b"acTL": _animation,
    b"eXIf": _exif,
    b"tEXt": _text,
    b"zTXt": _packed_text,
    b"iTXt": _unicode_text,
}
