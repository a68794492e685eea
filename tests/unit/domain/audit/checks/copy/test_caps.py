"""Words in capitals."""

import pytest

from domain.audit.checks.copy.caps import CHECK
from tests.support.audit.subjects import codes, subject


def test_hashtags_are_no_sentences() -> None:
    """Capitals in a field for hashtags are how hashtags are written."""
    assert codes(CHECK(subject(text={"hashtags": "#CAFE #NARINO"})))[0][0] == "PASS"


@pytest.mark.parametrize(
    "headline",
    ["DELE exam preparation", "IVA, IRPF y MTD", "El B2 y el SIELE", "AOVE nuevo", "HMRC"],
)
def test_names_of_exams_taxes_and_offices_are_not_shouted(headline: str) -> None:
    """An acronym that is a word as well is still an acronym."""
    assert codes(CHECK(subject(text={"headline": headline})))[0][0] == "PASS"


@pytest.mark.parametrize(
    ("product", "headline", "result"),
    [
        ("colchón BRISA 200", "Prueba el BRISA 200, el colchón", "PASS"),
        ("colchón «BRISA»", "Prueba el BRISA en casa", "PASS"),
        ("colchón BRISA 200", "Prueba YA el BRISA", "PASS"),
        ("colchón BRISA 200", "PRUEBA YA el BRISA", "FAIL"),
        ("OFERTA ÚLTIMA", "OFERTA ÚLTIMA de sillas", "FAIL"),
        ("sillas", "BRISA DE OFERTA", "FAIL"),
    ],
)
def test_a_product_s_name_in_capitals_is_not_shouted(
    product: str, headline: str, result: str
) -> None:
    """A model is written as its maker writes it; a product in nothing but capitals is shouted."""
    findings = CHECK(subject(text={"headline": headline}, context={"product": product}))

    assert codes(findings)[0][0] == result
