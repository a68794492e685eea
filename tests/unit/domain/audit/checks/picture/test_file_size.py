"""A file is no larger than its channel or the brief allows."""

from typing import Any

import pytest

from contracts import QualityVerdict
from domain.audit.checks.picture.file_size import CHECK
from tests.support.audit.subjects import codes, subject


def test_altered_bytes_have_no_size_to_judge() -> None:
    """A size that was only claimed is not passed."""
    assert codes(CHECK(subject(fetched={"asset": None}))) == [("FAIL", "NOT_EVALUATED", "CRITICAL")]


@pytest.mark.parametrize(
    ("constraints", "verdict"),
    [({}, "PASS"), ({"instagram.feed.max_bytes": 100}, "FAIL")],
)
def test_a_file_fits_its_channel_or_the_brief(constraints: dict[str, Any], verdict: str) -> None:
    """The brief's limit of bytes replaces the channel's."""
    findings = CHECK(subject(constraints=constraints))

    assert [each.result for each in findings] == [QualityVerdict(verdict)]
