"""Texts that are hard to read."""

from domain.audit.checks.copy.readability import CHECK
from tests.support.audit.subjects import codes, subject


def test_a_rather_hard_text_is_mentioned() -> None:
    """Between easy and too hard the operator is told, and nothing is held up."""
    text = (
        "La temporada de recolección comienza en noviembre y las cooperativas seleccionan "
        "manualmente los mejores granos. Nuestros tostadores preparan pequeñas cantidades cada "
        "semana para conservar el aroma. La tienda reparte los paquetes por la mañana temprano."
    )

    findings = CHECK(subject(text={"body": text}))

    assert codes(findings) == [("WARN", "READABILITY_TOO_HARD", "LOW")]
