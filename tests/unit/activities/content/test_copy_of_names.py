"""What a product is called stays what its request calls it."""

import pytest

from activities.content.templates.agreement import clashes
from activities.content.templates.product_names import cores_of
from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import copy_of

_MODEL = {
    "product": "Nube 25",
    "core_message": "Pruebe el colchón Nube 25 en su casa durante 90 noches. Si no descansa mejor, "
    "lo recogemos y le devolvemos el dinero.",
    "call_to_action": "Pida su colchón",
    "brand": BrandKit(name="Duermevela"),
}
_CLOUD = {
    "product": "Cloud 25",
    "core_message": "Try the Cloud 25 mattress at home for 90 nights. If you do not sleep better, "
    "we collect it and give you all of your money back.",
    "call_to_action": "Order your mattress",
    "brand": BrandKit(name="Sleepwell"),
    "language": Language.ENGLISH,
}


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (_MODEL, "Duermevela: Nube 25"),
        (_CLOUD, "Sleepwell: Cloud 25"),
        (
            {**_MODEL, "product": "Nube blanda", "core_message": "Estrene su Nube blanda en enero"},
            "Duermevela: Nube blanda",
        ),
    ],
    ids=["a number", "a number in English", "as the message writes it"],
)
def test_a_model_keeps_its_capital_behind_its_sender(values: dict[str, str], headline: str) -> None:
    """A cloud is no Nube 25."""
    assert copy_of("google_display", "square", **values)["long_headline"] == headline


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (_MODEL, "Pruebe el colchón Nube 25 en su casa durante 90 noches"),
        (_CLOUD, "Try the Cloud 25 mattress at home for 90 nights"),
    ],
    ids=["es", "en"],
)
def test_beside_a_model_stands_what_it_is_and_no_filler(
    values: dict[str, str], sentence: str
) -> None:
    """A promise that follows takes nothing back of it."""
    assert copy_of("google_display", "square", **values)["description"] == sentence
    assert copy_of("email", "newsletter", **values)["preheader"] == f"{sentence}."


def test_two_flavours_of_one_thing_are_not_parted() -> None:
    """An ice cream of two flavours has a singular pronoun, and neither flavour is left out."""
    product, action = "helado de turrón y polvorón", "Ven a probarlo"
    story = copy_of(
        "instagram",
        "story",
        product=product,
        core_message="¿Quién dijo que el helado es solo para el verano? Prueba nuestro helado de "
        "turrón y polvorón hasta el 6 de enero.",
        call_to_action=action,
    )

    assert story["headline"] == "Helado de turrón y polvorón"
    assert not clashes(action, product, Language.SPANISH)
    assert not list(cores_of(product, Language.SPANISH))
