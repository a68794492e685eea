"""WebP taken apart (RFC 9649)."""

import struct
from collections.abc import Iterator
from typing import Final

from domain.audit.picture.containers.container import Broken, Container

_METADATA: Final = {b"EXIF": 0x08, b"XMP ": 0x04, b"ICCP": 0x20}
"""Chunks that say something of the picture, with the flag that announces each."""


def take_apart(data: bytes) -> Container:
    """Return what a WebP is made of.

    Raises:
        Broken: It is another kind of RIFF file.
    """
    if data[8:12] != b"WEBP":
        raise Broken("it is a RIFF file, and no WebP")
    found = Container()
    kept: list[bytes] = []
    frames = 0
    for name, body, whole in _chunks(data):
        if name in _METADATA:
            _keep(found, name, body)
            continue
        kept.append(_without_flags(whole) if name == b"VP8X" else whole)
        if name == b"VP8X":
            found.size = (1 + _number(body[4:7]), 1 + _number(body[7:10]))
        elif name == b"VP8 ":
            _, width, height = struct.unpack_from("<6sHH", body)
            found.size = _or_else(found.size, (width & 0x3FFF, height & 0x3FFF))
        elif name == b"VP8L":
            (bits,) = struct.unpack_from("<I", body, 1)
            found.size = _or_else(found.size, (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)))
        elif name == b"ANMF":
            frames += 1
    found.frames = 2 if frames > 1 else 1
    body = b"WEBP" + b"".join(kept)
    found.pixels = b"RIFF" + struct.pack("<I", len(body)) + body
    return found


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    place = 12
    while place + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + length % 2
        yield name, data[place + 8 : place + 8 + length], data[place:end]
        place = end


def _keep(found: Container, name: bytes, body: bytes) -> None:
    if name == b"EXIF":
        found.exif = found.exif or body
    elif name == b"ICCP":
        found.icc = found.icc or body
    else:
        found.xmp = found.xmp or body


def _without_flags(chunk: bytes) -> bytes:
    flags = chunk[8] & ~sum(_METADATA.values())
    return chunk[:8] + bytes([flags]) + chunk[9:]


def _number(three: bytes) -> int:
    return int.from_bytes(three, "little")


def _or_else(known: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    return known if known != (0, 0) else size
