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
