"""A name that is too long is said without what does not change what is sold."""

import pytest

from activities.content.templates.product_names import cores_of
from contracts import Language
from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    ("product", "cores"),
    [
        ("botines de piel hechos en Elche", ["botines de piel"]),
        ("clases de guitarra para adultos en Getafe", [
            "clases de guitarra para adultos", "clases de guitarra",
        ]),
        ("turrón artesano elaborado con miel", ["turrón artesano"]),
        ("revisión veterinaria a domicilio", ["revisión veterinaria"]),
        ("pescado frito en salsa", []),
        ("pan de molde sin gluten", []),
        ("comida en casa", []),
        ("tarrinas de helado de medio litro", ["tarrinas de helado"]),
        ("ropa de niño de segunda mano", []),
        ("bolso de piel de imitación", []),
        ("clases de vela ligera y de remo", ["clases de vela ligera"]),
        ("comedero automático Wi-Fi PetBell", ["comedero automático Wi-Fi"]),
        ("Plan Primer Año Familiar", []),
        ("limpieza de chimeneas y estufas de pellets", [
            "limpieza de chimeneas",
        ]),
        ("servicio de copia de seguridad en NAS", ["servicio de copia de seguridad"]),
        ("curso de fin de semana", []),
        ("afinación y reparación de pianos", []),
        ("curso de iniciación al violín", []),
        ("muebles de cocina lacados", ["muebles de cocina"]),
        ("relojes de bolsillo usados", []),
        ("helados sin azúcar añadido", []),
        ("visitas a Bodegas Monteviejo", []),
        ("Verdea, nuestra suscripción de plantas", ["Suscripción de plantas"]),
    ],
)  # fmt: skip
def test_what_follows_a_noun_may_be_left_out(product: str, cores: list[str]) -> None:
    """A long name is said without where it is from, or its make.

    What a product does without is never left out, nor what makes it the cheaper one.
    """
    assert list(cores_of(product, Language.SPANISH)) == cores


@pytest.mark.parametrize(
    ("product", "cores"),
    [
        ("wool mattresses made in Sussex", ["wool mattresses"]),
        ("hand-thrown mugs fired with wood", ["hand-thrown mugs", "mugs fired with wood"]),
        ("solid wooden double bed with storage", ["solid wooden double bed"]),
        ("bread without gluten", []),
        ("Made-to-measure suit alterations", ["Suit alterations"]),
        ("six-week beginners' yoga course", ["beginners' yoga course"]),
        ("second-hand wedding dresses", []),
        ("gluten-free wedding cakes", []),
        ("same-day delivery", []),
        ("hand-washing for wool and silk rugs", []),
        ("Little Strings group violin lessons", ["Group violin lessons"]),
        ("Harbour Voices, our Tuesday night choir", ["Tuesday night choir", "Harbour Voices"]),
        ("ClearMonth, our contact lens subscription", ["Contact lens subscription"]),
        ("ClearMonth, our subscription", ["Our subscription"]),
        ("Lamps, tables and chairs", []),
        ("Harbour Voices Gold", []),
        ("", []),
    ],
)
def test_what_follows_an_english_noun_may_be_left_out(product: str, cores: list[str]) -> None:
    """What was done to it goes with where that was, and no bed is taken for something done."""
    assert list(cores_of(product, Language.ENGLISH)) == cores


def test_an_ad_names_a_long_product_without_its_last_clause() -> None:
    """A headline of thirty characters is what is sold, and not once more who sells it."""
    copy = copy_of(
        "google_display",
        "square",
        product="botines de piel hechos en Elche",
        core_message="Desde 95 €, con envío gratis y con el cambio de suela incluido",
    )

    assert copy["headline"] == "Botines de piel"
    assert copy["long_headline"] == "Tostadores del Sur: botines de piel hechos en Elche"
