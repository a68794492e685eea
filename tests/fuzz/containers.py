"""How pictures of each kind are taken apart and put together, and what may be put in."""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.fuzz.mutations import Chance, blind, odd_number
from tests.fuzz.picture_parts import UNFOLDED, folded, icc, raw_profile, tiff, xmp
from tests.fuzz.picture_seeds import IPTC, XMP, exif, profile

_PNG, _JPEG, _GIF, _RIFF = b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"


@dataclass(frozen=True)
class Part:
    """One chunk, segment or block of a file."""

    name: bytes
    body: bytes


@dataclass(frozen=True)
class Container:
    """How files of one kind are taken apart and put together again."""

    split: Callable[[bytes], list[Part]]
    join: Callable[[Chance | None, list[Part]], bytes]
    """Without a chance as the format wants it, and else with a lie now and then."""
    added: tuple[Callable[[Chance], Part], ...]
    """Parts that may be put in anywhere."""
    said: frozenset[bytes]
    """Names of parts that say something of the picture, and without which it is the same one."""


def container_of(data: bytes) -> Container | None:
    """Return how a file is taken apart, if that is known."""
    return _CONTAINERS.get(data[: 3 if data.startswith(_JPEG) else 4])


# ---- PNG


def _split_png(data: bytes) -> list[Part]:
    parts, place = [], 8
    while place + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        parts.append(Part(name, data[place + 8 : place + 8 + length]))
        place += 12 + length
    return parts


def _join_png(chance: Chance | None, parts: list[Part]) -> bytes:
    lie = chance.randrange(len(parts)) if chance and parts and chance.random() < 0.15 else None
    kept = [_PNG + b"\r\n\x1a\n"]
    for number, part in enumerate(parts):
        length = odd_number(chance, 2**32) if chance and number == lie else len(part.body)
        check = zlib.crc32(part.name + part.body)
        if chance and chance.random() < 0.02:
            check ^= 1
        kept.append(struct.pack(">I", length) + part.name + part.body + struct.pack(">I", check))
    return b"".join(kept)


_PNG_ADDED: Final[tuple[Callable[[Chance], Part], ...]] = (
    lambda chance: Part(
        b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw_profile(chance), 1)
    ),
    lambda chance: Part(b"tEXt", b"Raw profile type APP1\0" + raw_profile(chance)),
    lambda chance: Part(b"tEXt", blind(chance, b"Comment\0hola")),
    lambda chance: Part(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + folded(chance)),
    lambda chance: Part(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(chance, XMP)),
    lambda chance: Part(b"iTXt", blind(chance, b"XML:com.adobe.xmp\0\1\0\0\0" + XMP)),
    lambda chance: Part(b"iCCP", b"icc\0" + bytes([chance.choice((0, 0, 0, 1))]) + folded(chance)),
    lambda chance: Part(b"eXIf", tiff(chance, exif())),
    lambda chance: Part(b"gAMA", chance.randbytes(chance.choice((0, 3, 4, 5)))),
    lambda chance: Part(b"cHRM", chance.randbytes(chance.choice((0, 31, 32, 33)))),
    lambda chance: Part(b"pHYs", chance.randbytes(chance.choice((0, 8, 9, 10)))),
    lambda chance: Part(b"tRNS", chance.randbytes(chance.choice((0, 1, 2, 6, 256, 300)))),
    lambda chance: Part(b"PLTE", chance.randbytes(chance.choice((0, 1, 3, 300, 768, 771)))),
    lambda chance: Part(b"acTL", struct.pack(">II", odd_number(chance, 2**32), 0)),
    lambda chance: Part(b"fcTL", chance.randbytes(26)),
    lambda chance: Part(b"fdAT", chance.randbytes(chance.choice((0, 3, 40)))),
    lambda _: Part(b"IDAT", zlib.compress(bytes(UNFOLDED), 9)),
    lambda _: Part(b"IEND", b""),
)
_PNG_SAID: Final = frozenset(
    {
        b"zTXt",
        b"tEXt",
        b"iTXt",
        b"iCCP",
        b"eXIf",
        b"gAMA",
        b"cHRM",
        b"pHYs",
        b"tIME",
        b"bKGD",
        b"sRGB",
    }
)


# ---- JPEG


