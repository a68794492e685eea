"""What is left of a template."""

import pytest

from domain.audit.checks.copy.placeholder import CHECK
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    "body",
    [
        "Hola %s, tu pedido está listo",
        "Hola %1$s",
        "Quedan %d plazas",
        "Hola {0}, te esperamos",
        "Hola {}, te esperamos",
        "Dear *|FNAME|*",
        "*|LIST:ADDRESS|*",
        "Hi <<FNAME>>",
        "Hola << nombre >>",
        "Hello <%= user.name %>",
        "Hi [FIRST NAME], your box is ready",
        "Hola [NOMBRE]",
        "Hola [[nombre]]",
        "Hola @@NOMBRE@@",
        "Hola ##NOMBRE##",
        "Hola %%nombre%%",
        "Hola __NOMBRE__",
        "Hola FIRST_NAME",
        "INSERT TEXT HERE",
        "Insert your headline here",
        "Add your text here.",
        "Your text here",
        "Headline goes here",
        "Inserte aquí su texto",
        "Escribe aquí tu texto",
        "Texto aquí",
        "El título va aquí",
        "Sample text",
        "Texto de relleno",
        "Precio: [object Object]",
    ],
)
def test_what_a_template_left_behind_blocks(body: str) -> None:
    """Nobody is greeted with the name of a field."""
    assert codes(CHECK(subject(text={"body": body}))) == [("FAIL", "PLACEHOLDER_LEFT", "CRITICAL")]


@pytest.mark.parametrize(
    "body",
    ["Tu logo aquí", "Your logo here", "Enlace aquí", "Con un texto de ejemplo en cada página"],
)
def test_what_may_be_meant_is_shown_to_a_person(body: str) -> None:
    """Who prints on mugs says «your logo here», and so does a designer."""
    assert codes(CHECK(subject(text={"body": body}))) == [("WARN", "PLACEHOLDER_LEFT", "HIGH")]


@pytest.mark.parametrize(
    "body",
    [
        "Ahorra un 20 % desde hoy",
        "20% de descuento",
        "50 %discount",
        "[NUEVO] Abrigo de lana",
        "No es <<barato>>, es justo",
        "Introduce tu nombre y reserva",
        "Lee el texto aquí y ahora",
        "Insert the card here",
        "Un título de aquí",
        "Todo: café, té y más",
    ],
)
def test_what_only_looks_like_a_template_passes(body: str) -> None:
    """Percentages, brackets and instructions to readers are no leftovers."""
    assert codes(CHECK(subject(text={"body": body})))[0][0] == "PASS"
