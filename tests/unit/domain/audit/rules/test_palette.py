"""The only colours that a sentence allows."""

import pytest

from domain.audit.rules.compiler import compile_rules
from domain.audit.rules.palette import palette_in


@pytest.mark.parametrize(
    ("sentence", "allowed"),
    [
        ("Solo azul y blanco", {"blue", "white"}),
        ("Únicamente azul marino y blanco.", {"blue", "white"}),
        ("Azul y blanco, nada más", {"blue", "white"}),
        ("Solo naranja y blanco", {"orange", "white"}),
        ("Solo los colores rosa y violeta", {"pink", "purple"}),
        ("No usar otro color que azul", {"blue"}),
        ("No usar más colores que el azul", {"blue"}),
        ("La paleta se limita a verde y blanco", {"green", "white"}),
        ("Solo los colores vino y chocolate", {"red", "brown"}),
        ("Only use navy and white", {"blue", "white"}),
        ("Stick to navy blue and white", {"blue", "white"}),
        ("No more colours than black and yellow", {"black", "yellow"}),
        ("Only the colours red and gold may be used", {"red", "yellow"}),
        ("Only black and white", {"black", "white", "gray"}),
    ],
)
def test_a_palette_is_read_by_its_colors(sentence: str, allowed: set[str]) -> None:
    """Shades are counted to their colour, and grey lies between black and white."""
    assert palette_in(sentence) == frozenset(allowed)


@pytest.mark.parametrize(
    "sentence",
    [
        "Solo rojo",
        "Only red",
        "Solo vino y chocolate",
        "Solo azul y gatos",
        "Solo azul y blanco en los fondos",
        "Only dark red and white",
        "Only blue and white, except for the logo",
        "Use blue and white",
        "Azul y blanco",
        "No solo rojo y azul",
        "Only use red and white at Christmas",
        "Solo azul rojo y blanco",
        "Only and white",
        "Solo rosas y violetas",
        "Only orange and violet",
    ],
)
def test_what_is_no_palette_for_certain_is_none(sentence: str) -> None:
    """A colour alone, a place, an occasion, a thing and a shade without a name are asked."""
    assert palette_in(sentence) is None


def test_a_palette_forbids_all_other_colors() -> None:
    """What was enforced is seen in the rule: the names of every other colour."""
    (rule,) = compile_rules(["Solo azul, blanco y negro"], {}, {})

    assert "red" in rule.values
    assert not {"blue", "white", "black", "gray"} & set(rule.values)
