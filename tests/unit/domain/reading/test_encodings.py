"""Bytes become the characters that were meant, and what had to be guessed is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.encodings import decode

TEXT = "fecha;texto\n2026-11-20;La cañería de café: corazón de otoño — 5 €\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_characters_are_told_with_and_without_a_mark(encoding: str) -> None:
    """What Excel calls Unicode text is read, and it is said."""
    decoded = decode(TEXT.encode(encoding))

    assert decoded.text.removeprefix("\ufeff") == TEXT
    assert decoded.remark == f"is read as {encoding[:6].upper()}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_nothing_to_speak_of(encoding: str) -> None:
    """A file as it should be has no remark, and its mark is no character."""
    decoded = decode(TEXT.encode(encoding))

    assert (decoded.text, decoded.remark) == (TEXT, None)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
        ("cp850", "DOS code page 850"),
    ],
)
def test_what_older_programs_write_is_told_by_its_words(encoding: str, name: str) -> None:
    """No letter of a Spanish text comes out as another one."""
    text = "La cañería de café: corazón de otoño"

    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.remark) == (text, f"is not UTF-8 and is read as {name}")


def test_a_file_put_together_of_two_encodings_keeps_both() -> None:
    """A line in another encoding garbles itself alone, and not even itself."""
    data = "otoño en Lugo\n".encode() + "otoño en Vigo\n".encode("cp1252")

    assert decode(data).text == "otoño en Lugo\notoño en Vigo\n"


@pytest.mark.parametrize(
    ("declared", "encoding", "remark"),
    [
        ("ISO-8859-1", "cp1252", None),
        ("iso-8859-15", "iso-8859-15", None),
        ("us-ascii", "cp1252", None),
        ("utf-8", "cp1252", "declares utf-8, is not UTF-8 and is read as Windows-1252"),
        ("euc-jp", "cp1252", "declares euc-jp, is not UTF-8 and is read as Windows-1252"),
        ("latin-9", "cp1252", "declares latin-9, is not UTF-8 and is read as Windows-1252"),
        ("\0", "cp1252", "declares , is not UTF-8 and is read as Windows-1252"),
        ("rot13", "utf-8", None),
        ("iso-8859-1", "utf-8", "declares iso-8859-1 and is UTF-8"),
        ("utf-8", "utf-8", None),
    ],
)
def test_what_a_file_declares_counts_as_far_as_it_is_true(
    declared: str, encoding: str, remark: str | None
) -> None:
    """A declaration is neither believed blindly nor ignored."""
    text = "Corazón de otoño, café"

    decoded = decode(text.encode(encoding), declared)

    assert (decoded.text, decoded.remark) == (text, remark)


def test_an_encoding_that_looks_like_plain_letters_is_read_when_it_is_declared() -> None:
    """A Japanese mail feed in seven bits is Japanese."""
    data = "季節のコーヒー".encode("iso-2022-jp")

    assert decode(data, "iso-2022-jp").text == "季節のコーヒー"
    assert decode(b"plain \x1b$", "iso-2022-jp").remark is not None
    assert decode(b"plain", "iso-8859-1").remark is None


def test_a_text_that_was_encoded_twice_is_put_back_whole_or_not_at_all() -> None:
    """Nobody reads halves: where a part of it was right before, the file stays as it is."""
    twice = "Información año".encode().decode("cp1252")

    assert decode(twice.encode()).text == "Información año"
    assert decode(f"{twice} señal".encode()).text == f"{twice} señal"


@given(data=st.binary(max_size=200), declared=st.none() | st.text(max_size=12))
def test_no_bytes_are_refused(data: bytes, declared: str | None) -> None:
    """Whatever a file holds and declares, there is a text of it."""
    assert isinstance(decode(data, declared).text, str)
