"""Words in capitals."""

from domain.audit.checks.copy.caps import CHECK
from tests.support.audit.subjects import codes, subject


def test_hashtags_are_no_sentences() -> None:
    """Capitals in a field for hashtags are how hashtags are written."""
    assert codes(CHECK(subject(text={"hashtags": "#CAFE #NARINO"})))[0][0] == "PASS"
