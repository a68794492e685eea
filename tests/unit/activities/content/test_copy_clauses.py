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
        core_message="Cenas para dos en la cubierta del velero por 40 €, del 3 al 9 de mayo",
    )

    assert copy["subject"] == "Cenas para dos en la cubierta del velero por 40 €"
    assert copy["preheader"] == "Del 3 al 9 de mayo. Ver la cosecha."
    assert copy["headline"] == "Cenas"


def test_a_mail_says_the_sentences_of_a_long_message_in_their_order() -> None:
    """The offer stands below the sentence that it rests on, and the picture names the product."""
    copy = copy_of(
        "email",
        "newsletter",
        core_message="Llega la cosecha que esperábamos desde hace un año. Tres bolsas por 30 €",
    )

    assert copy["subject"] == "Llega la cosecha que esperábamos desde hace un año"
    assert copy["preheader"] == "Tres bolsas por 30 €. Ver la cosecha."
    assert copy["headline"] == "Café de Nariño"


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_a_button_about_one_thing_does_not_stand_beside_a_product_of_many(
    channel: str, placement: str
) -> None:
    """The request wrote its call to action for the message, which stands between the two."""
    copy = copy_of(
        channel,
        placement,
        product="bicicletas restauradas",
        core_message="Estrena bici desde 190 €, con revisión incluida",
        call_to_action="Ven a probarla",
        brand=_KITS,
    )

    beside = ("headline", "description", "call_to_action", "subject")
    assert not any("restauradas" in copy.get(name, "") for name in beside)
    assert "restauradas. Ven" not in copy.get("preheader", "")
    paragraphs = copy.get("body", "").split("\n\n")
    named = [place for place, text in enumerate(paragraphs) if "restauradas" in text]
    assert all(paragraphs[place + 1].startswith("Estrena") for place in named)


def test_goods_that_are_not_new_are_called_so_wherever_there_is_room() -> None:
    """Buyers learn it from the text, although the message names the goods already."""
    copy = copy_of(
        "bluesky",
        "post",
        product="bicicletas eléctricas reacondicionadas",
        core_message="Estrena bici eléctrica desde 690 €",
        brand=_KITS,
    )

    assert "Taller Marea: bicicletas eléctricas reacondicionadas." in copy["body"]


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


@pytest.mark.parametrize(
    ("message", "headline", "description"),
    [
        ("Alfombras artesanas desde 1.195 € cada una, con envío", "Café de Nariño", None),
        (
            "Dos noches de hotel por 180 euros, solo del 14 al 28 de diciembre",
            "Dos noches de hotel",
            None,
        ),
        (
            "Café de Nariño en grano desde 89 € al mes, sin cuota",
            "Café de Nariño en grano",
            "Desde 89 € al mes, sin cuota",
        ),
        (
            "La ley nueva empieza en abril. Le ponemos al día por 40 € al mes",
            "La ley nueva empieza en abril",
            None,
        ),
    ],
    ids=["no part fits", "nothing is promised", "both parts fit", "sentences"],
)
def test_an_offer_is_not_parted_from_what_it_depends_on(
    message: str, headline: str, description: str | None
) -> None:
    """No price or date is a headline, and no part of an offer stands where its rest cannot."""
    copy = copy_of("facebook", "feed", core_message=message)

    assert copy["headline"] == headline
    assert copy.get("description") == (description or copy.get("description"))
    assert "€" not in copy["headline"]
    assert message in copy["body"]


def test_an_ad_whose_product_has_its_sender_s_name_says_it_once() -> None:
    """No line names the sender twice."""
    copy = copy_of("google_display", "square", product="Café de Tostadores del Sur")

    assert copy["headline"] == "Café de Tostadores del Sur"
    assert copy["long_headline"] == "Tostadores del Sur. Ver la cosecha"
    assert copy["description"] == "La cosecha nueva ya está en la tienda."


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


def test_an_acronym_that_the_message_spells_out_is_not_put_behind_it() -> None:
    """The text has no label of its own for what its sentence has just said."""
    copy = copy_of(
        product="MTD bookkeeping",
        core_message="Making Tax Digital starts on 6 April",
        language=Language.ENGLISH,
    )

    assert "MTD" not in copy["body"]


def test_a_mail_whose_message_is_too_long_for_its_subject_names_the_product_there() -> None:
    """The message stands whole beside it, with its date and its price."""
    message = "Presentamos su impuesto del cuarto trimestre antes del 30 de enero por 60 €"

    copy = copy_of(
        "email",
        "newsletter",
        product="presentación trimestral",
        core_message=message,
        call_to_action="Llame",
    )

    assert copy["subject"] == "Presentación trimestral"
    assert copy["preheader"] == f"{message}. Llame."
