"""Text stays clear of what a platform lays over the picture."""

from dataclasses import replace

from domain.audit.checks.picture.safe_zone import CHECK
from tests.support.audit.subjects import SMALL_FEED, codes, subject


def test_safe_zones_cannot_be_judged_without_a_layout() -> None:
    """A story that comes without its layout is looked at by a person."""
    shown = subject(fetched={"manifest": None}, placement=replace(SMALL_FEED, safe_top=0.1))

    assert codes(CHECK(shown)) == [("WARN", "NOT_EVALUATED", "HIGH")]
