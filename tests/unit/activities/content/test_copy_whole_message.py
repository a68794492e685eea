"""A message is said whole or not at all, and no field says what is seen beside it."""

import pytest

from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import PLACEMENTS, copy_of

_KITS = BrandKit(name="Taller Marea")


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_what_is_sold_is_said_beside_a_message_that_does_not_name_it(
    channel: str, placement: str
) -> None:
    """Nobody is sold restored bicycles as new ones; a button about one stands below the message."""
    copy = copy_of(
        channel,
        placement,
        product="bicicletas restauradas",
        core_message="Estrena bici desde 190 €, con revisión incluida",
        call_to_action="Ven a probarla",
        brand=_KITS,
    )

    assert any("bicicletas restauradas" in text.lower() for text in copy.values())
    assert not any("restauradas. Ven" in text for text in copy.values())
    if copy["headline"] == "Bicicletas restauradas":
        assert copy["description"].startswith("Estrena bici")


def test_what_the_message_shortens_is_spelt_out_before_it() -> None:
    """Whoever reads AOVE has read what it stands for."""
    copy = copy_of(
        product="aceite de oliva virgen extra (AOVE)", core_message="Ya está aquí el AOVE nuevo"
    )

    assert copy["headline"] == "Aceite de oliva virgen extra (AOVE)"
    assert copy["description"] == "Ya está aquí el AOVE nuevo"
    assert copy["body"].index("(AOVE)") < copy["body"].index("el AOVE nuevo")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {
                "product": "revisión de bicicletas",
                "core_message": "Revisión completa por 65 €, lista en dos días",
            },
            (
                "Revisión de bicicletas",
                "Tostadores del Sur: revisión de bicicletas",
                "Revisión completa por 65 €, lista en dos días",
            ),
        ),
        (
            {"core_message": "Llega la cosecha. Y con ella, tres bolsas por 30 €"},
            (
                "Llega la cosecha",
                "Tostadores del Sur: Café de Nariño",
                "Y con ella, tres bolsas por 30 €",
            ),
        ),
        (
            {"product": "Tostadores del Sur", "core_message": "Tres bolsas por 30 € hasta mayo"},
            (
                "Tostadores del Sur",
                "Tostadores del Sur: ver la cosecha",
                "Tres bolsas por 30 € hasta mayo",
            ),
        ),
        (
            {},
            (
                "Café de Nariño",
                "Tostadores del Sur: Café de Nariño",
                "La cosecha nueva ya está en la tienda",
            ),
        ),
        (
            {"core_message": "Llega la cosecha"},
            ("Llega la cosecha", "Llega la cosecha. Ver la cosecha.", "Café de Nariño"),
        ),
    ],
    ids=["product", "two sentences", "no product", "plain", "short"],
)
def test_an_ad_says_something_else_in_each_of_its_texts(
    values: dict[str, str], expected: tuple[str, str, str]
) -> None:
    """Offer, what it is, and what to do: no description is in the headline that is shown above."""
    copy = copy_of("google_display", "square", **values)

    assert (copy["headline"], copy["long_headline"], copy["description"]) == expected


def test_an_ad_whose_product_has_its_sender_s_name_says_it_once() -> None:
    """No line names the sender twice."""
    copy = copy_of("google_display", "square", product="Café de Tostadores del Sur")

    assert copy["headline"] == "Café de Tostadores del Sur"
    assert copy["long_headline"] == "Café de Tostadores del Sur: ver la cosecha"


def test_a_name_that_ends_with_a_mark_has_no_colon_behind_it() -> None:
    """A long headline has at most one mark at a time."""
    copy = copy_of("google_display", "square", product="Café de Tostadores del Sur (9)")

    assert copy["long_headline"] == copy["headline"]


def test_each_sentence_of_a_message_has_a_place_of_its_own() -> None:
    """No headline ends in the middle of two sentences without a mark."""
    message = "Miel cruda de romero. Tarro de 500 g por 9,50 €"

    parted = copy_of(product="miel de romero", core_message=message)
    whole = copy_of("x", "post", product="miel de romero", core_message=f"Por 9 €: miel. {message}")

    assert parted["headline"] == "Miel cruda de romero"
    assert parted["description"] == "Tarro de 500 g por 9,50 €"
    assert whole["headline"] == f"Por 9 €: miel. {message}."


def test_a_description_does_not_stammer_what_its_headline_has_begun() -> None:
    """The sentence that names the product is the headline, and not a line below its first words."""
    copy = copy_of(
        "facebook",
        "feed",
        product="wool mattresses",
        core_message="Wool mattresses made in Sussex. Come and lie down, on 5 and 6 December",
        language=Language.ENGLISH,
    )

    assert copy["headline"] == "Wool mattresses made in Sussex"
    assert "description" not in copy


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
        "Ven. Más información: tostadores.example/cosecha"
    )
    assert copy_of(call_to_action="Más información")["body"].endswith(
        "\n\nMás información: tostadores.example/cosecha"
    )


def test_an_acronym_that_the_message_spells_out_is_not_put_behind_it() -> None:
    """The text has no label of its own for what its sentence has just said."""
    copy = copy_of(
        product="MTD",
        core_message="Making Tax Digital starts on 6 April",
        language=Language.ENGLISH,
    )

    assert "MTD" not in copy["body"]


def test_a_picture_names_a_product_once() -> None:
    """Its long name does not stand below its short one."""
    product = "clases de navegación a vela ligera y de crucero para adultos que empiezan desde cero"

    copy = copy_of("email", "newsletter", product=product)

    assert copy["headline"] == "Clases de navegación a vela ligera y de crucero"
    assert "description" not in copy


def test_an_ad_that_has_no_room_for_a_question_says_its_answer() -> None:
    """A description that repeats the button would say nothing."""
    message = (
        "¿Siempre has querido tostar tu propio café? "
        "Te prestamos el tostador los tres primeros meses"
    )

    copy = copy_of("google_display", "square", product="cursos de tueste", core_message=message)

    assert copy["description"] == "Te prestamos el tostador los tres primeros meses"


def test_an_ad_whose_message_is_too_long_says_where_to_read_it() -> None:
    """What to do stands on the button beside it already."""
    message = (
        "Tuesta tu propio café con nosotros y llévate a casa medio kilo "
        "para cada día del mes entero"
    )

    copy = copy_of("google_display", "square", product="cursos de tueste", core_message=message)

    assert copy["description"] == "Más información en tostadores.example"


def test_a_picture_does_not_begin_two_lines_with_the_product() -> None:
    """A message that begins with what is sold needs no headline that says only that."""
    message = "Café de Nariño recién tostado, que sale cada lunes y le llega el martes en su bolsa"

    ad = copy_of("google_display", "square", core_message=message)
    post = copy_of("linkedin", "feed", core_message=message)

    assert (ad["headline"], ad["description"]) == ("Tostadores del Sur", message)
    assert (post["headline"], post["description"]) == ("Tostadores del Sur", message)
