"""People who do not see a picture are told what it shows."""

import pytest

from domain.audit.checks.copy.alt_text import CHECK
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    ("alt_text", "expected"),
    [
        ("Una taza de café recién hecho", ("PASS", None, "HIGH")),
        (None, ("FAIL", "ALT_TEXT_MISSING", "HIGH")),
        ("   ", ("FAIL", "ALT_TEXT_MISSING", "HIGH")),
        ("creative-final.png", ("FAIL", "ALT_TEXT_IS_FILENAME", "HIGH")),
        ("IMG_2041", ("FAIL", "ALT_TEXT_IS_FILENAME", "HIGH")),
        ("a" * 1001, ("FAIL", "ALT_TEXT_TOO_LONG", "HIGH")),
    ],
)
def test_people_who_do_not_see_the_picture_are_told(
    alt_text: str | None, expected: tuple[str, str | None, str]
) -> None:
    """A picture without a real description is held up."""
    assert codes(CHECK(subject(alt_text=alt_text))) == [expected]
