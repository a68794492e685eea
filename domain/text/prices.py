"""Sums of money in copy: certain ones, and what may be one."""

import re
from typing import Final

from domain.text.spelling import normalize

_AMOUNT: Final = r"(?<![\d.,])\d[\d.,]*+"
"""A number from its first digit to its last, in one reading: no text makes the search slow."""
_NUMERAL: Final = (
    r"\b(?:un|una|medio|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce"
    r"|quince|dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien"
    r"|mil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|a|half a)"
)
_MONEY: Final = (
    r"(?:eur|usd|gbp|mxn|euros?|d[oó]lar(?:es)?|dollars?|pesos|c[eé]ntimos?|cents?|pence|quid"
    r"|bucks?)"
)
_CODES: Final = r"(?:ARS|BOB|BRL|CAD|CHF|CLP|COP|CRC|GTQ|PEN|UYU)"
"""As they are written; in small letters some are words: pen, cop."""
_PRICE: Final = re.compile(
    rf"[€$£¥]\s?\d[\d.,]*+|\b(?:eur|usd|gbp|mxn|(?-i:{_CODES}))\s?\d[\d.,]*+"
    rf"|{_AMOUNT}\s?(?:[€$£¥]|(?:{_MONEY}|(?-i:{_CODES}))\b)|{_NUMERAL}[\s-]{_MONEY}\b"
    r"|\b(?:precios?|prices?|priced|pricing)\b",
    re.IGNORECASE,
)
_PERHAPS: Final = re.compile(
    # Money, or a weight, a bird, a screen's lines, a time of day.
    rf"(?:{_AMOUNT}|{_NUMERAL})[\s-]?(?:pavos?|libras?|pounds?|duros?|pelas|lucas|peso)\b"
    r"|\b(?:euros?|d[oó]lares|dollars?|quid|bucks|c[eé]ntimos|pence|fivers?|tenners?)\b"
    r"|\b(?:cuestan?|costs?|valen?)\s\d[\d.,]*+|(?<![\d.,])\d{1,2}p\b"
    r"|(?<![\d.,:/-])(?<!las )(?<!at )\d{1,4}[.,]\d{2}"
    r"(?![.,:/-]?\d|\s?(?:%|(?:h|hs|hrs|horas?|am|pm|kg|g|km|m|cm|mm|l|ml|cl|oz)\b))",
    re.IGNORECASE,
)


def prices_in(text: str) -> list[str]:
    """Return sums of money and words for price."""
    return _PRICE.findall(normalize(text))


def perhaps_prices_in(text: str) -> list[str]:
    """Return what may be a sum of money: a bare amount, a word that is also a weight."""
    return _PERHAPS.findall(normalize(text))
