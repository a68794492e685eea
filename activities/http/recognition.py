"""What secrets are recognised by in a text, in whatever way it repeats them."""

import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from activities.http.readings import Reading, letters_in, places_of_letters, readings_of
from activities.http.spellings import (
    LEAST,
    STRETCH,
    Form,
    exact,
    forms_of,
    may_be_words,
    must_be_whole,
)

_STEP: Final = STRETCH - LEAST + 1
"""At one of these places stand the first letters of whatever is long enough."""
_MOST_AT_ONCE: Final = 8
"""Places of secrets that are tried for the same few letters."""
_LEAST_MASKED: Final = 4
"""Characters of a secret that are told beside what hides the others."""
_MASK: Final = r"[*•]{2}"
_LETTERS: Final = frozenset(string.ascii_letters + string.digits)
_CODE: Final = _LETTERS | {*"+/=_-"}


@dataclass(frozen=True)
class _Stretch:
    """Letters of a text that are those of a secret."""

    form: Form
    first: int
    begin: int
    end: int

    @property
    def last(self) -> int:
        """Behind which of the text's letters it ends."""
        return self.first + self.end - self.begin

    @property
    def beside(self) -> tuple[int, int]:
        """How many other characters before and behind it may be the secret's, too."""
        form = self.form
        if form.is_coded:
            # The code has parts of a first and a last character there, whosever they are.
            return sys.maxsize, sys.maxsize
        places, is_first, is_last = form.places, not self.begin, self.end == len(form.letters)
        behind = len(form.written) - 1 - places[-1]
        return places[0] if is_first else 0, behind if is_last else 0

    def goes_on(self, character: str) -> bool:
        """Tell whether a character beside it belongs to it."""
        if self.form.is_coded:
            return character in _CODE
        if character.isascii():
            return character in self.form.written and character not in _LETTERS
        return not character.isspace()


class Known:
    """Some secrets, as they are looked for."""

    def __init__(self, hidden: Iterable[str], *, is_kept: bool) -> None:
        """Take them.

        Args:
            hidden: The secrets.
            is_kept: Whether the texts are kept: then no word is lost with which one begins.
        """
        secrets = [secret for secret in hidden if secret]
        self._is_kept = is_kept
        parts = [secret for secret in secrets if not must_be_whole(secret)]
        self._masked = _masked(parts), _masked(part[::-1] for part in parts)
        self._heads = [
            (text, text[: _least(text, is_kept=is_kept)])
            for secret in secrets
            for text in exact(secret)
        ]
        forms = [form for secret in secrets for form in forms_of(secret)]
        self._whole = [form for form in forms if form.is_whole or len(form.letters) < STRETCH]
        self._by_letters: dict[str, list[tuple[Form, int]]] = {}
        for form in (form for form in forms if not form.is_whole):
            for at in range(len(form.letters) - LEAST + 1):
                same = self._by_letters.setdefault(form.letters[at : at + LEAST], [])
                if len(same) < _MOST_AT_ONCE:
                    same.append((form, at))

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where a text repeats one of them."""
        before, behind = self._masked
        for found in before.finditer(text):
            yield found.span()
        for found in behind.finditer(text[::-1]):
            yield len(text) - found.end(), len(text) - found.start()
        for reading in readings_of(text):
            for first, last in (*self._exact_in(reading.text), *self._parted_in(reading)):
                yield reading.place(first), reading.place(last)

    def _exact_in(self, text: str) -> Iterator[tuple[int, int]]:
        for secret, head in self._heads:
            first = text.find(head)
            while first >= 0:
                last = first + _alike(text, first, secret, 0)
                yield first, last
                first = text.find(head, last)

    def _parted_in(self, reading: Reading) -> Iterator[tuple[int, int]]:
        text = reading.text
        found = sorted(self._stretches_in(letters_in(text)), key=lambda each: each.first)
        places = places_of_letters(text) if found else []
        done = 0
        for each in found:
            begin, end = places[each.first], places[each.last - 1] + 1
            before, behind = each.beside
            while before and begin > done and each.goes_on(text[begin - 1]):
                begin, before = begin - 1, before - 1
            end = max(end, done)
            while behind and end < len(text) and each.goes_on(text[end]):
                end, behind = end + 1, behind - 1
            done = end
            yield begin, end

    def _stretches_in(self, letters: str) -> Iterator[_Stretch]:
        for form in self._whole:
            first = letters.find(form.letters)
            while first >= 0:
                yield _Stretch(form, first, 0, len(form.letters))
                first = letters.find(form.letters, first + len(form.letters))
        known = self._by_letters
        steps = range(0, len(letters) - LEAST + 1, _STEP)
        done = 0
        for at in [at for at in steps if letters[at : at + LEAST] in known]:
            if at + LEAST <= done:
                continue
            for form, within in known[letters[at : at + LEAST]]:
                begin = within - _alike(letters, at - 1, form.letters, within - 1, -1)
                end = within + _alike(letters, at, form.letters, within)
                if form.tells(begin, end, is_kept=self._is_kept):
                    found = _Stretch(form, at - within + begin, begin, end)
                    done = max(done, found.last)
                    yield found


def _masked(secrets: Iterable[str]) -> re.Pattern[str]:
    """Return what finds a beginning of a secret before what hides the others of its characters."""
    ways = [
        re.escape(secret[:_LEAST_MASKED])
        + "".join(f"(?:{re.escape(each)}" for each in secret[_LEAST_MASKED:STRETCH])
        + ")?" * len(secret[_LEAST_MASKED:STRETCH])
        for secret in secrets
    ]
    return re.compile(f"(?:{'|'.join(ways)})(?={_MASK})" if ways else r"(?!)")


def _alike(text: str, at: int, other: str, within: int, step: int = 1) -> int:
    """Return how many characters two texts have in common from two places on."""
    count = 0
    while 0 <= at < len(text) and 0 <= within < len(other) and text[at] == other[within]:
        at, within, count = at + step, within + step, count + 1
    return count


@lru_cache(256)
def _least(secret: str, *, is_kept: bool) -> int:
    """Return how much of a secret's beginning says that the rest may follow."""
    if must_be_whole(secret) or (is_kept and secret.isdecimal()):
        return len(secret)
    if not is_kept:
        return LEAST
    lengths = range(LEAST, len(secret))
    return next((end for end in lengths if not may_be_words(secret[:end])), len(secret))


@lru_cache(64)
def known(hidden: tuple[str, ...], *, is_kept: bool) -> Known:
    """Return what some secrets are recognised by."""
    return Known(hidden, is_kept=is_kept)
