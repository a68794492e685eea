"""An offer is said where a reader looks first, even beside the name of what is sold."""

import pytest

from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import copy_of

_MATTRESSES = {
    "product": "natural wool mattresses",
    "core_message": "25% off all natural wool mattresses until 31 January. Every one is made by "
    "hand in our Frome workshop.",
    "brand": BrandKit(name="Tilly & Moss"),
    "language": Language.ENGLISH,
}
_COLCHONES = {
    "product": "colchones de lana natural",
    "core_message": "Un 25 % de descuento en colchones de lana natural hasta el 31 de enero. "
    "Cada uno se cose a mano en nuestro taller de Frías.",
    "brand": BrandKit(name="Lanas Frías"),
}


@pytest.mark.parametrize(
    ("values", "offer"),
    [
        (_MATTRESSES, "25% off all natural wool mattresses until 31 January"),
        (
            _COLCHONES,
            "Un 25 % de descuento en colchones de lana natural hasta el 31 de enero",
        ),
    ],
    ids=["en", "es"],
)
def test_a_sentence_that_opens_with_its_offer_is_said_beside_the_product(
    values: dict[str, str], offer: str
) -> None:
    """An ad, a story and a mail's second line say the discount, though it names the product."""
    ad = copy_of("google_display", "landscape", **values)
    story = copy_of("instagram", "story", **values)
    mail = copy_of("email", "newsletter", **values)

    assert ad["description"] == offer
    assert offer in (story["headline"], story["description"])
    assert mail["preheader"] == f"{offer}."
