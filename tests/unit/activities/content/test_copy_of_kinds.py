"""Whoever reads of gift cards or vouchers reads somewhere in the same piece what they are for."""

from typing import Any

import pytest

from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import PLACEMENTS, copy_of

_GIFT_CARDS: dict[str, Any] = {
    "product": "escape room gift cards",
    "core_message": "Give them an hour they will talk about for weeks. Gift cards start at £25, "
    "arrive by email within minutes and last two years.",
    "call_to_action": "Send a gift card",
    "language": Language.ENGLISH,
}
_VOUCHER: dict[str, Any] = {
    "product": "bono de masajes",
    "core_message": "Tu espalda te lo va a agradecer. El bono cuesta 120 € y dura todo el año.",
    "call_to_action": "Compra tu bono",
}
_RUGS: dict[str, Any] = {
    "product": "hand-washing for wool and silk rugs",
    "core_message": "We collect your rug, wash it by hand and bring it back in ten days. "
    "Two for the price of one until 31 January.",
    "language": Language.ENGLISH,
}


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
@pytest.mark.parametrize(
    ("values", "brand", "name"),
    [
        (_GIFT_CARDS, "The Lock Room", "escape room gift cards"),
        (_GIFT_CARDS, "Hourglass", "escape room gift cards"),
        (_VOUCHER, "Casa Loto", "bono de masajes"),
    ],
)
def test_no_piece_leaves_out_of_which_kind_its_product_is(
    channel: str, placement: str, values: dict[str, Any], brand: str, name: str
) -> None:
    """The last word of a compound, or the first of a Spanish name, does not say what is sold."""
    copy = copy_of(channel, placement, brand=BrandKit(name=brand), **values)

    assert name in " ".join(copy.values()).lower()


def test_a_picture_that_names_its_product_is_enough() -> None:
    """The text beside it does not say the name again."""
    product = "vino tinto de garnacha sin sulfitos"
    message = (
        "Un vino tinto sin sulfitos que se bebe solo. "
        "Caja de seis por 54 €, con envío incluido hasta el domingo."
    )
    copy = copy_of("x", "post", product=product, core_message=message)

    assert copy["headline"].lower() == product
    assert product not in copy["body"].lower()


def test_how_a_thing_is_done_is_no_kind_of_it() -> None:
    """A message that washes by hand need not be called hand-washing."""
    copy = copy_of("x", "post", brand=BrandKit(name="Hallam"), **_RUGS)

    assert "hand-washing" not in copy["body"].lower()


@pytest.mark.parametrize("placement", [("google_display", "square"), ("slack", "post")])
@pytest.mark.parametrize(
    ("product", "first", "price", "language"),
    [
        (
            "Chairtime Pro",
            "Chairtime Pro texts your waiting list when a client cancels, so no chair stays empty",
            "It costs £29 a month per salon.",
            Language.ENGLISH,
        ),
        (
            "Agenda Kira",
            "Agenda Kira recuerda cada cita a sus pacientes y llena los huecos que quedan libres",
            "Cuesta 25 € al mes por profesional.",
            Language.SPANISH,
        ),
    ],
)
def test_no_price_stands_beside_a_name_that_says_nothing(
    placement: tuple[str, str], product: str, first: str, price: str, language: Language
) -> None:
    """What it is comes before what it costs, although the name then begins two lines."""
    values = {"product": product, "core_message": f"{first}. {price}", "language": language}
    copy = copy_of(*placement, **values)
    mail = copy_of("email", "newsletter", **values)

    assert copy["headline"] == product
    assert copy["description"] == first
    assert mail["subject"] == product
    assert mail["preheader"].rstrip(".") == first


def test_a_price_behind_its_name_is_not_left_out() -> None:
    """A message that says what it costs and what it is stands whole where it fits."""
    message = "Acre Ledger sorts your receipts before your accountant asks. From £9 a month."
    mail = copy_of(
        "email",
        "newsletter",
        product="Acre Ledger",
        core_message=message,
        call_to_action="Try it free",
        brand=BrandKit(name="Acre"),
        language=Language.ENGLISH,
    )

    assert (mail["subject"], mail["preheader"]) == ("Try it free", message)
