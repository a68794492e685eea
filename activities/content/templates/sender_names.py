"""What a sender is called where its whole name is too long."""

from typing import Final

import regex

_KINDS_WORDS: Final = """
academia agencia asociación autoescuela bar bodega bodegas café cafetería carnicería centro clínica
club colegio despacho editorial escuela estudio farmacia floristería fundación gestoría grupo hotel
imprenta instituto joyería librería óptica panadería peluquería pizzería restaurante taller talleres
tienda academy agency bakery bar café centre center clinic club college company foundation garage
hotel inn institute restaurant school shop store studio the
"""
_KINDS: Final = frozenset(_KINDS_WORDS.split())
"""Words before a name, which is behind them."""
_FORM: Final = regex.compile(
    r",? (?:S\.? ?[AL]\.?(?: ?U\.?)?|S\. ?Coop\.?|S\.? ?C\.?|Ltd\.?|Limited|LLC|Inc\.?|plc|GmbH)$"
)
"""What a company's name has for lawyers."""


def names_of(brand: str) -> list[str]:
    """Return a sender's name, whole, without its form, and without what follows from its kind.

    Veterinaria Arganzuela does without the Clínica before it, and Lozano Arquitectura without the
    Técnica behind it. What is left has two words.
    """
    whole: str = _FORM.sub("", brand)
    first, _, rest = whole.partition(" ")
    kept = rest if first.lower() in _KINDS else whole.rpartition(" ")[0]
    is_name = " " in kept and kept[:1].isupper() and kept.rpartition(" ")[2][:1].isupper()
    return [brand, whole, *([kept] if is_name else [])]
