"""Exclamations are as many as a brief allows, and a Spanish mark has its pair."""

import pytest

from domain.audit.checks.copy.punctuation import CHECK
from domain.audit.rules.compiler import compile_rules
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("¡Ya está aquí!", ("PASS", None, "MEDIUM")),
        ("¡Ya está! ¡Aquí!", ("FAIL", "TOO_MANY_EXCLAMATIONS", "CRITICAL")),
    ],
)
def test_a_brief_may_limit_exclamations(body: str, expected: tuple[str, str | None, str]) -> None:
    """A pair of Spanish marks is one exclamation."""
    rules = compile_rules(["Un signo de exclamación como máximo"], {}, {})

    assert codes(CHECK(subject(rules=rules, text={"body": body}))) == [expected]


@pytest.mark.parametrize(
    ("body", "alone"),
    [
        ("¡Ven a vernos.", ["¡Ven a vernos."]),
        ("¿Vienes?\n¡Ven\n¿Cuándo", ["¡Ven", "¿Cuándo"]),
        ("¡Hola! ¿Qué tal", ["¿Qué tal"]),
        ("¡Qué me dices? ¿Ya está aquí!", []),
        ("Sin prisa, ¡ven!", []),
    ],
)
def test_a_mark_that_stays_open_is_told(body: str, alone: list[str]) -> None:
    """Half an exclamation goes out with a word about it; a mixed pair is one."""
    found = CHECK(subject(text={"body": body}))[0]

    assert found.evidence.get("matches", []) == alone
    assert found.reason_code == ("MISSING_CLOSING_MARK" if alone else None)
