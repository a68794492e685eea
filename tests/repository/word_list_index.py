"""`python -m tests.repository.word_list_index`: write the indexes of the word lists anew.

It is needed when another version of `simplemma` is locked; a test says so.
"""

import hashlib
import lzma
import struct
import zlib
from pathlib import Path
from typing import Final

from simplemma.strategies.dictionaries.dictionary_factory import DATA_FOLDER

from domain.text import word_lists
from domain.text.lemmas import LANGUAGES

_BLOCK: Final = 64
"""Words of a block: with half of them an index has twice the size, and the audit is no faster."""
_MAGIC: Final = b"SMFC1\0"
"""How a list begins that is sorted by words as they are read."""


def index_of(packed: bytes) -> bytes:
    """Return the index of a list in its packed form."""
    data = lzma.decompress(packed)
    assert data.startswith(_MAGIC)
    place, count, shift = len(_MAGIC), 0, 0
    while True:  # the number of words
        count |= (data[place] & 0x7F) << shift
        shift, place = shift + 7, place + 1
        if data[place - 1] < 0x80:
            break
    places: list[int] = []
    firsts: list[bytes] = []
    bases: list[bytes] = []
    before = b""
    number = 0
    for number, (begin, word, base) in enumerate(word_lists.records(data, place, b"", b""), 1):
        if number % _BLOCK == 1:
            places.append(begin)
            firsts.append(word)
            bases.append(before)
        before = base
    assert number == count
    words = b"\0".join((b"\n".join(firsts), b"\n".join(bases)))
    body = struct.pack(f"<{len(places) + 2}I", count, len(places), *places) + words
    return hashlib.sha256(packed).digest() + zlib.compress(body, 9)


def main() -> None:
    """Write one for each language."""
    for language in LANGUAGES:
        packed = (DATA_FOLDER / f"{language}.plzma").read_bytes()
        index = Path(word_lists.__file__).with_name(f"{language}.index")
        index.write_bytes(index_of(packed))


if __name__ == "__main__":
    main()
