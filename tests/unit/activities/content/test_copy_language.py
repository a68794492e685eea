"""Copy is the language, whatever number, gender, article or capital a product's name has."""

import pytest

from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import PLACEMENTS, copy_of

_KITS = BrandKit(name="Taller Marea")


@pytest.mark.parametrize(
    ("product", "language", "expected"),
    [
        ("velas de cera de abeja", Language.SPANISH, "Taller Marea: velas de cera de abeja."),
        ("las velas de siempre", Language.SPANISH, "Taller Marea: las velas de siempre."),
        ("miel de azahar", Language.SPANISH, "Taller Marea: miel de azahar."),
        ("servicio de afinado", Language.SPANISH, "Taller Marea: servicio de afinado."),
        ("beeswax candles", Language.ENGLISH, "Taller Marea: beeswax candles."),
        ("an evening of jazz", Language.ENGLISH, "Taller Marea: an evening of jazz."),
        ("Velas de cera", Language.SPANISH, "Taller Marea: velas de cera."),
        ("Ruta de las Cuevas", Language.SPANISH, "Taller Marea: Ruta de las Cuevas."),
        ("Calma", Language.SPANISH, "Taller Marea: Calma."),
        ("FP dual", Language.SPANISH, "Taller Marea: FP dual."),
    ],
)
def test_a_product_is_named_in_a_sentence_that_needs_no_article(
    product: str, language: Language, expected: str
) -> None:
    """No article, number or gender is put before a product that nobody knows beforehand."""
    copy = copy_of(product=product, brand=_KITS, language=language)

    assert copy["body"].split("\n\n")[1] == expected


@pytest.mark.parametrize("product", ["velas de Taller Marea", "taller de velas", "MAREA de velas"])
def test_a_name_with_its_brand_s_stands_in_the_picture_alone(product: str) -> None:
    """A brand is not named twice in a line, and a name alone does not hang in the air."""
    copy = copy_of(product=product, brand=_KITS)

    assert copy["description"].lower() == product.lower()
    assert product.lower() not in copy["body"].lower()


@pytest.mark.parametrize(
    ("brand", "product"), [("¡Velas!", "miel"), ("Velas", "miel: de azahar y de romero")]
)
def test_a_name_that_no_colon_can_lead_to_stands_in_the_picture_alone(
    brand: str, product: str
) -> None:
    """A name that ends with a mark has no other behind it, and no line has two colons."""
    copy = copy_of(product=product, brand=BrandKit(name=brand))

    assert copy["description"].lower() == product
    assert "miel" not in copy["body"].lower()


def test_what_a_company_is_for_lawyers_stands_where_its_name_does_alone() -> None:
    """No line begins with `Velas, S. L.:`, and no tag has the letters of it."""
    copy = copy_of("google_display", "square", product="miel", brand=BrandKit(name="Velas, S. L."))
    post = copy_of(product="miel", brand=BrandKit(name="Velas, S. L."))

    assert copy["business_name"] == "Velas, S. L."
    assert copy["long_headline"] == "Velas: miel"
    assert "Velas: miel." in post["body"]
    assert post["hashtags"].split()[0] == "#Velas"


def test_a_mail_says_each_thing_where_it_belongs() -> None:
    """The subject has the message, preheader and picture what it is about, the text all of it."""
    copy = copy_of("email", "newsletter", product="café de Nariño")

    assert copy == {
        "subject": "La cosecha nueva ya está en la tienda",
        "preheader": "Café de Nariño. Más información en tostadores.example.",
        "headline": "Café de Nariño",
        "call_to_action": "Ver la cosecha",
        "body": "Hola:\n\nLa cosecha nueva ya está en la tienda.\n\n"
        "Ver la cosecha. Más información: https://www.tostadores.example/cosecha\n\n"
        "Un saludo,\nTostadores del Sur",
    }


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_a_product_that_the_message_names_is_not_said_again(channel: str, placement: str) -> None:
    """Where the request has nothing more to say, the copy says less."""
    copy = copy_of(
        channel,
        placement,
        product="velas de cera",
        core_message="Velas de cera para las noches largas",
        brand=_KITS,
    )

    if "body" in copy:
        assert copy["body"].lower().count("velas de cera") == 1
    assert "velas" not in copy.get("preheader", "").lower()


def test_no_piece_leaves_its_readers_to_guess_what_is_sold() -> None:
    """Where the text has no room for the product, the picture names it."""
    copy = copy_of(
        "instagram",
        "story",
        product="potted Christmas trees",
        core_message="A tree you can plant out in January. Free delivery within 10 miles when you "
        "order by 12 December",
        language=Language.ENGLISH,
    )

    assert copy["headline"] == "Potted Christmas trees"
    assert copy["description"] == "A tree you can plant out in January"


