"""A letter greets its readers as its call to action addresses them."""

import pytest

from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    "action",
    [
        "Reserve su plaza",
        "Pida cita",
        "Llámenos",
        "Llame",
        "Solicite información",
        "Venga a verlo",
        "Escríbanos",
        "Elija fecha",
        "Empiece hoy",
        "Busque su talla",
        "Ver sus opciones",
        "Para usted",
        "Recojan sus entradas",
    ],
)
def test_a_letter_that_says_usted_greets_formally(action: str) -> None:
    """Nobody writes "Hola" to somebody whom the next line calls usted."""
    body = copy_of("email", "newsletter", call_to_action=action)["body"]

    assert body.startswith("Buenos días:")
    assert "Reciba un cordial saludo," in body


@pytest.mark.parametrize(
    "action",
    [
        "Reserva tu plaza",
        "Pide cita",
        "Llámanos",
        "Conoce el taller",
        "Descubre más",
        "Vive la cosecha",
        "Ven a verlo",
        "Ver la cosecha",
        "Entradas",
        "Mira sus fotos",
        "24 h",
        "N de noviembre",
    ],
)
def test_a_letter_that_does_not_say_usted_greets_as_neighbours_do(action: str) -> None:
    """A verb of `tú`, or none, is no reason for distance."""
    body = copy_of("email", "newsletter", call_to_action=action)["body"]

    assert body.startswith("Hola:")
    assert "Un saludo," in body


def test_what_a_request_asks_for_stands_over_its_call_to_action() -> None:
    """A voice that was asked for is the voice."""
    body = copy_of(
        "email", "newsletter", call_to_action="Reserve su plaza", tone_guard={"voice": "informal"}
    )["body"]

    assert body.startswith("Hola:")
    assert "Hasta pronto," in body
