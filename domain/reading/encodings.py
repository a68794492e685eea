"""Which characters bytes stand for: by their mark, by what they declare, or by what they are.

UTF-8 is told by itself: text in another encoding is hardly ever valid UTF-8 by chance. Programs of
offices write Windows-1252 where they do not write that, and so do files that say ISO-8859-1
(WHATWG Encoding, section 4.2, makes the one label mean the other).
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
"""Byte order marks; that of UTF-32 begins like that of UTF-16 and comes before it."""

_SAMPLE: Final = 100_000
"""Bytes by which an encoding without a mark is told."""
_HALF_ZERO: Final = 0.3
_HARDLY_ZERO: Final = 0.05
"""Parts of zero bytes at every second place, and between them, by which UTF-16 is told."""

_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]+")
_OLDER: Final = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "DOS code page 850",
}
"""What a text that is no UTF-8 may be; of equal ones the first."""
_IN_A_WORD: Final = re.compile(r"[a-z][áéíóúüñçàèìòùâêîôûäëïö](?=[a-z])")
_TWICE: Final = re.compile("[ÂÃ][\x80-\xbf\u0152-\u02dc\u2013-\u2122]|â\u20ac")
"""What the two or three bytes of a letter of UTF-8 look like where they are taken for letters."""
_SURELY_TWICE: Final = 2
_DECLARABLE: Final = re.compile(
    r"iso-?8859|latin|(?:windows|cp)-?\d{3,4}|koi8|mac|shift_?jis|euc_|gb|big5|iso-?2022|ascii"
)
"""Names, as Python knows them, of what a file may declare; its other codecs are no encodings."""


@dataclass(frozen=True)
class Decoded:
    """A text, and what is to be said about how it was read."""

    text: str
    remark: str | None
    """A sentence without its subject; `None` when the file is UTF-8, or just what it declares."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of a file; no bytes are refused.

    Args:
        data: The file.
        declared: The encoding that it names itself, as it spells it.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            if codec == "utf-8":
                return _unmarked(data[len(mark) :], None)
            return _wide(data[len(mark) :], codec, name)
    wide = _wide_codec(data[:_SAMPLE])
    return _wide(data, wide, "UTF-16") if wide else _unmarked(data, declared)


def _wide(data: bytes, codec: str, name: str) -> Decoded:
    return Decoded(data.decode(codec, errors="replace"), f"is read as {name}")


def _wide_codec(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark: of Latin letters every second byte is zero."""
    zeros = [sample[place::2].count(0) / max(1, len(sample) // 2) for place in (0, 1)]
    for place, codec in enumerate(("utf-16-be", "utf-16-le")):
        if zeros[place] >= _HALF_ZERO and zeros[1 - place] <= _HARDLY_ZERO:
            return codec
    return None


def _unmarked(data: bytes, declared: str | None) -> Decoded:
    codec = _known(declared)
    plain = not _NOT_ASCII.search(data)
    if plain and (codec is None or not codec.startswith("iso2022")):
        return Decoded(data.decode("ascii"), None)
    if not plain:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            twice = _once_decoded(text)
            if twice is not None:
                return Decoded(twice, "was encoded twice, and its letters are put back")
            return Decoded(text, f"declares {declared} and is UTF-8" if codec else None)
    if codec is not None:
        try:
            return Decoded(data.decode(codec), None)
        except UnicodeDecodeError:
            pass
    return _guessed(data, declared)


def _once_decoded(text: str) -> str | None:
    """Return what a text was before a program took its UTF-8 for Windows-1252, if one did."""
    if len(_TWICE.findall(text[:_SAMPLE])) < _SURELY_TWICE:
        return None
    try:
        return b"".join(map(_as_byte, text)).decode("utf-8")
    except UnicodeError:
        return None  # only a part of it, or none: nobody can tell which


def _as_byte(char: str) -> bytes:
    """Return the byte that Windows-1252 shows as a character; five bytes it shows as themselves."""
    return char.encode("latin-1" if char <= "\xff" else "cp1252")


def _known(declared: str | None) -> str | None:
    """Return the codec of a declared encoding; none for UTF-8, which is tried in any case."""
    try:
        name = codecs.lookup(declared or "utf-8").name
    except (LookupError, ValueError):  # ValueError: a null character in the name
        return None
    if not _DECLARABLE.match(name):
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _guessed(data: bytes, declared: str | None) -> Decoded:
    """Read what is no UTF-8, or not throughout: files are put together of others."""
    codec = max(_OLDER, key=lambda one: _words(data[:_SAMPLE].decode(one, errors="replace")))

    def as_utf8(match: re.Match[bytes]) -> bytes:
        return match[0] if _is_utf8(match[0]) else match[0].decode(codec, "replace").encode()

    text = _NOT_ASCII.sub(as_utf8, data).decode("utf-8")
    says = f"declares {_short(declared)}, " if declared else ""
    return Decoded(text, f"{says}is not UTF-8 and is read as {_OLDER[codec]}")


def _words(text: str) -> int:
    return len(_IN_A_WORD.findall(text))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _short(name: str) -> str:
    return "".join(char for char in name if char.isprintable())[:40]
