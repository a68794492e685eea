"""Claims that need a proof."""

import pytest

from contracts.terms import AuditTerms
from domain.audit.checks.copy.claims import CHECK
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("The best coffee in town", "UNSUBSTANTIATED_CLAIM"),
        ("Our best roast", "UNSUBSTANTIATED_CLAIM"),
        ("Los mejores cafés", "UNSUBSTANTIATED_CLAIM"),
        ("No. 1 in coffee", "UNSUBSTANTIATED_CLAIM"),
        ("The number one roaster", "UNSUBSTANTIATED_CLAIM"),
        ("Nº 1 en ventas", "UNSUBSTANTIATED_CLAIM"),
        ("Somos el n.º 1 en ventas", "UNSUBSTANTIATED_CLAIM"),
        ("La marca n.ª 1", "UNSUBSTANTIATED_CLAIM"),
        ("N.º 1 del sector", "UNSUBSTANTIATED_CLAIM"),
        ("Envío gratis sin condiciones", "UNSUBSTANTIATED_CLAIM"),
        ("Gratis y sin ningún tipo de condiciones", "UNSUBSTANTIATED_CLAIM"),
        ("Returns at no cost, no conditions", "UNSUBSTANTIATED_CLAIM"),
        ("Delivery for free without any terms", "UNSUBSTANTIATED_CLAIM"),
        ("El único café del mundo", "UNSUBSTANTIATED_CLAIM"),
        ("A free syrup", "UNSUBSTANTIATED_CLAIM"),
        ("El café que adelgaza", "HEALTH_CLAIM"),
        ("Adelgazar sin esfuerzo", "HEALTH_CLAIM"),
    ],
)
def test_a_claim_without_a_proof_goes_to_a_person(body: str, reason: str) -> None:
    """Absolutes, gifts and cures wait for somebody who can prove them."""
    assert codes(CHECK(subject(text={"body": body}))) == [("FAIL", reason, "HIGH")]


@pytest.mark.parametrize(
    "body",
    [
        "The best mornings start slowly",
        "All the best from the team",
        "Best served cold",
        "Los mejores días empiezan así",
        "No. 1 Baker Street",
        "Calle Mayor, nº 1, 28013 Madrid",
        "Calle Mayor, n.º 1",
        "Line number one hundred",
        "C/ Mayor n.º 1",
        "Estamos en el local n.º 1",
        "El n.º 12 de la revista",
        "Envío gratis, condiciones en la web",
        "Envío gratis sin condiciones hasta el domingo",
        "Number one on your list",
        "Número uno de tu lista",
        "Sugar-free syrup",
        "Caffeine free coffee",
        "Un café único",
    ],
)
def test_ordinary_praise_and_addresses_are_no_claims(body: str) -> None:
    """Copy may wish the best, give its address and name what it lacks."""
    assert codes(CHECK(subject(text={"body": body}))) == [("PASS", None, "HIGH")]


def test_a_proof_counts_where_its_claim_stands() -> None:
    """A reference for one claim does not cover another in the same text."""
    terms = AuditTerms(substantiations={"el mejor café": "Cata 2026"})
    shown = subject(
        text={"body": "Resultados garantizados con el mejor café."}, context={"terms": terms}
    )

    findings = CHECK(shown)

    assert [each.evidence["claim"] for each in findings] == ["garantizados"]


@pytest.mark.parametrize(
    "body",
    ["Half price on everything", "Cortes a mitad de precio", "Get delivery free", "Get one free!"],
)
def test_what_is_cheaper_without_a_condition_goes_to_a_person(body: str) -> None:
    """A free call, a half price and one thing free are asked about alike."""
    assert codes(CHECK(subject(text={"body": body}))) == [("FAIL", "UNSUBSTANTIATED_CLAIM", "HIGH")]


@pytest.mark.parametrize(
    "body",
    [
        "First groom half price",
        "Stay two nights, get the third one free",
        "Free check-ups for children under six",
        "El segundo café, gratis",
        "Gratis para menores de 12 años",
    ],
)
def test_what_is_cheaper_under_a_condition_is_no_claim(body: str) -> None:
    """Who pays what for it is said, so nobody has to ask."""
    assert codes(CHECK(subject(text={"body": body}))) == [("PASS", None, "HIGH")]


def test_a_claim_in_several_texts_of_a_creative_is_found_once() -> None:
    """Headline, button and text say one thing: a person judges it once, and learns where it is."""
    (finding,) = CHECK(
        subject(text={"headline": "A free call", "call_to_action": "Book a free call"})
    )

    assert finding.evidence["fields"] == ["headline", "call_to_action"]
    assert finding.evidence["field"] == "headline"


def test_a_condition_in_one_text_holds_for_the_same_claim_in_another() -> None:
    """A short headline needs no footnote when the text below it says until when."""
    texts = {"headline": "Free coffee", "body": "Free coffee until 31 January."}

    assert codes(CHECK(subject(text=texts))) == [("PASS", None, "HIGH")]
