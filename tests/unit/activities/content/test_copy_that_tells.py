"""Whoever sees one piece of a campaign knows what is sold, and for whom."""

import pytest

from activities.content.templates.message import openings_of
from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import PLACEMENTS, copy_of

_LENSES = {
    "product": "ClearMonth, our contact lens subscription",
    "core_message": "Get fresh contact lenses through your letterbox every month for £19. "
    "Check-ups are included, and you can pause or cancel at any time.",
    "language": Language.ENGLISH,
}
_PUPPIES = {
    "product": "first groom for puppies",
    "core_message": "A first groom should be short, gentle and full of treats. "
    "Until 20 December it costs £25 instead of £35.",
    "language": Language.ENGLISH,
}
_CHERRIES = "«El jardín de los cerezos», de Antón Chéjov, en versión de Marta Iriarte"
_STAGE = {
    "product": "taller de teatro para adolescentes",
    "core_message": "De enero a junio, los viernes por la tarde. "
    "Para chicos y chicas de 12 a 16 años. La primera clase no se paga.",
}
_BATH = {
    "product": "baño y corte",
    "core_message": "Tu perro sale limpio y peinado. Sin jaulas y sin prisas",
}


def test_an_ad_says_what_is_sold_and_its_price() -> None:
    """A name that is explained behind a comma is what explains it, where only that fits."""
    ad = copy_of("google_display", "square", **_LENSES)

    assert ad["headline"] == "Contact lens subscription"
    assert ad["description"] == (
        "Get fresh contact lenses through your letterbox every month for £19"
    )


@pytest.mark.parametrize(
    ("message", "openings"),
    [
        ("Lenses every month for £19. Check-ups are included", ["Lenses every month for £19"]),
        (
            "Chéjov vuelve del 5 al 21 de mayo. Entradas desde 14 €",
            ["Chéjov vuelve del 5 al 21 de mayo"],
        ),
        ("Lenses for £19. We have known our customers for years", ["Lenses for £19"]),
        ("Menú por 14 €. Para grupos de diez", []),
        ("Hampers from £35. Order by 18 December", []),
        ("Gafas por 90 €. Mínimo dos pares", []),
        ("2x1 en gafas. Con cristales básicos", []),
        ("Abrimos el 3 de mayo. Solo con invitación", []),
        ("¿Vienes el 3 de mayo? Hay música", []),
        ("Tres bolsas por 30 €", []),
    ],
)
def test_a_first_sentence_stands_alone_where_no_other_limits_it(
    message: str, openings: list[str]
) -> None:
    """A date or a whole price is told where the rest has no room, no offer without its terms."""
    assert list(openings_of(message)) == openings


def test_no_line_says_what_the_button_below_it_says() -> None:
    """Above "Más información" stands where, and not the same words."""
    message = (
        "Tu perro sale limpio y peinado, en una hora y en la mejor peluquería canina "
        "de Delicias y de alrededores"
    )

    plain = copy_of("google_display", "square", product="baño y corte", core_message=message)
    called = copy_of(
        "google_display",
        "square",
        product="baño y corte",
        core_message=message,
        call_to_action="Más información",
    )

    assert plain["description"] == "Más información en tostadores.example"
    assert called["description"] == "tostadores.example"


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_for_whom_a_product_is_stands_somewhere(channel: str, placement: str) -> None:
    """A groom of puppies is not taken for a bridegroom, in whichever place it is seen."""
    copy = copy_of(channel, placement, **_PUPPIES)

    assert "puppies" in " ".join(text for name, text in copy.items() if name != "hashtags")
    assert "#FirstGroom " not in f"{copy.get('hashtags')} "


def test_a_name_without_its_sender_is_left_to_the_picture() -> None:
    """No text ends with a label that stands alone behind the message."""
    copy = copy_of(
        product="yoga for beginners",
        core_message="Yoga you can do in your socks. Mondays at 7pm, £8",
        brand=BrandKit(name="Hill Top Yoga"),
        language=Language.ENGLISH,
    )

    assert copy["headline"] == "Yoga for beginners"
    assert "beginners" not in copy["body"]


@pytest.mark.parametrize(
    ("product", "tags"),
    [
        ("sign language course for parents", ""),
        ("The Strings Club, our Saturday orchestra for children", " #TheStringsClub"),
        ("Strings, our Saturday orchestra for children", ""),
    ],
)
def test_no_hashtag_is_cut_before_whom_it_is_for(product: str, tags: str) -> None:
    """A course for parents is none for everybody; what has a name of its own keeps that."""
    copy = copy_of(product=product, language=Language.ENGLISH)

    assert copy["hashtags"] == f"#TostadoresDelSur{tags}"


