"""Mutations of feeds that know what feeds are made of: tags, references, values, encodings.

Longer than 250 lines because every piece that is put in stands on a line of its own.
"""

import re
from itertools import islice
from typing import Final

from tests.fuzz.feed_seeds import feed_seeds
from tests.fuzz.mutations import LONGEST, Chance, Mutation, blind, odd_number

_TAG: Final = re.compile(rb"<[^<>]{1,200}>")
_DATE: Final = re.compile(rb"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{2,4}")
_VALUE: Final = re.compile(rb"\d{1,4}[-/.: ]\d{1,2}|>[^<>]{1,80}<|\"[^\"]{0,80}\"|[^,;\t|\n]{1,60}")
_ENCODINGS: Final = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp850",
    "mac_roman",
    "iso8859-15",
    "shift_jis",
    "gb18030",
    "koi8-r",
    "utf-7",
    "cp037",
    "iso2022_jp",
    "big5",
]
_DECLARED: Final = (
    *_ENCODINGS,
    *[
        "UTF8",
        "ISO-8859-1",
        "ansi",
        "unknown-8bit",
        "x-sjis",
        "base64",
        "rot13",
        "idna",
        "punycode",
        "undefined",
        "zlib",
        "unicode_escape",
        "utf-8\x00",
        "%s",
    ],
)

_PIECES: Final = (
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?",
    b"?>",
    b"<item>",
    b"</item>",
    b"<entry/>",
    b"<title>",
    b"</title>",
    b"</",
    b"<",
    b">",
    b"<script>",
    b"<style>",
    b"</script>",
    b"<!DOCTYPE ",
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    b"&b;",
    b"&#55357;&#56832;",
    b"&#xD83D;",
    b"&#0;",
    b"&#99999999999;",
    b"&#x;",
    b"&amp;amp;lt;",
    b"&nbsp",
    b"<a href='",
    b' xmlns:x="',
    b" xmlns:atom = 'http://purl.org/dc/\n'",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\xbd",
    b"\xc3",
    b"\xf4\x90\x80\x80",
    "\u202e\u200b\u2028\u0085\ufeff".encode(),
    b'"',
    b'""',
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\x1e",
    b"\x1a",
    b"sep=;\n",
    b"\\ud800",
    b"\\u0000",
    b"\\",
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"-0",
    b"9" * 5000,
    b"date,text\n",
    b"fecha;titular\n",
)
_DATES: Final = (
    b"25/11/2026",
    b"11/25/2026",
    b"05/06/07",
    b"29/02/2027",
    b"31/12/9999",
    b"0001-01-01T00:00:00-12:00",
    b"9999-12-31T23:59:59-12:00",
    b"2026-11-25T10:00:00+99:99",
    b"2026-W48-3",
    b"2026-330",
    b"46351",
    b"46351.4375",
    b"46351,4375",
    b"1795132800",
    b"1795132800000",
    b"99999999999999999999",
    b"-1",
    b"1e9",
    b"mi\xc3\xa9rcoles, 25 de noviembre de 2026",
    b"mar. 3 mars 2026",
    b"25 nov 26",
    b"Wed, 25 Nov 2026 24:00:00 CET",
    b"Nov 31, 2026",
    b"25.11.2026 10.30 h",
    b"10:30",
    b"ayer",
    b"\xd9\xa2\xd9\xa5/11/2026",
    "２０２６-１１-２５".encode(),
    b"2026-11-25T10:00:00.123456789123Z",
    b"(" * 70,
    b"25/11/2026" * 8,
    b"00/00/0000",
    b"2026-11-25 10:00:60",
    b"2026-11-25T23:59:59+14:00",
)


def mutated_feed(chance: Chance) -> tuple[str, bytes]:
    """Return the name and the bytes of a feed to which something was done."""
    name, data = chance.choice(feed_seeds())
    for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
        change = chance.choice(_STRUCTURED) if chance.random() < 0.75 else blind
        data = change(chance, data)[:LONGEST]
    return name, data[:LONGEST]


