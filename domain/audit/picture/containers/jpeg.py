"""JPEG taken apart (ITU-T T.81; EXIF, XMP and ICC lie in its application segments)."""

# ruff: noqa: PLR2004 - the offsets and lengths are those of the format, and have no other names

import struct
from collections.abc import Iterator
from typing import Final

from domain.audit.picture.containers.container import Broken, Container

_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame, which say its size."""
_APPLICATION: Final = range(0xE0, 0xF0)
_COMMENT: Final = 0xFE
_FOR_COLORS: Final = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
"""Application segments by which decoders know the colour space; with fewer bytes they are odd."""
_WHOLE: Final = {0xE0: 14, 0xEE: 12}
_EXIF: Final = b"Exif\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_ICC: Final = b"ICC_PROFILE\0"


def take_apart(data: bytes) -> Container:
    """Return what a JPEG is made of.

    Raises:
        Broken: Between its segments stand other bytes.
        IndexError: It ends before its first scan.
    """
    found = Container()
    kept = [data[:2]]
    profile: dict[int, bytes] = {}
    parts = 0
    segments = list(_segments(data))
    scans = segments[-1][2] if segments else 2
    for marker, body, _ in segments:
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            found.size = (width, height)
        if _is_needed(marker, body, found):
            kept.append(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body)
        elif marker == 0xE1:
            _keep_metadata(found, body)
        elif marker == 0xE2 and body.startswith(_ICC) and len(body) > 14:
            profile[body[12]] = body[14:]
            parts = body[13]
    if sorted(profile) == list(range(1, parts + 1)):
        found.icc = b"".join(profile[part] for part in sorted(profile))
    else:
        found.odd.add("ICC_PROFILE")
    found.lacks_end = data.find(_END, scans) < 0
    found.pixels = b"".join((*kept, data[scans:], _END if found.lacks_end else b""))
    return found


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield marker and contents of each segment before the first scan, and where it ends."""
    place = 2
    while True:
        if data[place] != 0xFF:
            raise Broken("other bytes stand between its segments")
        while data[place] == 0xFF:
            place += 1
        marker = data[place]
        if marker == _SCAN:
            return
        place += 1
        if marker not in _ALONE:
            (length,) = struct.unpack_from(">H", data, place)
            yield marker, data[place + 2 : place + length], place + length
            place += length


def _is_needed(marker: int, body: bytes, found: Container) -> bool:
    if marker in _FOR_COLORS and body.startswith(_FOR_COLORS[marker]):
        if len(body) >= _WHOLE[marker]:
            return True
        found.odd.add(f"APP{marker - 0xE0}")
        return False
    return marker not in _APPLICATION and marker != _COMMENT


def _keep_metadata(found: Container, body: bytes) -> None:
    if body.startswith(_EXIF):
        found.exif = found.exif or body
    elif body.startswith(_XMP):
        found.xmp = body[len(_XMP) :]
