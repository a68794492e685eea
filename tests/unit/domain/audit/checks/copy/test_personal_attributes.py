"""What only the reader may say of the reader."""

import pytest

from domain.audit.checks.copy.personal_attributes import CHECK
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    "body",
    [
        "¿Sigues soltero a los cuarenta?",
        "As a diabetic, you deserve it",
        "Are you still single?",
        "Si eres viejo, ven",
        "Are you Christian?",
    ],
)
def test_what_only_the_reader_may_say_is_found(body: str) -> None:
    """Copy does not tell its readers that they are ill, alone or old."""
    findings = CHECK(subject(text={"body": body}))

    assert codes(findings) == [("FAIL", "PERSONAL_ATTRIBUTE_ASSERTED", "HIGH")]


@pytest.mark.parametrize(
    "body",
    [
        "Tu viejo molinillo vuelve a la vida",
        "Tus viejas tazas",
        "Your Christian Louboutin of mugs",
        "Are you single-origin curious?",
        "Your old grinder is welcome",
    ],
)
def test_what_the_reader_owns_says_nothing_of_the_reader(body: str) -> None:
    """An old grinder and a shoemaker's name are not personal."""
    findings = CHECK(subject(text={"body": body}))

    assert codes(findings) == [("PASS", None, "HIGH")]
