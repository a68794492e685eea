"""Claims that need a proof, and what only the reader may say of the reader."""

import pytest

from domain.audit.checks.copy import claims, personal_attributes
from tests.support.audit_subjects import codes, subject


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("The best coffee in town", "UNSUBSTANTIATED_CLAIM"),
        ("Our best roast", "UNSUBSTANTIATED_CLAIM"),
        ("Los mejores cafés", "UNSUBSTANTIATED_CLAIM"),
        ("No. 1 in coffee", "UNSUBSTANTIATED_CLAIM"),
        ("The number one roaster", "UNSUBSTANTIATED_CLAIM"),
        ("Nº 1 en ventas", "UNSUBSTANTIATED_CLAIM"),
        ("El único café del mundo", "UNSUBSTANTIATED_CLAIM"),
        ("A free syrup", "UNSUBSTANTIATED_CLAIM"),
        ("El café que adelgaza", "HEALTH_CLAIM"),
        ("Adelgazar sin esfuerzo", "HEALTH_CLAIM"),
    ],
)
def test_a_claim_without_a_proof_goes_to_a_person(body: str, reason: str) -> None:
    """Absolutes, gifts and cures wait for somebody who can prove them."""
    assert codes(claims.CHECK(subject(text={"body": body}))) == [("FAIL", reason, "HIGH")]


@pytest.mark.parametrize(
    "body",
    [
        "The best mornings start slowly",
        "All the best from the team",
        "Best served cold",
        "Los mejores días empiezan así",
        "No. 1 Baker Street",
        "Calle Mayor, nº 1, 28013 Madrid",
        "Number one on your list",
        "Número uno de tu lista",
        "Sugar-free syrup",
        "Caffeine free coffee",
        "Un café único",
    ],
)
def test_ordinary_praise_and_addresses_are_no_claims(body: str) -> None:
    """Copy may wish the best, give its address and name what it lacks."""
    assert codes(claims.CHECK(subject(text={"body": body}))) == [("PASS", None, "HIGH")]


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
    findings = personal_attributes.CHECK(subject(text={"body": body}))

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
    findings = personal_attributes.CHECK(subject(text={"body": body}))

    assert codes(findings) == [("PASS", None, "HIGH")]
