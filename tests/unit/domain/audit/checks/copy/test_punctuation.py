"""Exclamations are as many as a brief allows."""

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
