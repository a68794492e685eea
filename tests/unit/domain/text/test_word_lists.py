"""Word lists are opened by their indexes, and say what their own library says."""

import lzma
import random
import struct
import time
import zlib
from pathlib import Path

import pytest
from simplemma.strategies.dictionaries import DefaultDictionaryFactory, StreamDictionaryFactory
from simplemma.strategies.dictionaries.dictionary_factory import DATA_FOLDER

from domain.text import word_lists
from domain.text.lemmas import LANGUAGES
from domain.text.word_lists import IndexedWords, WordLists, records
from tests.repository.word_list_index import index_of


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Return a language."""
    return str(request.param)


def test_each_word_is_found_as_its_library_finds_it(language: str) -> None:
    """No word is lost between two blocks, and none is found that is not there."""
    words = WordLists.get_dictionary(language)
    known = DefaultDictionaryFactory().get_dictionary(language)
    some = random.Random(1).sample(sorted(known), 5000)  # noqa: S311 - a sample, not a secret

    assert isinstance(words, IndexedWords)
    assert len(words) == len(known)
    assert list(words) == sorted(known, key=str.encode)
    assert {word: words[word] for word in some} == {word: known[word] for word in some}
    for word in some:
        assert words.get(f"{word}x") == known.get(f"{word}x")
    assert words.get("") is None
    assert words.get("\U0010ffff") is None


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
def test_an_index_fits_the_list_that_is_locked(language: str) -> None:
    """When another version of the lists is locked, `tests.repository.word_list_index` is run."""
    packed = (DATA_FOLDER / f"{language}.plzma").read_bytes()
    lies = Path(word_lists.__file__).with_name(f"{language}.index").read_bytes()

    assert lies[:32] == index_of(packed)[:32]
    assert zlib.decompress(lies[32:]) == zlib.decompress(index_of(packed)[32:])


@pytest.mark.parametrize("index", [None, b"\0" * 100])
def test_another_list_is_read_without_an_index(
    monkeypatch: pytest.MonkeyPatch, index: bytes | None
) -> None:
    """An operator who installs another version waits a little longer, and is told the same."""

    def beside(*_: str) -> bytes | None:
        return index

    monkeypatch.setattr(word_lists, "bytes_beside", beside)

    words = WordLists.get_dictionary.__wrapped__("en")

    assert words["cheaper"] == StreamDictionaryFactory().get_dictionary("en")["cheaper"]


def test_a_list_is_opened_at_once(language: str) -> None:
    """The first audit of a process does not read a million words to find one."""
    began = time.process_time()
    words = WordLists.get_dictionary.__wrapped__(language)
    taken = time.process_time() - began

    assert words.get("a")
    assert taken < 0.25  # a tenth of that, but where everything is measured


def test_long_words_and_bases_are_unpacked() -> None:
    """Numbers of more than seven bits and bases that share nothing are read as they are packed."""
    long = b"a" * 20_000
    many = bytes([20_000 & 0x7F | 0x80, 20_000 >> 7 & 0x7F | 0x80, 20_000 >> 14])
    first = b"\x00" + many + long + bytes([255, 1]) + b"z"
    second = many + b"\x01" + b"b" + bytes([254])
    third = bytes([3, 1]) + b"c" + bytes([1, 2]) + b"de"

    assert list(records(first + second + third, 0, b"", b"")) == [
        (0, long, b"z"),
        (len(first), long + b"b", b"z"),
        (len(first + second), b"aaac", b"aaade"),
    ]
    packed = lzma.compress(b"SMFC1\0\x03" + first + second + third)
    words = IndexedWords(lzma.decompress(packed), index_of(packed))
    assert words["aaac"] == "aaade"
    assert struct.unpack_from("<II", zlib.decompress(index_of(packed)[32:])) == (3, 1)
