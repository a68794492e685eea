"""What EXIF says, read so that nothing odd in it can stop anybody.

Only the first directory is read, and of its values only the orientation: libraries that read all
stumble over tags that no viewer looks at.
"""

import struct
from dataclasses import dataclass
from typing import Final

from PIL import ExifTags, Image

_ORIENTATION: Final = 0x0112
_GPS: Final = 0x8825
PLACE: Final = "GPSInfo"
"""The name of the tag that says where a picture was taken."""
_PREFIX: Final = b"Exif\0\0"
_ORDERS: Final = {b"II*\0": "<", b"MM\0*": ">"}
_HEADER: Final = 8
_ENTRY: Final = 12
_SHORT, _LONG = 3, 4
_TYPES: Final = range(1, 14)

TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its orientation (EXIF 2.32 §4.6.4)."""


@dataclass(frozen=True)
class Exif:
    """What a file says of its making."""

    tags: tuple[str, ...] = ()
    """Names of what its first directory has, such as `Make` or `GPSInfo`."""
    orientation: int = 1
    """1 to 8; 1 is upright, and what counts where nothing sensible is said."""
    is_odd: bool = False
    """Whether part of it is not as the standard wants it."""


def read_exif(data: bytes) -> Exif:
    """Return what can be read; the bytes begin with TIFF's header, or with `Exif` before it.

    An orientation counts in a number of 16 or 32 bits, as viewers take it, and in no other type.
    """
    while data.startswith(_PREFIX):
        data = data[len(_PREFIX) :]
    if not data:
        return Exif()
    order = _ORDERS.get(data[:4])
    if order is None or len(data) < _HEADER + 2:
        return Exif(is_odd=True)
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    if start + 2 > len(data):
        return Exif(is_odd=True)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    there = (len(data) - start - 2) // _ENTRY
    tags: set[str] = set()
    orientation, is_odd = 1, there < count
    for number in range(min(count, there)):
        place = start + 2 + number * _ENTRY
        tag, kind, many = struct.unpack_from(f"{order}HHI", data, place)
        tags.add(PLACE if tag == _GPS else ExifTags.TAGS.get(tag, f"0x{tag:04X}"))
        is_odd = is_odd or kind not in _TYPES
        if tag == _ORIENTATION:
            is_number = kind in {_SHORT, _LONG} and many
            form = f"{order}I" if kind == _LONG and many == 1 else f"{order}H"
            value = struct.unpack_from(form, data, place + 8)[0] if is_number else 0
            is_odd = is_odd or not (kind == _SHORT and many == 1 and value in range(1, 9))
            orientation = value if value in TURNS else 1
    return Exif(tuple(sorted(tags)), orientation, is_odd)
