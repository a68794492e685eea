"""Profanity in the copy's own language and in the other, and decent words that look like it."""

import pytest

from contracts import Language
from domain.audit.checks.copy.profanity import CHECK
from tests.support.audit.subjects import codes, subject

_BLOCKED = ("FAIL", "PROFANITY", "CRITICAL")
_ASKED = ("WARN", "PROFANITY", "HIGH")
_FINE = ("PASS", None, "CRITICAL")


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("es", "Puto café", _BLOCKED),
        ("es", "Una mi3rda", _BLOCKED),
        ("es", "Un gilipollaaas", _BLOCKED),
        ("es", "Fucking café", _ASKED),
        ("es", "Eres un capullo", _ASKED),
        ("es", "Qué pinche café", _ASKED),
        ("es", "Nueva tienda en Morón de la Frontera", _FINE),
        ("es", "Nueva tienda en Moron de la Frontera", _FINE),
        ("es", "Kike Rivero, campeón de baristas", _FINE),
        ("es", "Se busca pinche de cocina", _FINE),
        ("es", "Camiseta de algodón, del capullo a la prenda", _FINE),
        ("es", "Graduada cum laude en tueste", _FINE),
        ("es", "Moby Dick y Dick Tracy", _FINE),
        ("en", "Fucking great coffee", _BLOCKED),
        ("en", "f.u.c.k Mondays", _BLOCKED),
        ("en", "This is mierda", _ASKED),
        ("en", "You dick", _ASKED),
        ("en", "A fückîng good one", _ASKED),
        ("en", "Moby Dick café opens on Friday", _FINE),
        ("en", "Prick the pastry with a fork", _FINE),
        ("en", "git clone our recipe book", _FINE),
        ("en", "A walk along the dyke", _FINE),
        ("en", "Capullo, the pinche café", _FINE),
        (None, "Puto café", _BLOCKED),
        (None, "Fucking coffee", _BLOCKED),
    ],
)
def test_profanity_is_told_from_decent_words(
    language: str | None, body: str, expected: tuple[str, str | None, str]
) -> None:
    """Swearing blocks, words that may be decent are read by a person, and towns and names pass."""
    context = {"language": language and Language(language)}

    findings = CHECK(subject(text={"body": body}, context=context))

    assert codes(findings) == [expected]
