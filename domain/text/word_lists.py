"""The word lists of `simplemma`, opened at once: an index beside this file says where words stand.

A list is sorted, and each word in it is written by what it does not share with the one before, so
without an index all of it has to be read for the first word: a third of a second. An index fits the
bytes from which it was made; other bytes are read as their library reads them.
"""

import hashlib
import lzma
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from simplemma.strategies.dictionaries import StreamDictionaryFactory
from simplemma.strategies.dictionaries.dictionary_factory import DATA_FOLDER

from domain.package_data import bytes_beside

_DIGEST: Final = 32
_COUNTS: Final = struct.Struct("<II")
"""How many words there are, and how many blocks."""
_PLACE: Final = 4
_MORE: Final = 0x80
"""The bit that says that a number goes on in the next byte."""
_AS_BEFORE, _LITERAL = 254, 255
"""What stands for a number of letters to cut off: the base of the word before, or one in full."""


class WordLists:
    """Dictionaries by language, in the form in which `simplemma` asks for them."""

    @staticmethod
    @cache
    def get_dictionary(lang: str) -> Mapping[str, str]:
        """Return the words of a language, each with the word of which it is a form."""
        packed = (DATA_FOLDER / f"{lang}.plzma").read_bytes()
        index = bytes_beside(__name__, f"{lang}.index")
        if index is None or not index.startswith(hashlib.sha256(packed).digest()):
            return StreamDictionaryFactory().get_dictionary(lang)
        return IndexedWords(lzma.decompress(packed), index)


class IndexedWords(Mapping[str, str]):
    """One list: a word is looked for in its block of some dozens."""

    def __init__(self, data: bytes, index: bytes) -> None:
        """Open a list of which the index is known to fit it."""
        unfolded = zlib.decompress(index[_DIGEST:])
        length: int
        blocks: int
        length, blocks = _COUNTS.unpack_from(unfolded)
        self._length = length
        end = _COUNTS.size + blocks * _PLACE
        self._data = data
        self._places = struct.unpack_from(f"<{blocks}I", unfolded, _COUNTS.size)
        firsts, bases = unfolded[end:].split(b"\0")
        self._firsts = firsts.split(b"\n")
        self._bases = bases.split(b"\n")

    def __getitem__(self, word: str) -> str:
        """Return the word of which this one is a form."""
        wanted = word.encode()
        block = bisect_right(self._firsts, wanted) - 1
        if block >= 0:
            # Of what came before the block only the letters count that its first word shares.
            start = (self._places[block], self._firsts[block], self._bases[block])
            for _, found, base in records(self._data, *start):
                if found == wanted:
                    return base.decode()
                if found > wanted:
                    break
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        """Give every word."""
        for _, word, _ in records(self._data, self._places[0], b"", b""):
            yield word.decode()

    def __len__(self) -> int:
        """Return how many words there are."""
        return self._length


def records(
    data: bytes, place: int, word: bytes, base: bytes
) -> Iterator[tuple[int, bytes, bytes]]:
    """Give place, word and base of each record from a place on.

    Args:
        data: An unfolded list (`SMFC1`): of each word how many bytes it shares with the one before
            and the others, then how its base differs from it.
        place: Where a record begins.
        word: The word before it.
        base: The base of that.
    """
    while place < len(data):
        begin = place
        shared, place = _number(data, place)
        length, place = _number(data, place)
        word = word[:shared] + data[place : place + length]
        place += length
        cut, place = data[place], place + 1
        if cut != _AS_BEFORE:
            length, place = _number(data, place)
            kept = b"" if cut == _LITERAL else word[: len(word) - cut]
            base = kept + data[place : place + length]
            place += length
        yield begin, word, base


def _number(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of seven bits in each byte, the lowest first, and where it ends."""
    number, shift = data[place], 7
    if number < _MORE:
        return number, place + 1
    number &= _MORE - 1
    while True:
        place += 1
        number |= (data[place] & (_MORE - 1)) << shift
        shift += 7
        if data[place] < _MORE:
            return number, place + 1
