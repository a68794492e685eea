"""Amounts of money in whole units of their currency, as ISO 4217 counts its smallest."""

from decimal import ROUND_DOWN, Decimal
from typing import Final

_DECIMALS: Final = {
    code: decimals
    for decimals, codes in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    )
    for code in codes.split()
}
"""Currencies whose smallest unit is no hundredth (ISO 4217:2015, list one of its agency)."""
_USUAL: Final = 2


def decimals_of(currency: str) -> int:
    """Return how many decimals an amount has: none in yen, two in euros, three in dinars."""
    return _DECIMALS.get(currency, _USUAL)


def units_of(amount: float, currency: str) -> int:
    """Return how many of the smallest units an amount is; what is finer is cut off."""
    units = Decimal(str(amount)).scaleb(decimals_of(currency))
    return int(units.to_integral_value(ROUND_DOWN))


def amount_of(units: int, currency: str) -> float:
    """Return the amount that a number of smallest units is."""
    return units / float(10 ** decimals_of(currency))


def is_too_fine(amount: float, currency: str) -> bool:
    """Return whether an amount has decimals that its currency has not."""
    return Decimal(str(amount)) != Decimal(units_of(amount, currency)).scaleb(
        -decimals_of(currency)
    )