def test_a_name_that_is_too_long_everywhere_does_not_cost_the_link() -> None:
    """A short text that cannot say for whom still leads to the page."""
    copy = copy_of(
        "facebook",
        "feed",
        product="servicio de facturación electrónica para autónomos",
        core_message="Sus facturas electrónicas, conformes a la norma de facturación",
        call_to_action="Solicite información",
    )

    assert copy["body"].endswith("\n\nSolicite información: tostadores.example/cosecha")


@pytest.mark.parametrize(
    ("values", "subject", "preheader", "is_in_text"),
    [
        (_BATH, "Tu perro sale limpio y peinado", "Baño y corte. Sin jaulas y sin prisas.", False),
        (
            _STAGE,
            "De enero a junio, los viernes por la tarde",
            "Para chicos y chicas de 12 a 16 años. La primera clase no se paga.",
            True,
        ),
        (
            {
                "product": _CHERRIES,
                "core_message": "Chéjov vuelve a La Carbonera del 5 al 21 de febrero. "
                "Entradas desde 14 €, y los jueves, dos por una.",
            },
            "Chéjov vuelve a La Carbonera del 5 al 21 de febrero",
            f"{_CHERRIES}.",
            False,
        ),
        (
            {
                "product": "eye tests",
                "core_message": "Can your child read the board? Eye tests are free, "
                "and we stay open until 6pm on Thursdays and on Fridays.",
                "language": Language.ENGLISH,
            },
            "Eye tests",
            "Can your child read the board?",
            False,
        ),
        (
            {
                "product": "asesoramiento de herencias",
                "core_message": "¿Ha recibido una herencia y no sabe por dónde empezar? "
                "Le acompañamos en cada trámite y en cada oficina",
            },
            "Asesoramiento de herencias",
            "Le acompañamos en cada trámite y en cada oficina.",
            False,
        ),
    ],
    ids=["room for both", "no room", "a long name", "a question", "an answer"],
)
def test_a_mail_names_what_it_sells_without_its_picture(
    values: dict[str, str],
    subject: str,
    preheader: str,
    is_in_text: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Subject, the line beside it or the letter has the product: mails hide their pictures."""
    mail = copy_of("email", "newsletter", **values)

    assert (mail["subject"], mail["preheader"]) == (subject, preheader)
    assert (f"\n\nTostadores del Sur: {values['product']}.\n\n" in mail["body"]) == is_in_text


def test_a_text_whose_message_ends_with_a_hashtag_has_the_product_in_a_line_of_its_own() -> None:
    """No sentence follows a hashtag without a mark between them."""
    copy = copy_of(
        "facebook", "feed", product="miel de azahar", core_message="Ya ha llegado. #MielNueva"
    )

    assert copy["body"].startswith("Ya ha llegado. #MielNueva\n\n")


def test_a_hashtag_of_the_message_stays_in_the_text() -> None:
    """No subject or headline has it, and what it runs together has not been said."""
    values = {
        "product": "raw heather honey",
        "core_message": "Thick, dark and straight from the moor. #HeatherHoney",
        "language": Language.ENGLISH,
    }

    mail, post = copy_of("email", "newsletter", **values), copy_of(**values)

    assert mail["subject"] == post["headline"] == "Thick, dark and straight from the moor"
    assert mail["preheader"].startswith("Raw heather honey. ")
    assert post["description"] == "Raw heather honey"
    assert "from the moor. #HeatherHoney\n\n" in post["body"]


@pytest.mark.parametrize("placement", ["feed", "story"])
@pytest.mark.parametrize(
    ("product", "message", "language"),
    [
        (
            "cordero lechal de Castilla para asar",
            "Cordero lechal de Castilla, cortado como tú lo asas. Encárgalo antes del viernes.",
            Language.SPANISH,
        ),
        (
            "Welsh lamb for roasting",
            "Welsh lamb, cut the way you like it and ready for the oven. Order it by Friday.",
            Language.ENGLISH,
        ),
    ],
)
def test_what_is_done_with_a_product_is_not_said_twice(
    placement: str, product: str, message: str, language: Language
) -> None:
    """It limits nobody, so that a message that names the product says enough."""
    told = copy_of("instagram", placement, product=product, core_message=message, language=language)

    assert product.lower() not in " ".join(told.values()).lower()
