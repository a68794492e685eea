"""Mutations of pictures that know their containers: each leaves the rest of the file whole."""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.fuzz.mutations import LONGEST, Chance, Mutation, blind, odd_number
from tests.fuzz.picture_seeds import IPTC, XMP, exif, picture_seeds, profile

_PNG, _JPEG, _GIF, _RIFF = b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"
_UNFOLDED: Final = 6_000_000
"""Bytes of zeros behind some thousands: more than is unfolded of any text."""
SOUND: Final = "sound-"
"""How the names of pictures begin of which only the metadata is odd: they are no broken ones."""
_MOST_PARTS: Final = 2000


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


def mutated_picture(chance: Chance) -> tuple[str, bytes]:
    """Return the name and the bytes of a picture to which something was done."""
    name, data = chance.choice(picture_seeds())
    if chance.random() < 0.25 and (sound := _with_odd_metadata(chance, data)) is not None:
        return f"{SOUND}{name}", sound
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = _by_structure(chance, data) if chance.random() < 0.85 else blind(chance, data)
    if chance.random() < 0.05:
        _, other = chance.choice(picture_seeds())
        data += other
    return (name if chance.random() < 0.9 else "000.png"), data[:LONGEST]


def _with_odd_metadata(chance: Chance, data: bytes) -> bytes | None:
    """Change and add what the picture says of itself alone: its pixels are whole."""
    container = _container_of(data)
    if container is None or not container.said:
        return None
    parts = container.split(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        said = [place for place, part in enumerate(parts) if part.name in container.said]
        if said and chance.random() < 0.5:
            place = chance.choice(said)
            name = parts[place].name
            change = chance.choice(_BODIES.get(name, (blind,)))
            parts[place] = Part(name, _kept_apart(name, change(chance, parts[place].body)))
        else:
            made = [part for add in container.added if (part := add(chance)).name in container.said]
            part = chance.choice(made)
            parts.insert(1, Part(part.name, _kept_apart(part.name, part.body)))
    return container.join(None, parts)


def _kept_apart(name: bytes, body: bytes) -> bytes:
    """Return contents that fit what bears them: a segment of JPEG has room for 65,533 bytes."""
    return body[:65_000] if len(name) == 1 else body


def _container_of(data: bytes) -> "Container | None":
    return _CONTAINERS.get(data[: 3 if data.startswith(_JPEG) else 4])


def _by_structure(chance: Chance, data: bytes) -> bytes:
    container = _container_of(data)
    if container is None:
        return blind(chance, data)
    try:
        parts = container.split(data)
    except (struct.error, IndexError):  # something was done to it before
        return blind(chance, data)
    if not parts:
        return blind(chance, data)
    return container.join(chance, chance.choice(_CHANGES)(chance, parts, container))


def _changed_body(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place = chance.randrange(len(parts))
    part = parts[place]
    change = chance.choice(_BODIES.get(part.name, (blind,)))
    return [*parts[:place], Part(part.name, change(chance, part.body)), *parts[place + 1 :]]


def _left_out(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place = chance.randrange(len(parts))
    return parts[:place] + parts[place + 1 :]


def _repeated(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place = chance.randrange(len(parts))
    again = [parts[place]] * chance.choice((1, 2, 50, _MOST_PARTS // 10))
    return parts[:place] + again + parts[place:]


def _reordered(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    return chance.sample(parts, len(parts))


def _renamed(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place, other = chance.randrange(len(parts)), chance.choice(parts)
    name = other.name if chance.random() < 0.5 else chance.randbytes(len(other.name))
    return [*parts[:place], Part(name, parts[place].body), *parts[place + 1 :]]


def _added(chance: Chance, parts: list[Part], container: Container) -> list[Part]:
    place = chance.randint(0, len(parts))
    return [*parts[:place], chance.choice(container.added)(chance), *parts[place:]]


def _spliced(chance: Chance, parts: list[Part], container: Container) -> list[Part]:
    same = [data for _, data in picture_seeds() if _container_of(data) is container]
    others = container.split(chance.choice(same))
    place = chance.randint(0, len(parts))
    return parts[:place] + others[chance.randint(0, len(others)) :]


_CHANGES: Final = (
    _changed_body,
    _changed_body,
    _changed_body,
    _left_out,
    _repeated,
    _reordered,
    _renamed,
    _added,
    _added,
    _added,
    _added,
    _spliced,
)


# ---- what stands in a part


def _size_32(chance: Chance, body: bytes) -> bytes:
    """Say another size, depth or kind of pixels in PNG's header."""
    fields = list(struct.unpack(">IIBBBBB", body[:13].ljust(13, b"\0")))
    place = chance.randrange(7)
    fields[place] = odd_number(chance, 2**32 if place < 2 else 17)
    return struct.pack(">IIBBBBB", *fields)


def _size_16(chance: Chance, body: bytes) -> bytes:
    """Say another size in a frame of JPEG."""
    place = chance.choice((1, 3))
    return body[:place] + struct.pack(">H", odd_number(chance, 2**16)) + body[place + 2 :]


def _packed_again(chance: Chance, body: bytes) -> bytes:
    """Change pixels before they are packed, so that they unfold."""
    try:
        rows = zlib.decompressobj().decompress(body, _UNFOLDED)
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


def _icc(chance: Chance, data: bytes) -> bytes:
    """Change the table of a colour profile."""
    place = chance.choice((0, 12, 16, 20, 36, 64, 128, 132, 136, 140, 144))
    return data[:place] + struct.pack(">I", odd_number(chance, 2**32)) + data[place + 4 :]


def _xmp(chance: Chance, data: bytes) -> bytes:
    nested = b"<a>" * chance.choice((1, 100, 20_000))
    entity = b'<!DOCTYPE x [<!ENTITY a "%b">]>' % (b"&a;" * 10)
    return chance.choice(
        (data + nested, entity + data, nested, data.decode("latin-1").encode("utf-16"))
    )


_BODIES: Final[Mapping[bytes, tuple[Mutation, ...]]] = {
    b"IHDR": (_size_32, _size_32, blind),
    b"IDAT": (_packed_again, blind),
    b"eXIf": (tiff,),
    b"EXIF": (tiff, blind),
    b"ICCP": (_icc, blind),
    b"XMP ": (_xmp, blind),
    b"\xe1": (tiff, _xmp, blind),
    b"\xe2": (_icc, blind),
    b"\xc0": (_size_16, blind),
    b"\xc2": (_size_16, blind),
}


def _folded(chance: Chance) -> bytes:
    """Return what unfolds to a text, to a profile, to far too much, or not at all."""
    data = chance.choice((b"hola", _icc(chance, profile()), bytes(_UNFOLDED), tiff(chance, exif())))
    packed = zlib.compress(data, 1)
    return chance.choice((packed, packed, packed[: len(packed) // 2], data[:1000]))


def _raw_profile(chance: Chance) -> bytes:
    digits = tiff(chance, exif()).hex().encode()
    body = b"\nexif\n%8d\n%b\n" % (odd_number(chance, 2**32), digits)
    return chance.choice((body, body[: len(body) // 2], body.upper(), b"\n" + body, b"zz" + body))


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
        b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(_raw_profile(chance), 1)
    ),
    lambda chance: Part(b"tEXt", b"Raw profile type APP1\0" + _raw_profile(chance)),
    lambda chance: Part(b"tEXt", blind(chance, b"Comment\0hola")),
    lambda chance: Part(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + _folded(chance)),
    lambda chance: Part(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _xmp(chance, XMP)),
    lambda chance: Part(b"iTXt", blind(chance, b"XML:com.adobe.xmp\0\1\0\0\0" + XMP)),
    lambda chance: Part(b"iCCP", b"icc\0" + bytes([chance.choice((0, 0, 0, 1))]) + _folded(chance)),
    lambda chance: Part(b"eXIf", tiff(chance, exif())),
    lambda chance: Part(b"gAMA", chance.randbytes(chance.choice((0, 3, 4, 5)))),
    lambda chance: Part(b"cHRM", chance.randbytes(chance.choice((0, 31, 32, 33)))),
    lambda chance: Part(b"pHYs", chance.randbytes(chance.choice((0, 8, 9, 10)))),
    lambda chance: Part(b"tRNS", chance.randbytes(chance.choice((0, 1, 2, 6, 256, 300)))),
    lambda chance: Part(b"PLTE", chance.randbytes(chance.choice((0, 1, 3, 300, 768, 771)))),
    lambda chance: Part(b"acTL", struct.pack(">II", odd_number(chance, 2**32), 0)),
    lambda chance: Part(b"fcTL", chance.randbytes(26)),
    lambda chance: Part(b"fdAT", chance.randbytes(chance.choice((0, 3, 40)))),
    lambda _: Part(b"IDAT", zlib.compress(bytes(_UNFOLDED), 9)),
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
    lambda chance: Part(b"\xe1", b"http://ns.adobe.com/xap/1.0/\0" + _xmp(chance, XMP)[:60_000]),
    lambda chance: Part(
        b"\xe2",
        b"ICC_PROFILE\0"
        + bytes([chance.choice((0, 1, 2, 255)), chance.choice((0, 1, 2, 255))])
        + _icc(chance, profile()),
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
    lambda chance: Part(b"ICCP", _icc(chance, profile())),
    lambda chance: Part(b"XMP ", _xmp(chance, XMP)),
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