def _split_jpeg(data: bytes) -> list[Part]:
    parts, place = [], 2
    while data[place] == 0xFF and data[place + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", data, place + 2)
        parts.append(Part(data[place + 1 : place + 2], data[place + 4 : place + 2 + length]))
        place += 2 + length
    return [*parts, Part(b"\xda", data[place + 2 :])]


def _join_jpeg(chance: Chance | None, parts: list[Part]) -> bytes:
    lie = chance.randrange(len(parts)) if chance and parts and chance.random() < 0.15 else None
    kept = [b"\xff\xd8"]
    for number, part in enumerate(parts):
        if part.name == b"\xda":
            kept.append(b"\xff\xda" + part.body)
            continue
        length = (
            odd_number(chance, 2**16) if chance and number == lie else (len(part.body) + 2) % 2**16
        )
        fill = b"\xff" * (chance.choice((0,) * 30 + (1, 300)) if chance else 0)
        kept.append(fill + b"\xff" + part.name[:1] + struct.pack(">H", length) + part.body)
    return b"".join(kept)


_JPEG_ADDED: Final[tuple[Callable[[Chance], Part], ...]] = (
    lambda chance: Part(b"\xe1", tiff(chance, exif())),
    lambda chance: Part(b"\xe1", b"http://ns.adobe.com/xap/1.0/\0" + xmp(chance, XMP)[:60_000]),
    lambda chance: Part(
        b"\xe2",
        b"ICC_PROFILE\0"
        + bytes([chance.choice((0, 1, 2, 255)), chance.choice((0, 1, 2, 255))])
        + icc(chance, profile()),
    ),
    lambda chance: Part(b"\xed", blind(chance, IPTC)),
    lambda chance: Part(b"\xee", blind(chance, b"Adobe\0\x64\0\0\0\0\1")),
    lambda chance: Part(b"\xe0", blind(chance, b"JFIF\0\1\1\1\0H\0H\0\0")),
    lambda chance: Part(b"\xfe", chance.randbytes(chance.choice((0, 1, 60_000)))),
    lambda chance: Part(b"\xdd", chance.randbytes(2)),
    lambda chance: Part(b"\xdb", blind(chance, b"\0" + bytes(range(1, 65)))),
    lambda chance: Part(b"\xc4", blind(chance, b"\0" + bytes(16))),
    lambda chance: Part(bytes([chance.randrange(256)]), chance.randbytes(chance.randrange(40))),
)
_JPEG_SAID: Final = frozenset({b"\xe1", b"\xe2", b"\xed", b"\xfe"})


# ---- GIF


def _split_gif(data: bytes) -> list[Part]:
    head = 13 + (3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    parts, place = [Part(b"head", data[:head])], head
    while place < len(data) and data[place] in b"\x21\x2c":
        begin = place
        flags = data[place + 9] if data[place] == 0x2C else 0
        table = 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
        place += 2 if data[place] == 0x21 else 11 + table
        while data[place]:
            place += 1 + data[place]
        place += 1
        parts.append(Part(data[begin : begin + 1], data[begin + 1 : place]))
    return [*parts, Part(b"tail", data[place:])]


def _join_gif(_: Chance | None, parts: list[Part]) -> bytes:
    plain = {b"head", b"tail"}
    return b"".join(
        part.body if part.name in plain else part.name[:1] + part.body for part in parts
    )


_GIF_ADDED: Final[tuple[Callable[[Chance], Part], ...]] = (
    lambda chance: Part(b"\x2c", chance.randbytes(9) + b"\x02\x02\x4c\x01\x00"),
    lambda _: Part(b"\x2c", struct.pack("<4HB", 0, 0, 60_000, 60_000, 0) + b"\x02\x02\x4c\x01\0"),
    lambda chance: Part(b"\x21", b"\xf9\x04" + chance.randbytes(4) + b"\0"),
    lambda chance: Part(b"\x21", b"\xff\x0bNETSCAPE2.0\x03\x01" + chance.randbytes(2) + b"\0"),
    lambda _: Part(b"\x21", b"\xfe" + b"\xff" + bytes(255) * 40),
)


# ---- WebP


def _split_webp(data: bytes) -> list[Part]:
    parts, place = [], 12
    while place + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, place)
        parts.append(Part(name, data[place + 8 : place + 8 + length]))
        place += 8 + length + length % 2
    return parts


def _join_webp(chance: Chance | None, parts: list[Part]) -> bytes:
    lie = chance.randrange(len(parts)) if chance and parts and chance.random() < 0.15 else None
    kept = [b"WEBP"]
    for number, part in enumerate(parts):
        length = odd_number(chance, 2**32) if chance and number == lie else len(part.body)
        name = part.name[:4].ljust(4)
        kept.append(name + struct.pack("<I", length) + part.body + b"\0" * (len(part.body) % 2))
    body = b"".join(kept)
    length = odd_number(chance, 2**32) if chance and chance.random() < 0.1 else len(body)
    return _RIFF + struct.pack("<I", length) + body


_WEBP_ADDED: Final[tuple[Callable[[Chance], Part], ...]] = (
    lambda chance: Part(b"VP8X", chance.randbytes(10)),
    lambda chance: Part(b"EXIF", tiff(chance, exif())),
    lambda chance: Part(b"ICCP", icc(chance, profile())),
    lambda chance: Part(b"XMP ", xmp(chance, XMP)),
    lambda chance: Part(b"ANIM", chance.randbytes(6)),
    lambda chance: Part(b"ANMF", chance.randbytes(16)),
    lambda chance: Part(b"ALPH", chance.randbytes(20)),
    lambda chance: Part(chance.randbytes(4), chance.randbytes(chance.randrange(20))),
)
_WEBP_SAID: Final = frozenset({b"EXIF", b"ICCP", b"XMP "})

_CONTAINERS: Final[Mapping[bytes, Container]] = {
    _PNG: Container(_split_png, _join_png, _PNG_ADDED, _PNG_SAID),
    _JPEG: Container(_split_jpeg, _join_jpeg, _JPEG_ADDED, _JPEG_SAID),
    _GIF: Container(_split_gif, _join_gif, _GIF_ADDED, frozenset()),
    _RIFF: Container(_split_webp, _join_webp, _WEBP_ADDED, _WEBP_SAID),
}
