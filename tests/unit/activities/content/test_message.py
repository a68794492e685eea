"""A message is said whole, or in whole sentences and their order."""

import pytest

from activities.content.templates.message import Parting, partings_of


def test_a_message_is_parted_between_its_sentences() -> None:
    """The longest beginning comes first, and what follows it is the rest."""
    assert list(partings_of("Llega el otoño. ¡Ya está aquí! Mantas por 30 €")) == [
        Parting("Llega el otoño. ¡Ya está aquí!", "Mantas por 30 €"),
        Parting("Llega el otoño", "¡Ya está aquí! Mantas por 30 €"),
    ]


@pytest.mark.parametrize(
    ("message", "first", "rest"),
    [
        (
            "Tu perro sale sin un solo susto. Atendemos sin jaulas",
            "Tu perro sale sin un solo susto",
            "Atendemos sin jaulas",
        ),
        (
            "Lana de La Serena. Ovillos a 16,50 €. #TejerEsInvierno",
            "Lana de La Serena",
            "Ovillos a 16,50 €. #TejerEsInvierno",
        ),
        (
            "Mind your step. More at https://hive.example/steps. See you. 🐝",
            "Mind your step. More at https://hive.example/steps",
            "See you. 🐝",
        ),
    ],
    ids=["not a single one", "a hashtag", "an address and an emoji"],
)
def test_a_sentence_keeps_what_is_its_own(message: str, first: str, rest: str) -> None:
    """No hashtag stands alone, no mark is lost, and "sin un solo" sets no condition."""
    assert next(partings_of(message)) == Parting(first, rest)


@pytest.mark.parametrize(
    "message",
    [
        "Cenas desde 25 €, vino incluido",
        "Free tastings for members until 3 May",
        "¿Toca ponerse en forma? Clases de remo por 25 €",
        "Hampers from £35. Order by 18 December",
        "Book before March. Ten per cent off",
        "Solo este domingo. Todo a mitad de precio",
        "Treinta por ciento menos. Este domingo",
    ],
)
def test_what_belongs_together_is_not_parted(message: str) -> None:
    """No clause leaves its sentence, no question its answer, and no offer its conditions."""
    assert list(partings_of(message)) == []