def _put_in(chance: Chance, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    piece = chance.choice(_PIECES)
    times = chance.choice((1,) * 20 + (50, 3000)) if len(piece) < len(b"<![CDATA[x") else 1
    return data[:place] + piece * times + data[place:]


def _tag_changed(chance: Chance, data: bytes) -> bytes:
    tags = list(islice(_TAG.finditer(data), 200))
    if not tags:
        return _put_in(chance, data)
    tag, other = chance.choice(tags), chance.choice(tags)
    instead = chance.choice(
        (
            b"",
            tag[0] * 2,
            other[0],
            tag[0][:-1],
            tag[0].upper(),
            tag[0][:-1] + b"/>",
            b"</" + tag[0][1:],
            tag[0][:1] + b"x:" + tag[0][1:],
            tag[0][:-1] + b' a="' + chance.randbytes(3) + b'">',
            tag[0][:-1] + b"\n \t>",
            b"<!--" + tag[0] + b"-->",
        )
    )
    return data[: tag.start()] + instead + data[tag.end() :]


def _value_changed(chance: Chance, data: bytes) -> bytes:
    values = list(islice(_VALUE.finditer(data, chance.randint(0, len(data))), 200))
    if not values:
        return _put_in(chance, data)
    value = chance.choice(values)
    odd = str(odd_number(chance, 2**32)).encode()
    instead = chance.choice((chance.choice(_DATES), chance.choice(_PIECES), odd, b"", value[0] * 2))
    return data[: value.start()] + instead + data[value.end() :]


def _date_put_in(chance: Chance, data: bytes) -> bytes:
    dates = list(islice(_DATE.finditer(data), 200))
    if not dates:
        return _value_changed(chance, data)
    date = chance.choice(dates)
    return data[: date.start()] + chance.choice(_DATES) + data[date.end() :]


def _in_other_characters(chance: Chance, data: bytes) -> bytes:
    text = data.decode(chance.choice(("utf-8", "utf-8", "latin-1")), errors="replace")
    return text.encode(chance.choice(_ENCODINGS), errors="replace")


def _declaring(chance: Chance, data: bytes) -> bytes:
    declared = chance.choice(_DECLARED).encode()
    said = b'<?xml version="1.0" encoding="%b"?>' % declared
    rest = re.sub(rb"^<\?xml[^>]*\?>", b"", data)
    return said + rest


def _nested(chance: Chance, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    depth = chance.choice((10, 500, 20_000))
    begin, end = chance.choice(
        (
            (b"<a>", b"</a>"),
            (b"<item>", b"</item>"),
            (b"<title>", b"</title>"),
            (b"[", b"]"),
            (b'{"data":', b"}"),
            (b'{"items":[', b"]}"),
            (b"<![CDATA[", b"]]>"),
            (b"&amp;lt;b&amp;gt;", b""),
            (b"(", b")"),
        )
    )
    outer = 0 if chance.random() < 0.5 else place
    return data[:outer] + begin * depth + data[outer:] + end * chance.choice((0, depth))


def _spliced(chance: Chance, data: bytes) -> bytes:
    _, other = chance.choice(feed_seeds())
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _lines_changed(chance: Chance, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    match chance.randrange(4):
        case 0:
            chance.shuffle(lines)
        case 1:
            lines = [
                line.rstrip(b"\r\n") + chance.choice((b"\r", b"\n", b"\r\n", b"\n\n"))
                for line in lines
            ]
        case 2 if lines:
            lines.insert(0, chance.choice(lines))
        case _:
            lines = [line.replace(b",", b";") for line in lines]
    return b"".join(lines)


def _many(chance: Chance, data: bytes) -> bytes:
    return data * chance.choice((2, 3, 30))


_STRUCTURED: Final[tuple[Mutation, ...]] = (
    _put_in,
    _put_in,
    _tag_changed,
    _tag_changed,
    _value_changed,
    _value_changed,
    _date_put_in,
    _date_put_in,
    _in_other_characters,
    _declaring,
    _nested,
    _spliced,
    _lines_changed,
    _many,
)
