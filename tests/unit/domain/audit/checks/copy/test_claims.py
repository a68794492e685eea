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
        "Try daily contact lenses free for five days",
        "Gratis durante un mes",
        "Treinta días gratis",
        "Gratis siempre que compres dos",
        "Always free-range eggs",
        "Completely free from gluten",
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


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Book your free survey", "A free survey of your roof"),
        ("Free delivery this week", "Free delivery on the islands"),
        ("Visitas gratuitas y presupuesto sin compromiso", "Te hacemos una visita gratuita"),
        ("Envío gratis", "Envío gratis a toda España"),
        ("Gratis", "Envío gratis a toda España"),
        ("Coffee for free", "For free, because we like you"),
        ("Half price lenses", "Lenses at half price"),
    ],
)
def test_what_the_request_itself_offers_is_the_advertisers_own_statement(
    body: str, message: str
) -> None:
    """Nobody is asked about an offer that the request's message or button makes."""
    by_message, by_button = (
        CHECK(subject(text={"body": body}, context={own: message}))
        for own in ("request_message", "call_to_action")
    )

    assert codes(by_message) == codes(by_button) == [("PASS", None, "HIGH")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A free coffee for you", "A free survey of your roof"),
        ("Café gratis", "Envío gratis a toda España"),
        ("Envío gratis sin condiciones", "Envío gratis sin condiciones"),
        ("Envío totalmente gratis", "Envío totalmente gratis"),
        ("Gratis para siempre", "Gratis para siempre"),
        ("Free survey, no strings attached", "Free survey, no strings attached"),
        ("A completely free survey", "A completely free survey"),
        ("A risk-free trial", "A risk-free trial"),
        ("The best coffee", "The best coffee"),
    ],
)
def test_what_copy_adds_and_what_nothing_limits_goes_to_a_person(body: str, message: str) -> None:
    """Another gift than the request's needs a person, and so does free without any condition."""
    shown = subject(text={"body": body}, context={"request_message": message})

    assert codes(CHECK(shown)) == [("FAIL", "UNSUBSTANTIATED_CLAIM", "HIGH")]


def test_an_offer_of_the_request_does_not_cover_another_gift_in_the_copy() -> None:
    """Both are gratis, and the request offers one of them."""
    texts = {"headline": "Envío gratis", "body": "Y un café gratis"}
    shown = subject(text=texts, context={"request_message": "Envío gratis a toda España"})

    (finding,) = CHECK(shown)

    assert finding.evidence["fields"] == ["body"]
