"""The fields of a creative part the message between them, and none says what another has said."""

import pytest

from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import PLACEMENTS, copy_of

_KITS = BrandKit(name="Taller Marea")


def test_a_mail_parts_a_message_between_subject_and_preheader() -> None:
    """Whoever has only the list of mails before him reads the offer, and then the rest of it."""
    copy = copy_of(
        "email",
        "newsletter",
        product="cenas",
        core_message="Cenas para dos por 40 €, del 3 al 9 de mayo",
    )

    assert copy["subject"] == "Cenas para dos por 40 €"
    assert copy["preheader"] == "Del 3 al 9 de mayo. Ver la cosecha."
    assert copy["headline"] == "Cenas para dos por 40 €, del 3 al 9 de mayo"


def test_a_mail_with_a_long_message_and_a_product_shows_both() -> None:
    """The picture names the product and the offer, and the subject begins with the offer."""
    copy = copy_of(
        "email",
        "newsletter",
        core_message="Llega la cosecha que esperábamos desde hace un año. Tres bolsas por 30 €",
    )

    assert copy["subject"] == "Tres bolsas por 30 €"
    assert copy["headline"] == "Café de Nariño"
    assert copy["description"].endswith("Tres bolsas por 30 €")


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_a_button_about_one_thing_does_not_stand_beside_a_product_of_many(
    channel: str, placement: str
) -> None:
    """The request wrote its call to action for the message, so the product is left out."""
    copy = copy_of(
        channel,
        placement,
        product="bicicletas restauradas",
        core_message="Estrena bici desde 190 €, con revisión incluida",
        call_to_action="Ven a probarla",
        brand=_KITS,
    )

    assert not any("restauradas" in text for name, text in copy.items() if name != "preheader")
    assert "restauradas. Ven" not in copy.get("preheader", "")


def test_a_mail_names_such_a_product_where_no_button_stands() -> None:
    """The preheader says what it is about, without the call to action."""
    copy = copy_of(
        "email", "newsletter", product="coronas y centros", call_to_action="Encargue el suyo"
    )

    assert copy["preheader"] == "Coronas y centros."


def test_an_ad_says_the_offer_in_the_picture() -> None:
    """Headline and description part the message between them, and never say only the button."""
    copy = copy_of(
        "google_display",
        "square",
        product="revisión de invierno para bicicletas de ciudad",
        core_message="Revisión completa por 65 €, lista en dos días",
    )

    assert copy["headline"] == "Revisión completa por 65 €"
    assert copy["description"] == "Lista en dos días."


def test_a_price_makes_the_headline_that_the_message_is_too_long_for() -> None:
    """What it is the price of stands below it."""
    copy = copy_of(
        "facebook", "feed", core_message="Alfombras artesanas desde 1.195 € cada una, con envío"
    )

    assert copy["headline"] == "Desde 1.195 € cada una, con envío"
    assert copy["description"] == "Alfombras artesanas"


def test_an_ad_whose_product_has_its_sender_s_name_says_it_once() -> None:
    """No line names the sender twice."""
    copy = copy_of("google_display", "square", product="Café de Tostadores del Sur")

    assert copy["long_headline"] == "Café de Tostadores del Sur"


@pytest.mark.parametrize(
    ("product", "message"),
    [
        ("revisión dental", "Revisiones gratis hasta el 31 de enero"),
        ("presentación trimestral", "Presentamos su IVA de cada trimestre"),
    ],
)
def test_a_product_in_other_forms_of_the_message_s_words_is_no_news(
    product: str, message: str
) -> None:
    """A label behind the sentence that says it already would only repeat it."""
    copy = copy_of(product=product, core_message=message)

    assert copy["body"].count("\n\n") == 1
    assert "description" not in copy


@pytest.mark.parametrize(
    ("brand", "product", "tags"),
    [
        ("Hale & Sons", "children's shoes", "#HaleAndSons #ChildrensShoes"),
        ("Marea", "an evening of old jazz and new songs", "#Marea"),
        ("Marea", "VAT advice", "#Marea"),
        ("Marea", "extraordinarily comfortable shoes", "#Marea"),
    ],
)
def test_a_hashtag_can_be_read(brand: str, product: str, tags: str) -> None:
    """Apostrophes and ampersands are written out, and long or run-on tags are left out."""
    copy = copy_of(product=product, brand=BrandKit(name=brand), language=Language.ENGLISH)

    assert copy["hashtags"] == tags


def test_a_link_has_words_of_its_own() -> None:
    """Nobody comes to an address on the web, and nobody is told twice where to read more."""
    assert copy_of(call_to_action="Ven")["body"].endswith(
        "Ven. Más información: tostadores.example"
    )
    assert copy_of(call_to_action="Más información")["body"].endswith(
        "\n\nMás información: tostadores.example"
    )


def test_a_picture_shows_the_offer_where_it_has_room_for_it() -> None:
    """Of two sentences that fit, the one comes first below which the price can stand."""
    copy = copy_of(
        "facebook",
        "feed",
        core_message="¿Toca ponerse en forma? Clases de remo en el lago para todos por 25 €",
        product="escuela de remo",
    )

    assert copy["headline"] == "Clases de remo en el lago para todos"
    assert copy["description"] == "25 €"


def test_an_acronym_that_the_message_spells_out_is_not_put_behind_it() -> None:
    """The text has no label of its own for what its sentence has just said."""
    copy = copy_of(
        product="MTD bookkeeping",
        core_message="Making Tax Digital starts on 6 April",
        language=Language.ENGLISH,
    )

    assert "MTD" not in copy["body"]
