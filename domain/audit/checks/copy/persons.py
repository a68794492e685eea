"""Checks of what copy says of people: of its readers' private sides, and of somebody's data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.subject import Subject
from domain.data import data_beside
from domain.text.words import aligned_fold, normalize

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE: Final = re.compile(
    r"(?<![\w.,/#€$£-])(?:(?:\+|00)\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?"
    r"\d{2,4}(?:[ .-]?\d{2,4}){2,4}"
    r"(?![\w/€$£%]| ?(?:€|euros?|dolares|pesos|dollars))"
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[. ]\d{3})+$")
_IDENTITY: Final = re.compile(r"\b([XYZ]?\d{7,8})[ -]?([A-Z])\b")
_CARD: Final = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.]\d)")
_CONTROL_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
"""Of Spanish identity numbers: the number modulo 23 chooses one (Orden de 7 de febrero de 1997)."""
_STOP: Final = re.compile(r"[.!?\n]")
_NEAR: Final = 200
"""Characters within which the words after a second person are looked for."""
_LENGTHS_OF_PHONES: Final = range(9, 16)
"""Digits: nine in Spain, at most fifteen anywhere (ITU-T E.164)."""


@dataclass(frozen=True)
class _Attributes:
    second_person: re.Pattern[str]
    by_name: dict[str, re.Pattern[str]]
    window: int


def check_personal_attributes(subject: Subject) -> list[QualityCheck]:
    """Judge whether copy tells its reader what only the reader should say."""
    judge = subject.judge("personal_attributes_check", Severity.HIGH)
    findings = [
        judge.failed("PERSONAL_ATTRIBUTE_ASSERTED", field=name, **found)
        for name, text in subject.texts.items()
        for found in attributes_asserted(text)
    ]
    return findings or [judge.passed()]


def attributes_asserted(text: str) -> list[dict[str, Any]]:
    """Return each sensitive attribute that a text ascribes to its reader, with its place."""
    known = _attributes()
    shown = normalize(text)
    folded = aligned_fold(shown)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for person in known.second_person.finditer(folded):
        near = _window(folded, person.end(), known.window)
        for name, pattern in known.by_name.items():
            match = pattern.search(folded, person.start(), near)
            if match is not None:
                span = [match.start(), match.end()]
                phrase = shown[person.start() : match.end()].strip()
                found.setdefault(
                    (name, match.start()), {"attribute": name, "pattern": phrase, "span": span}
                )
    return list(found.values())


def check_personal_data(subject: Subject) -> list[QualityCheck]:
    """Judge whether copy shows somebody's address, number or card; known contacts may stand."""
    judge = subject.judge("pii_check", Severity.HIGH)
    allowed = {_key(contact) for contact in subject.context.terms.contacts}
    findings = [
        judge.failed("PII_IN_COPY", field=name, kind=kind, masked=_masked(value))
        for name, text in subject.texts.items()
        for kind, value in personal_data_in(text)
        if _key(value) not in allowed
    ]
    return findings or [judge.passed()]


def personal_data_in(text: str) -> Iterator[tuple[str, str]]:
    """Return kind and value of e-mail addresses, identity, card and telephone numbers."""
    rest = normalize(text)
    for match in _EMAIL.finditer(rest):
        yield "email", match[0]
    rest = _EMAIL.sub(" ", rest)
    for match in _IDENTITY.finditer(rest):
        digits = match[1].translate(str.maketrans("XYZ", "012"))
        if len(match[1]) == 8 and _CONTROL_LETTERS[int(digits) % 23] == match[2]:  # noqa: PLR2004 - the number's length
            yield "identity_number", match[0]
    cards = [match for match in _CARD.finditer(rest) if _is_luhn(match[0])]
    for match in cards:
        yield "card", match[0]
        rest = rest.replace(match[0], " ")
    for match in _PHONE.finditer(rest):
        digits = _digits(match[0])
        if len(digits) in _LENGTHS_OF_PHONES and not _THOUSANDS.match(match[0]):
            yield "phone", match[0]


def _window(folded: str, start: int, words: int) -> int:
    """Return where the last of some words after a place ends, within the same sentence."""
    near = min(len(folded), start + _NEAR)
    stop = _STOP.search(folded, start, near)
    end = stop.start() if stop else near
    seen = list(re.finditer(r"\w+", folded[start:end]))[:words]
    return start + seen[-1].end() if seen else start


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _is_luhn(number: str) -> bool:
    """Tell whether a number's check digit is right (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in reversed(_digits(number))]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _key(value: str) -> str:
    return value.casefold() if "@" in value else _digits(value)[-9:] or value.casefold()


def _masked(value: str) -> str:
    """Return a value of which nobody learns more than that it is there."""
    return f"{value[0]}{'*' * (len(value) - 3)}{value[-2:]}"


@cache
def _attributes() -> _Attributes:
    raw = data_beside(__name__, "persons.toml")
    return _Attributes(
        second_person=re.compile("|".join(raw["second_person"].values())),
        by_name={
            name: re.compile(rf"\b(?:{words})\b") for name, words in raw["attributes"].items()
        },
        window=raw["window"]["words"],
    )
