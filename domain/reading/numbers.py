"""Numbers as exports write them, with whatever separates their thousands and their decimals."""

import re
from decimal import Decimal
from typing import Final

_PLAIN: Final = re.compile(r"^[0-9]+$")
_GROUPED: Final = re.compile(
    r"^[0-9]{1,3}(?P<group>[.,' \u00a0\u202f’])[0-9]{3}(?:(?P=group)[0-9]{3})*"
    r"(?:(?P<point>[.,])[0-9]+)?$"
)
_WITH_DECIMALS: Final = re.compile(r"^([0-9]+)[.,]([0-9]+)$")
_THOUSAND: Final = 3


def number_of(text: str) -> Decimal:
    """Return the number that a text is, where it can be only one.

    `1.234,56`, `1,234.56`, `1 234`, `1.234.567`, `12,5` and `0.125` are; `1.234` is not, since it
    may be a thousand or one and a quarter.

    Raises:
        ValueError: It may be two numbers, or is none; the message says how to write it.
    """
    text = text.strip()
    if _PLAIN.match(text):
        return Decimal(text)
    grouped = _GROUPED.match(text)
    if grouped and (grouped["point"] or grouped["group"] not in ".," or _many(text)):
        point = grouped["point"]
        if point == grouped["group"]:
            raise ValueError(_none(text))
        whole, _, decimals = text.rpartition(point) if point else (text, "", "")
        return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")
    simple = _WITH_DECIMALS.match(text)
    if simple is None:
        raise ValueError(_none(text))
    whole, decimals = simple.groups()
    if len(decimals) == _THOUSAND and len(whole) <= _THOUSAND and not whole.startswith("0"):
        raise ValueError(
            f"{text} may be {whole}{decimals}, or {whole} and a fraction: write it without a "
            f"separator of thousands, such as {whole}{decimals} or {whole}.{decimals[:2]}"
        )
    return Decimal(f"{whole}.{decimals}")


def count_of(text: str) -> int:
    """Return the whole number that a text is.

    Raises:
        ValueError: As for `number_of`, or it has a fraction.
    """
    number = number_of(text)
    if number != int(number):
        raise ValueError(f"{text} is no whole number")
    return int(number)


def _many(text: str) -> bool:
    return sum(not char.isdigit() for char in text) > 1


def _none(text: str) -> str:
    return f"{text[:40] or 'nothing'} is no number such as 1234 or 1234.50"
