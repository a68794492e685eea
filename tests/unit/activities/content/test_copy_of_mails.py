"""A mail's subject, the line beside it, its picture and its text say four things together."""

import pytest

from contracts import Language
from tests.support.campaigns.content_orders import copy_of

_SHORT_OFFER = "Tres tardes de barro, café y buena compañía en el taller. Desde 35 €"
_LONG_OFFER = "Tres bolsas de nuestro mejor café por 30 €, si pide antes del 9 de mayo"
_LONG_NEWS = "Café de Nariño recién tostado, que sale cada lunes y le llega el martes"
_LONG_STAY = "Dos noches con desayuno y chimenea por 180 €, del 14 al 18 de septiembre"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"product": "cenas de vela", "core_message": "Cenas por 40 €, del 3 al 9 de mayo"},
            {
                "subject": "Cenas por 40 €, del 3 al 9 de mayo",
                "preheader": "Más información en tostadores.example.",
                "headline": "Cenas de vela",
            },
        ),
        (
            {"core_message": f"Llega la cosecha que esperábamos todo el año. {_LONG_OFFER}"},
            {
                "subject": "Llega la cosecha que esperábamos todo el año",
                "preheader": f"{_LONG_OFFER}.",
                "headline": "Café de Nariño",
            },
        ),
        (
            {"product": "cursos de cerámica", "core_message": _SHORT_OFFER},
            {
                "subject": "Tres tardes de barro, café y buena compañía en el taller",
                "preheader": "Cursos de cerámica. Desde 35 €.",
                "headline": "Cursos de cerámica",
            },
        ),
        (
            {"product": "plancha", "core_message": _LONG_STAY},
            {
                "subject": "Tostadores del Sur: plancha",
                "preheader": f"{_LONG_STAY}.",
                "headline": "Plancha",
            },
        ),
        (
            {"core_message": _LONG_OFFER},
            {
                "subject": "Café de Nariño",
                "preheader": f"{_LONG_OFFER}.",
                "headline": "Café de Nariño",
            },
        ),
        (
            {"core_message": f"Café de Nariño recién tostado, {_LONG_OFFER.lower()}"},
            {
                "subject": "Café de Nariño",
                "preheader": "Más información en tostadores.example.",
                "headline": "Café de Nariño",
            },
        ),
        (
            {"core_message": _LONG_NEWS},
            {
                "subject": "Ver la cosecha",
                "preheader": f"{_LONG_NEWS}.",
                "headline": "Café de Nariño",
            },
        ),
        (
            {
                "product": "Tostadores del Sur",
                "core_message": _LONG_STAY,
                "call_to_action": "Reserve",
            },
            {
                "subject": "Reserve",
                "preheader": f"{_LONG_STAY}.",
                "headline": _LONG_STAY,
            },
        ),
        (
            {
                "product": "aceite de oliva virgen extra (AOVE)",
                "core_message": "Ya está aquí el AOVE nuevo",
            },
            {
                "subject": "Aceite de oliva virgen extra (AOVE)",
                "preheader": "Ya está aquí el AOVE nuevo.",
                "headline": "Aceite de oliva virgen extra (AOVE)",
            },
        ),
        (
            {"product": "coronas y centros", "call_to_action": "Encargue el suyo"},
            {
                "subject": "La cosecha nueva ya está en la tienda",
                "preheader": "Coronas y centros. Más información en tostadores.example.",
                "headline": "Coronas y centros",
                "description": "La cosecha nueva ya está en la tienda",
            },
        ),
    ],
    ids=[
        "whole",
        "two sentences",
        "a short offer",
        "one word",
        "too long",
        "too long for all lines, from its beginning the product",
        "from its beginning the product",
        "no product",
        "explained",
        "another pronoun",
    ],
)
def test_a_mail_says_the_offer_with_all_it_depends_on(
    values: dict[str, str], expected: dict[str, str]
) -> None:
    """In the list of mails, too, no price stands without its date, and no date alone."""
    copy = copy_of("email", "newsletter", **values)

    assert {name: copy[name] for name in expected} == expected
    assert ("description" in copy) == ("description" in expected)
    message = values.get("core_message", "La cosecha nueva ya está en la tienda")
    assert copy["body"].count(f"{message}.") == 1


def test_formal_english_writes_words_out() -> None:
    """Who closes with kind regards does not say "info"."""
    body = copy_of(
        "email", "newsletter", language=Language.ENGLISH, tone_guard={"voice": "formal"}
    )["body"]

    assert " More information: https://" in body
