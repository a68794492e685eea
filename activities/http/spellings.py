"""In which other ways a secret can stand in a text: in other letters, or in code."""

import base64
import binascii
import html
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus

from activities.http.readings import letters_in, places_of_letters, readings_of
from contracts.repeating import reads_as_words

LONG: Final = 16
"""Characters from which something is a secret also in part, and no word of a sentence."""
STRETCH: Final = 12
"""So many letters and digits of a long secret that stand together are as bad as the whole."""
LEAST: Final = 8
"""Fewer letters and digits than these stand in other texts by chance."""
_ADDRESS: Final = ("/", "http://", "https://")
"""How an address begins is no secret."""
_KEY: Final = "whsec_"
"""How a key in base64 begins (Standard Webhooks)."""


@dataclass(frozen=True)
class Form:
    """Letters and digits by which a secret, or a part of it, can be recognised."""

    letters: str
    places: Sequence[int]
    """Of which character of what was written each is."""
    written: str
    is_coded: bool
    is_whole: bool
    """Whether a part of it says nothing."""

    def tells(self, begin: int, end: int, *, is_kept: bool) -> bool:
        """Tell whether some of it tells a secret of which parts are secret.

        Args:
            begin: From which letter on it stands there.
            end: Up to which one.
            is_kept: Whether the text is kept, so that words and numbers are left in it.
        """
        if end - begin == len(self.letters):
            return True
        if end - begin < STRETCH:
            return False
        piece = self.written[self.places[begin] : self.places[end - 1] + 1]
        return not (is_kept and may_be_words(piece))


def may_be_words(piece: str) -> bool:
    """Tell whether a part of a secret may be somebody's words, or another number."""
    return piece.isdecimal() or reads_as_words(piece)


def must_be_whole(secret: str) -> bool:
    """Tell whether a part of a secret is no secret."""
    return len(secret) < LONG or secret.startswith(_ADDRESS)


@lru_cache(256)
def exact(secret: str) -> tuple[str, ...]:
    """Return how a secret reads where nothing of it is lost.

    That is in every case where it has other letters than those of ASCII.
    """
    if secret.isascii():
        return tuple(dict.fromkeys((secret, secret.replace(" ", "+"))))
    found = dict.fromkeys(
        each
        for composed in _composed(secret)
        for text in (composed, composed.lower(), composed.upper(), composed.swapcase())
        for each in (text, text.replace(" ", "+"), _as_bytes(text), _as_units(text))
    )
    return tuple(found)


@lru_cache(256)
def forms_of(secret: str) -> tuple[Form, ...]:
    """Return the forms that are no chance in another text."""
    is_whole = must_be_whole(secret)
    made = (*_in_code(secret, is_whole=is_whole), *_in_letters(secret, is_whole=is_whole))
    by_letters = {form.letters: form for form in made}
    return tuple(form for form in by_letters.values() if _is_no_chance(form.letters))


def _is_no_chance(letters: str) -> bool:
    return len(letters) >= (STRETCH if letters.isdecimal() else LEAST)


def _in_letters(secret: str, *, is_whole: bool) -> Iterator[Form]:
    for composed in _composed(secret):
        for reading in readings_of(composed):
            text, letters = reading.text, letters_in(reading.text)
            is_short = is_whole or len(letters) < LONG
            # A short word in other letters is the word.
            if not (is_short and (reads_as_words(text) or reads_as_words(letters))):
                places = places_of_letters(text)
                yield Form(letters, places, text, is_coded=False, is_whole=is_whole)


def _in_code(secret: str, *, is_whole: bool) -> Iterator[Form]:
    for data in dict.fromkeys(_bytes_of(secret)):
        text = data.decode("latin-1")
        for form in ("{:02x}", "{:d}", "{:03d}", "{:o}", "{:03o}"):
            numbers = [form.format(byte) for byte in data]
            places = [at for at, number in enumerate(numbers) for _ in number]
            yield Form("".join(numbers), places, text, is_coded=True, is_whole=is_whole)
        for before in range(3):
            yield _in_base64(data, text, before, is_whole=is_whole)


def _in_base64(data: bytes, text: str, before: int, *, is_whole: bool) -> Form:
    """Return what is certain in the base64 of anything with these bytes behind some others."""
    whole = base64.b64encode(bytes(before) + data).decode()
    first, last = -(-before * 8 // 6), (before + len(data)) * 8 // 6
    certain = whole[first:last]
    places = [(first + at) * 6 // 8 - before for at in places_of_letters(certain)]
    return Form(letters_in(certain), places, text, is_coded=True, is_whole=is_whole)


def _bytes_of(secret: str) -> Iterator[bytes]:
    for text in _composed(secret):
        yield text.encode("utf-8", "surrogatepass")
        yield text.encode("latin-1", "ignore")
    # As it stands in what is put into code as a whole.
    for text in (
        json.dumps(secret)[1:-1],
        quote(secret, safe="", errors="ignore"),
        quote_plus(secret, errors="ignore"),
        html.escape(secret),
    ):
        yield text.encode("utf-8", "surrogatepass")
    if secret.startswith(_KEY):
        try:
            yield base64.b64decode(secret.removeprefix(_KEY), validate=True)
        except binascii.Error:
            return


def _composed(secret: str) -> Iterator[str]:
    yield secret
    if not secret.isascii():
        yield unicodedata.normalize("NFC", secret)
        yield unicodedata.normalize("NFD", secret)


def _as_bytes(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _as_units(text: str) -> str:
    data = text.encode("utf-16-be", "surrogatepass")
    return "".join(chr(int.from_bytes(data[at : at + 2])) for at in range(0, len(data), 2))
