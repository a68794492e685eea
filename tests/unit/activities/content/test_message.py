"""A message is shortened by whole sentences and clauses, and what is left out is the rest of it."""

import pytest

from activities.content.templates.message import Half, halves_of


@pytest.mark.parametrize(
    ("message", "first", "rest"),
    [
        ("Cenas desde 25 €, vino incluido", "Cenas desde 25 €", "Vino incluido"),
        ("Free tastings for members until 3 May", "Free tastings for members", "Until 3 May"),
        ("¡Aprende vela ya por 90 €!", "¡Aprende vela ya!", "Por 90 €"),
        ("Learn to sail for £90!", "Learn to sail!", "For £90"),
        (
            "Six lessons for beginners, £60 and a book",
            "Six lessons for beginners",
            "£60 and a book",
        ),
        ("Clases y copa, solo hasta el 3 de mayo", "Clases y copa", "Solo hasta el 3 de mayo"),
        ("Clases de vela solo hasta el 3 de mayo", "Clases de vela", "Solo hasta el 3 de mayo"),
        (
            "Bread on every Friday, and the first loaf is free",
            "Bread on every Friday",
            "The first loaf is free",
        ),
        ("Llega el otoño. Mantas por 30 €", "Llega el otoño", "Mantas por 30 €"),
        ("First lesson half price for children", "First lesson half price", "For children"),
        ("¡Ya abrimos! Ven", "¡Ya abrimos!", "Ven"),
    ],
)
def test_a_message_is_said_in_two(message: str, first: str, rest: str) -> None:
    """The half with the offer comes first, and the other can be read alone."""
    assert next(halves_of(message)) == Half(first, rest)


@pytest.mark.parametrize(
    "message",
    [
        "La cosecha nueva ya está en la tienda",
        "Pan de masa madre, queso y vino",
        "Si vienes el lunes, invitamos nosotros",
        "Abrimos a las ocho, aunque llueva",
        "¿Cena para dos, hoy mismo?",
        "Tres quesos curados (oveja, cabra)",
        "Hoy, cena",
        "We mend bikes, scooters, and all that has wheels",
        "Also on, and the door is always open",
        "Clases para, hasta el 3 de mayo",
    ],
)
def test_what_says_nothing_alone_is_not_parted(message: str) -> None:
    """Lists, questions, conditions and subordinate clauses stay whole."""
    assert list(halves_of(message)) == []