@pytest.mark.parametrize(
    ("brand", "shown"),
    [
        ("Clínica Veterinaria Arganzuela", "Veterinaria Arganzuela"),
        ("Lozano Arquitectura Técnica", "Lozano Arquitectura"),
        ("Hermanos López Panaderos, S. L.", "Hermanos López Panaderos"),
        ("Northfield Garden Rooms Ltd", "Northfield Garden Rooms"),
        ("Cooperativa de Tostadores Artesanos del Sur", "Cooperativa…"),
        ("Mudanzas Ribera del Nervión", "Mudanzas Ribera…"),
    ],
)
def test_a_long_name_loses_its_form_or_kind_before_it_is_cut(brand: str, shown: str) -> None:
    """A sender is called what people call it, as far as its name allows."""
    copy = copy_of("google_display", "square", brand=BrandKit(name=brand))

    assert copy["business_name"] == shown


def test_a_message_that_is_the_call_to_action_is_said_once() -> None:
    """Readers are not asked twice in the same words."""
    body = copy_of(core_message="Ver la cosecha", product="miel de azahar", brand=_KITS)["body"]

    assert body == (
        "Taller Marea: miel de azahar.\n\n"
        "Ver la cosecha. Más información: tostadores.example/cosecha"
    )


def test_a_mail_names_the_product_in_its_text_when_its_subject_does_not() -> None:
    """Whoever sees no picture learns what it is about."""
    product = (
        "velas de cera, de soja y de palma para iglesias, bares, restaurantes, hoteles y casas "
        "de toda la costa"
    )

    body = copy_of("email", "newsletter", product=product, brand=_KITS)["body"]

    assert f"\n\nTaller Marea: {product}.\n\n" in body


def test_an_ad_whose_product_is_too_long_names_it_without_those_for_whom_it_is() -> None:
    """A short headline that says what is sold is better than the sender's name twice."""
    copy = copy_of(
        "google_display", "square", product="clases de vela para adultos y para niños desde seis"
    )

    assert copy["headline"] == "Clases de vela"
    assert copy["description"] == "La cosecha nueva ya está en la tienda"
    assert copy["long_headline"].startswith("Tostadores del Sur: clases de vela para adultos")


@pytest.mark.parametrize(
    ("product", "action", "title", "button"),
    [
        ("nimbo3, copias de seguridad", "nimbo3 treinta días", "nimbo3, copias de seguridad", None),
        ("copias de seguridad", "prueba un mes", "Copias de seguridad", "Prueba un mes"),
    ],
)
def test_a_brand_without_a_capital_keeps_its_writing(
    product: str, action: str, title: str, button: str | None
) -> None:
    """Lines begin with a capital, and nobody writes a brand in another way than it does."""
    copy = copy_of(product=product, call_to_action=action, brand=BrandKit(name="nimbo3"))

    assert copy["description"] == title
    assert copy["call_to_action"] == (button or action)
    assert copy["hashtags"].split()[0] == "#nimbo3"


def test_what_ended_with_a_pictograph_ends_like_the_sentence_before_it() -> None:
    """Where a platform takes no emoji, the last sentence still has an end."""
    copy = copy_of(
        "google_display", "square", core_message="¿Ya llegó? Ven a verla 🎉 ", call_to_action="Ver"
    )

    assert copy["long_headline"] == "¿Ya llegó? Ven a verla. Ver."


def test_a_message_begins_its_sentences_with_capitals() -> None:
    """What was typed in haste is set right, as far as only its beginnings are wrong."""
    copy = copy_of(core_message="¿sin tiempo? te lo llevamos")

    assert copy["headline"] == "¿Sin tiempo? Te lo llevamos"


def test_what_was_exclaimed_ends_like_the_sentence_before_it() -> None:
    """Where a platform takes no exclamation mark, the last sentence still has an end."""
    copy = copy_of(
        "google_display", "square", core_message="Desde 9 €. ¡Ven!", call_to_action="¡Ven a verla!"
    )

    assert copy["headline"] == "Desde 9 €. Ven."
    assert copy["call_to_action"] == "Ven a verla"


def test_an_ad_with_nothing_more_to_say_names_its_sender() -> None:
    """Where product and message are one, the description says whose they are, not the button."""
    copy = copy_of("google_display", "square", product="Marea Plus", core_message="Marea Plus")

    assert copy["headline"] == "Marea Plus"
    assert copy["description"] == "Tostadores del Sur"


def test_minimal_copy_prefers_the_sender_to_a_headline_that_is_too_long() -> None:
    """What nobody can say in a few words stands in the text, and not on the picture."""
    copy = copy_of(
        "facebook",
        "feed",
        product="embarcaciones neumáticas transoceánicas",
        tone_guard={"style": "minimal"},
    )

    assert copy["headline"] == "Tostadores del Sur"
