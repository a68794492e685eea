"""Mutations of what stands in one part of a picture's file: sizes, EXIF, XMP, profiles, pixels."""

import struct
import zlib
from collections.abc import Mapping
from typing import Final

from tests.fuzz.mutations import Chance, Mutation, blind, odd_number
from tests.fuzz.picture_seeds import exif, profile

UNFOLDED: Final = 6_000_000
"""Bytes of zeros behind some thousands: more than is unfolded of any text."""


def size_32(chance: Chance, body: bytes) -> bytes:
    """Say another size, depth or kind of pixels in PNG's header."""
    fields = list(struct.unpack(">IIBBBBB", body[:13].ljust(13, b"\0")))
    place = chance.randrange(7)
    fields[place] = odd_number(chance, 2**32 if place < 2 else 17)
    return struct.pack(">IIBBBBB", *fields)


def size_16(chance: Chance, body: bytes) -> bytes:
    """Say another size in a frame of JPEG."""
    place = chance.choice((1, 3))
    return body[:place] + struct.pack(">H", odd_number(chance, 2**16)) + body[place + 2 :]


def packed_again(chance: Chance, body: bytes) -> bytes:
    """Change pixels before they are packed, so that they unfold."""
    try:
        rows = zlib.decompressobj().decompress(body, UNFOLDED)
    except zlib.error:
        return blind(chance, body)
    return zlib.compress(blind(chance, rows), 1)


def tiff(chance: Chance, data: bytes) -> bytes:
    """Change one entry of EXIF's first directory: its tag, type, count or value."""
    head = b"Exif\0\0" if data.startswith(b"Exif\0\0") else b""
    body = bytearray(data[len(head) :])
    if len(body) < 22:
        return blind(chance, data)
    order = ">" if body.startswith(b"MM") else "<"
    match chance.randrange(5):
        case 0:  # where the directory begins, or a header that is none
            place = chance.choice((0, 4))
            struct.pack_into(f"{order}I", body, place, odd_number(chance, 2**32))
        case 1:
            struct.pack_into(f"{order}H", body, 8, odd_number(chance, 2**16))
        case kind:
            entry = 10 + 12 * chance.randrange((len(body) - 10) // 12)
            if kind == 2:
                tag = chance.choice((0x0112, 0x8769, 0x8825, chance.getrandbits(16)))
                struct.pack_into(f"{order}HH", body, entry, tag, odd_number(chance, 20))
            elif kind == 3:
                struct.pack_into(f"{order}I", body, entry + 4, odd_number(chance, 2**32))
            else:
                struct.pack_into(f"{order}I", body, entry + 8, odd_number(chance, 2**32))
    return head + bytes(body)


def icc(chance: Chance, data: bytes) -> bytes:
    """Change the table of a colour profile."""
    place = chance.choice((0, 12, 16, 20, 36, 64, 128, 132, 136, 140, 144))
    return data[:place] + struct.pack(">I", odd_number(chance, 2**32)) + data[place + 4 :]


def xmp(chance: Chance, data: bytes) -> bytes:
    """Nest what XMP says, have it declare entities, or write it in other characters."""
    nested = b"<a>" * chance.choice((1, 100, 20_000))
    entity = b'<!DOCTYPE x [<!ENTITY a "%b">]>' % (b"&a;" * 10)
    return chance.choice(
        (data + nested, entity + data, nested, data.decode("latin-1").encode("utf-16"))
    )


BODIES: Final[Mapping[bytes, tuple[Mutation, ...]]] = {
    b"IHDR": (size_32, size_32, blind),
    b"IDAT": (packed_again, blind),
    b"eXIf": (tiff,),
    b"EXIF": (tiff, blind),
    b"ICCP": (icc, blind),
    b"XMP ": (xmp, blind),
    b"\xe1": (tiff, xmp, blind),
    b"\xe2": (icc, blind),
    b"\xc0": (size_16, blind),
    b"\xc2": (size_16, blind),
}


def folded(chance: Chance) -> bytes:
    """Return what unfolds to a text, to a profile, to far too much, or not at all."""
    data = chance.choice((b"hola", icc(chance, profile()), bytes(UNFOLDED), tiff(chance, exif())))
    packed = zlib.compress(data, 1)
    return chance.choice((packed, packed, packed[: len(packed) // 2], data[:1000]))


def raw_profile(chance: Chance) -> bytes:
    """Return EXIF as ImageMagick writes it, or as nobody should."""
    digits = tiff(chance, exif()).hex().encode()
    body = b"\nexif\n%8d\n%b\n" % (odd_number(chance, 2**32), digits)
    return chance.choice((body, body[: len(body) // 2], body.upper(), b"\n" + body, b"zz" + body))
