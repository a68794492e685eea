"""A term gets into a sentence only where it is a noun with what belongs to it."""

import pytest

from contracts import Language
from domain.noun_phrases import is_noun_phrase


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        (
            "café de especialidad",
            ["El café de especialidad", "Café de especialidad en Lugo"],
        ),
        (
            "envases reciclables",
            ["Más envases reciclables", "La era de envases reciclables"],
        ),
        ("zapatos negros", ["Los zapatos negros vuelven", "De moda: zapatos negros"]),
        ("filtro con jazmín", ["El filtro con jazmín", "Otro día, el filtro con jazmín"]),
        ("verdura", ["Sube la verdura", "Comer más verdura es posible"]),
        ("café especial", ["Sin café especial", "Con café especial, mejor"]),
        ("botas de trail", ["Las botas de trail", "Botas de trail en Lugo"]),
        ("matcha latte", ["Más matcha latte", "El matcha latte"]),
    ],
)
def test_a_spanish_noun_with_what_belongs_to_it_is_one(term: str, texts: list[str]) -> None:
    """What headlines name between an article and the next word can be named again."""
    assert is_noun_phrase(term, texts, Language.SPANISH)


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("latte", ["El latte", "Más latte"]),
        ("botas trail", ["Las botas trail", "Más botas trail"]),
        ("botas de running shoes", ["Las botas de running shoes", "De botas de running shoes"]),
        ("corre de trail", ["El corre de trail", "De corre de trail"]),
        ("zorgo de trail", ["El zorgo de trail", "De zorgo de trail"]),
        ("vuelve el café", ["Vuelve el café al barrio", "Ya vuelve el café"]),
        ("sube", ["El pan sube", "Sube la luz"]),
        ("café otoño", ["El café otoño", "Del café otoño"]),
        ("nueva ruta", ["La nueva ruta", "Una nueva ruta"]),
        ("jueves", ["El jueves", "De jueves"]),
        ("rápidamente", ["Sube rápidamente", "rápidamente"]),
        ("casas blanco", ["Las casas blanco", "De casas blanco"]),
        ("casas negros", ["Las casas negros", "De casas negros"]),
        ("mesas casa", ["Las mesas casa", "De mesas casa"]),
        ("luz verdad", ["La luz verdad", "De luz verdad"]),
        ("pan y queso", ["El pan y queso", "De pan y queso"]),
        ("café zorgo", ["El café zorgo", "Del café zorgo"]),
        ("barrio", ["Vuelve al barrio", "Es el barrio"]),
        ("café", ["Sube el Café", "Cierra el Café"]),
        ("pan de masa", ["El pan de masa madre", "Un pan de masa madre", "Pan de masa"]),
        ("pan de masa", ["Buen pan de masa", "Buen pan de masa", "El pan de masa"]),
        ("verdura", ["Sube la verdura", "Gana tiempo verdura fresca"]),
        ("verdura", ["Sube la verdura"]),
        ("verdura", []),
    ],
)
def test_a_fragment_of_a_spanish_headline_is_none(term: str, texts: list[str]) -> None:
    """Verbs, half of a name, halves of longer phrases and words that do not agree stay out."""
    assert not is_noun_phrase(term, texts, Language.SPANISH)


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("empty miles", ["Empty miles fall", "The cost of empty miles", "Fewer empty miles"]),
        ("specialty coffee", ["More specialty coffee", "A guide to specialty coffee"]),
        ("coffee", ["More Coffee In The City Of Lugo", "A town without coffee"]),
    ],
)
def test_an_english_noun_with_what_belongs_to_it_is_one(term: str, texts: list[str]) -> None:
    """Headlines in which every word has a capital say nothing about names."""
    assert is_noun_phrase(term, texts, Language.ENGLISH)


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("carriers share", ["Carriers share loads", "The carriers share"]),
        ("bikes stolen", ["Bikes stolen", "More bikes stolen"]),
        ("route planning", ["The route planning", "A route planning"]),
        ("live", ["The live", "Of live"]),
        ("closely watched", ["The closely watched", "Of closely"]),
        ("zorgo bike", ["The zorgo bike", "A zorgo bike"]),
        ("red bike", ["Ride the red Bike", "He sold a red Bike"]),
    ],
)
def test_a_fragment_of_an_english_headline_is_none(term: str, texts: list[str]) -> None:
    """A verb behind its subject is no noun, and what is written as a name may be a competitor."""
    assert not is_noun_phrase(term, texts, Language.ENGLISH)
