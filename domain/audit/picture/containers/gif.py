"""GIF taken apart (GIF89a): its first frame, and whether there is a second."""

# ruff: noqa: PLR2004 - the offsets and lengths are those of the format, and have no other names

import struct
from typing import Final

from domain.audit.picture.containers.container import Broken, Container

_FRAME, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL: Final = 0xF9
"""The extension that says which colour of a frame is transparent."""


def take_apart(data: bytes) -> Container:
    """Return what a GIF is made of.

    Raises:
        Broken: Something stands in it that is no part of one.
        IndexError: It ends before its first frame does.
    """
    found = Container()
    screen = struct.unpack_from("<HH", data, 6)
    head = 13 + _table(data[10])
    control, place, found.frames = b"", head, 0
    while place < len(data) and data[place] != _END and found.frames < 2:
        begin = place
        if data[place] == _EXTENSION:
            place = _after_blocks(data, place + 2)
            if data[begin + 1] == _CONTROL:
                control = data[begin:place]
        elif data[place] == _FRAME:
            left, top, width, height, flags = struct.unpack_from("<HHHHB", data, place + 1)
            found.largest = max(found.largest, width * height)
            found.frames += 1
            if found.frames == 1:
                place = _after_blocks(data, place + 11 + _table(flags))
                found.size = (max(screen[0], left + width), max(screen[1], top + height))
                found.pixels = data[:head] + control + data[begin:place] + bytes([_END])
        else:
            raise Broken("something stands in it that is no part of a GIF")
    if not found.frames:
        raise Broken("it has no frame")
    return found


def _table(flags: int) -> int:
    """Return how many bytes a table of colours takes."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    """Return where a run of sub-blocks has ended."""
    while data[place]:
        place += 1 + data[place]
    return place + 1
