"""Amounts of money in whole units of their currency, as ISO 4217 counts its smallest."""

from decimal import ROUND_DOWN, Decimal
from typing import Final

_HUNDREDTHS: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL "
    "BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP "
    "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR "
    "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN "
    "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP "
    "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES "
    "WST XAD XCD XCG YER ZAR ZMW ZWG"
)
_DECIMALS: Final = {
    code: decimals
    for decimals, codes in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (2, _HUNDREDTHS),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    )
    for code in codes.split()
}
"""Currencies that one can pay with, and their decimals (ISO 4217:2015, list one of its agency)."""
_USUAL: Final = 2


def decimals_of(currency: str) -> int:
    """Return how many decimals an amount has: none in yen, two in euros, three in dinars."""
    return _DECIMALS.get(currency, _USUAL)


def is_known(currency: str) -> bool:
    """Return whether a code is a currency's that one can pay with."""
    return currency in _DECIMALS


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
