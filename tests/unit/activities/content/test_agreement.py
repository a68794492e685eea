"""Words of one family are known, and pronouns that do not fit."""

import pytest

from activities.content.templates.agreement import clashes, is_kin
from contracts import Language
from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("presentacion", "presentamos", True),
        ("trimestral", "trimestre", True),
        ("bicis", "bici", True),
        ("miel", "mieles", True),
        ("casa", "castillo", False),
        ("tienda", "tiempo", False),
    ],
)
def test_words_of_one_family_say_the_same(word: str, other: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    """A verb and its noun tell a reader nothing new beside each other."""
    assert is_kin(word, other) is expected


@pytest.mark.parametrize(
    ("action", "product", "language", "expected"),
    [
        ("Ven a probarla", "bicicletas restauradas", Language.SPANISH, True),
        ("Ven a probarlas", "las bicicletas restauradas", Language.SPANISH, False),
        ("Pídelo", "miel de azahar", Language.SPANISH, False),
        ("Pídelo", "manta de lana", Language.SPANISH, True),
        ("Encargue el suyo", "coronas y centros", Language.SPANISH, True),
        ("Encargue la suya", "corona de muérdago", Language.SPANISH, False),
        ("Ver la película", "entradas de cine", Language.SPANISH, False),
        ("Reserva plaza", "clases de vela", Language.SPANISH, False),
        ("Try it", "restored bikes", Language.ENGLISH, True),
        ("Try them", "restored bikes", Language.ENGLISH, False),
        ("Try it", "glass and mirrors", Language.ENGLISH, True),
        ("Book yours", "restored bikes", Language.ENGLISH, False),
        ("Try it", "", Language.ENGLISH, False),
    ],
)
def test_a_pronoun_stands_only_for_what_it_agrees_with(
    action: str,
    product: str,
    language: Language,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A button about one of them is not put below a product of many."""
    assert clashes(action, product, language) is expected


def test_what_kind_of_thing_an_offer_is_of_is_never_left_out() -> None:
    """The price of a boiler's service is not taken for that of a boiler."""
    copy = copy_of(
        "telegram",
        "post",
        product="revisión de caldera",
        core_message="Tu caldera a punto antes del frío, por 59 €",
    )

    assert "Tostadores del Sur: revisión de caldera." in copy["body"]
