"""Beside the name of what is sold stands what is new, and neither the name again nor a filler."""

import pytest

from activities.content.templates.message import statements_of
from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import copy_of

_LAMB = {
    "product": "cordero lechal de Castilla para asar",
    "core_message": "Cordero lechal de Castilla, cortado como tú lo asas y listo para el horno. "
    "Encárgalo antes del 18 de diciembre y recógelo el 24 sin hacer cola.",
    "call_to_action": "Encarga tu cordero",
}
_BOX = {
    "product": "monthly butcher's box",
    "core_message": "Grass-fed beef, pork and lamb from six local farms, at your door on the first "
    "Friday of the month. £39 a month, and you can skip or cancel whenever you like.",
    "language": Language.ENGLISH,
}
_HEDGES = {
    "product": "bare-root hedging",
    "core_message": "Hawthorn, hornbeam and beech from 95p a plant, lifted the morning we post "
    "them. Order by 10 December for delivery before Christmas.",
    "language": Language.ENGLISH,
}
_YOGA = {
    "product": "clases de yoga para embarazadas",
    "core_message": "Clases de yoga para embarazadas desde la semana 14. "
    "Grupos de seis, martes y jueves a las 18:30, 48 € al mes.",
}
_BONUS = {
    "product": "bono de cinco prácticas",
    "core_message": "¿Hace años que no conduce? Con nuestro bono de cinco prácticas, "
    "vuelva al volante con calma por 145 €.",
}


@pytest.mark.parametrize(
    ("values", "headline", "description"),
    [
        (
            _LAMB,
            "Cordero lechal de Castilla",
            "Encárgalo antes del 18 de diciembre y recógelo el 24 sin hacer cola",
        ),
        (
            _BOX,
            "Monthly butcher's box",
            "£39 a month, and you can skip or cancel whenever you like",
        ),
        (_HEDGES, "Bare-root hedging", "Order by 10 December for delivery before Christmas"),
        (_YOGA, "Clases de yoga", "Clases de yoga para embarazadas desde la semana 14"),
        (
            {
                "product": "club de lectura para mayores de sesenta",
                "core_message": "Un club de lectura para leer despacio y hablar sin prisa. "
                "El primer jueves de cada mes a las 18:00, con café incluido.",
            },
            "Club de lectura",
            "Un club de lectura para leer despacio y hablar sin prisa",
        ),
    ],
    ids=["stammer", "a price", "a deadline", "for whom", "for whom with a preposition"],
)
def test_an_ad_says_a_sentence_of_its_message_below_its_product(
    values: dict[str, str], headline: str, description: str
) -> None:
    """The sentence that begins as the headline does is left to the text, or says for whom it is."""
    ad = copy_of("google_display", "square", **values)

    assert (ad["headline"], ad["description"]) == (headline, description)


@pytest.mark.parametrize(
    ("values", "preheader"),
    [
        (_LAMB, "Encárgalo antes del 18 de diciembre y recógelo el 24 sin hacer cola."),
        (_BOX, "£39 a month, and you can skip or cancel whenever you like."),
        (_HEDGES, "Order by 10 December for delivery before Christmas."),
        (_YOGA, "Grupos de seis, martes y jueves a las 18:30, 48 € al mes."),
        (_BONUS, "¿Hace años que no conduce?"),
    ],
    ids=["stammer", "a price", "a deadline", "a beginning with a number", "the name again"],
)
def test_a_mail_s_second_line_is_news(values: dict[str, str], preheader: str) -> None:
    """Beside the product a list of mails shows a sentence that says something else."""
    mail = copy_of("email", "newsletter", brand=BrandKit(name="Taller Marea"), **values)

    assert mail["subject"].lower() == values["product"].lower()
    assert mail["preheader"] == preheader


@pytest.mark.parametrize(
    ("message", "is_told"),
    [("Desde 60 €, también de noche.", False), ("Una apertura cuesta 60 €.", True)],
)
def test_beside_a_sender_no_sentence_leaves_out_what_is_sold(
    message: str,
    is_told: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A picture of a name and a price would be of anything."""
    copy = copy_of(
        "facebook",
        "feed",
        product="apertura de puertas sin romper la cerradura",
        core_message=f"Abrimos tu puerta sin romper la cerradura y en media hora. {message}",
        brand=BrandKit(name="Taller Marea"),
    )

    assert copy["headline"] == "Taller Marea"
    assert ("description" in copy) == is_told


def test_a_picture_does_not_say_its_product_twice() -> None:
    """A sentence with all of the product's name is left to the text below the picture."""
    assert "description" not in copy_of(**_BONUS)


@pytest.mark.parametrize(
    ("message", "statements"),
    [
        (
            "Verdura de hoy. Caja por 20 €, sin gastos",
            ["Verdura de hoy", "Caja por 20 €, sin gastos"],
        ),
        ("Caja por 20 €. Con dos recetas", ["Con dos recetas"]),
        ("Caja por 20 €. Solo con tarjeta", []),
        ("Para socios. Caja por 20 €", ["Para socios"]),
        ("¿Sin tiempo? Te lo llevamos. Y además, flores", ["Te lo llevamos"]),
        ("Two for one. Until 3 May", []),
        (
            "Lunch is served. Until 3 May it costs £9",
            ["Lunch is served", "Until 3 May it costs £9"],
        ),
        ("Lunch for £9. We know our guests", ["Lunch for £9", "We know our guests"]),
    ],
)
def test_a_sentence_stands_alone_where_nothing_is_missing(
    message: str, statements: list[str]
) -> None:
    """No price is told without its condition, no condition alone, and nothing that goes on."""
    assert list(statements_of(message)) == statements


@pytest.mark.parametrize("placement", [("google_display", "square"), ("linkedin", "feed")])
def test_what_is_free_for_a_while_takes_no_price_back(placement: tuple[str, str]) -> None:
    """A date behind "no fee" limits that alone, so that no filler stands for the first sentence."""
    copy = copy_of(
        *placement,
        product="booking deposits for independent restaurants",
        core_message="Take a £10 deposit with every booking and turn fewer tables away. "
        "Set it up in an afternoon, and pay no monthly fee until March.",
        language=Language.ENGLISH,
    )

    assert copy["description"] == "Take a £10 deposit with every booking and turn fewer tables away"


@pytest.mark.parametrize(
    ("message", "statements"),
    [
        (
            "Gafas por 90 €. Envío gratis hasta el domingo",
            ["Gafas por 90 €", "Envío gratis hasta el domingo"],
        ),
        ("Gimnasio por 30 €. Sin cuota de alta hasta mayo", ["Gimnasio por 30 €"]),
        ("Gafas por 90 €. Hasta el domingo", []),
    ],
)
def test_a_condition_of_what_is_free_is_of_that_alone(message: str, statements: list[str]) -> None:
    """Other prices stand without it, and none stands without what may be its own condition."""
    assert [each for each in statements_of(message) if each in statements] == statements


def test_a_sender_whose_name_is_the_products_is_not_named_twice() -> None:
    """Above the sender's name an ad says what it is, where that is all that fits."""
    ad = copy_of(
        "google_display",
        "landscape",
        product="Mesalista, programa de reservas para restaurantes",
        brand=BrandKit(name="Mesalista"),
        core_message="Mesalista confirma cada reserva por WhatsApp y te avisa de las cancelaciones "
        "al momento. Desde 39 € al mes, sin permanencia.",
    )

    assert ad["business_name"] == "Mesalista"
    assert ad["headline"] == "Programa de reservas"
    assert ad["description"].startswith("Mesalista confirma cada reserva por WhatsApp")
