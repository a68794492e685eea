"""E-mail addresses, and identity, card and telephone numbers in a text."""

import re
from collections.abc import Iterator
from typing import Final

from domain.text.spelling import normalize

EMAIL: Final = "email"
PHONE: Final = "phone"
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE: Final = re.compile(
    r"(?<![\w.,/#€$£-])(?:(?:\+|00)\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?"
    r"\d{2,4}(?:[ .-]?\d{2,4}){2,4}"
    r"(?![\w/€$£%]| ?(?:€|euros?|dolares|pesos|dollars))"
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[. ]\d{3})+$")
_SPANISH_GROUPS: Final = re.compile(r"(?:34[ .])?[6-9]\d{2}[. ]\d{3}[. ](?!000)\d{3}$")
"""Nine digits of a Spanish telephone, which look like thousands (plan nacional de numeración)."""
_COUNTED: Final = re.compile(
    r"\s(?:de )?(?:personas|usuari[oa]s|clientes|habitantes|seguidores|descargas|visitas|veces"
    r"|reproducciones|visualizaciones|unidades|kilos|litros|tazas|pasos|years|people|users"
    r"|customers|followers|downloads|views|visits|times|units|cups|steps)\b",
    re.IGNORECASE,
)
"""What a number of this size is a number of."""
_YEARS: Final = re.compile(r"(?:19|20)\d{2}(?:[ .-](?:19|20)\d{2})+$")
_BOOK: Final = re.compile(
    r"\b(?:(?:ISBN(?:-?13)?:?\s*)?97[89](?:[ -]?\d){10}"
    r"|ISBN(?:-?10)?:?\s*\d(?:[ -]?\d){8}[ -]?[\dXx])(?!\d)"
)
"""What may be the number of a book (ISO 2108)."""
_ARTICLE: Final = re.compile(
    r"\b(?:EAN|GTIN|UPC)(?:-?(?:8|12|13|14))?:?\s+\d(?:[ -]?\d){7}(?:(?:[ -]?\d){4,6})?(?!\d)"
)
"""An article's number, which says so: 8 or 12 to 14 digits (GS1 General Specifications)."""
_IDENTITY: Final = re.compile(r"\b([XYZ]?\d{7,8})[ -]?([A-Z])\b")
_CARD: Final = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.]\d)")
_CONTROL_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
"""Of Spanish identity numbers: the number modulo 23 chooses one (Orden de 7 de febrero de 1997)."""
_LENGTHS_OF_PHONES: Final = range(9, 16)
"""Digits: nine in Spain, at most fifteen anywhere (ITU-T E.164)."""


def personal_data_in(text: str) -> Iterator[tuple[str, str]]:
    """Return kind and value of e-mail addresses, identity, card and telephone numbers."""
    rest = normalize(text)
    for match in _EMAIL.finditer(rest):
        yield EMAIL, match[0]
    rest = _EMAIL.sub(" ", rest)
    rest = _BOOK.sub(lambda found: " " if _is_book(found[0]) else found[0], rest)
    rest = _ARTICLE.sub(" ", rest)
    for match in _IDENTITY.finditer(rest):
        digits = match[1].translate(str.maketrans("XYZ", "012"))
        if len(match[1]) == 8 and _CONTROL_LETTERS[int(digits) % 23] == match[2]:  # noqa: PLR2004 - the number's length
            yield "identity_number", match[0]
    cards = [match for match in _CARD.finditer(rest) if _is_luhn(match[0])]
    for match in cards:
        yield "card", match[0]
        rest = rest.replace(match[0], " ")
    for match in _PHONE.finditer(rest):
        digits = digits_in(match[0])
        if len(digits) in _LENGTHS_OF_PHONES and not _is_other(match[0], rest[match.end() :]):
            yield PHONE, match[0]


def _is_other(number: str, behind: str) -> bool:
    """Tell whether digits in groups are a quantity, or years, and no telephone."""
    if _SPANISH_GROUPS.match(number):
        return _COUNTED.match(behind) is not None
    return bool(_THOUSANDS.match(number) or _YEARS.match(number))


def _is_book(number: str) -> bool:
    """Tell whether it is called a book's number, or has its check digit (ISO 2108, annex C)."""
    if number.upper().startswith("ISBN"):
        return True
    digits = [int(char) for char in number if char.isdigit()]
    return sum(digits[::2], 3 * sum(digits[1::2])) % 10 == 0


def digits_in(text: str) -> str:
    """Return the digits of a text, and nothing between them."""
    return "".join(char for char in text if char.isdigit())


def _is_luhn(number: str) -> bool:
    """Tell whether a number's check digit is right (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in reversed(digits_in(number))]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
