"""What a sender is called where its whole name is too long."""

from typing import Final

import regex

_FORM: Final = regex.compile(
    r",? (?:S\.? ?[AL]\.?(?: ?U\.?)?|S\. ?Coop\.?|S\.? ?C\.?|Ltd\.?|Limited|LLC|Inc\.?|plc|GmbH)$"
)
"""What a company's name has for lawyers."""


def names_of(brand: str) -> list[str]:
    """Return a sender's name, whole, without its form, and without the word for its kind.

    What is left has two words of which the first is part of the name: Veterinaria Arganzuela.
    """
    whole: str = _FORM.sub("", brand)
    rest = whole.partition(" ")[2]
    is_name = " " in rest and rest[:1].isupper()
    return [brand, whole, *([rest] if is_name else [])]
