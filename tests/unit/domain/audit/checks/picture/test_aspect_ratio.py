"""A picture has the shape that its channel or the brief asks for."""

from typing import Any

import pytest

from contracts import QualityVerdict
from domain.audit.checks.picture.aspect_ratio import CHECK
from tests.support.audit.subjects import SIZE, Creative, canvas, subject


@pytest.mark.parametrize(
    ("size", "constraints", "verdict"),
    [
        (SIZE, {}, "PASS"),
        ((216, 272), {}, "PASS"),
        ((216, 216), {}, "FAIL"),
        ((216, 216), {"instagram.feed.ratio": 1}, "PASS"),
        (SIZE, {"instagram.feed.ratio": "1:1"}, "FAIL"),
        ((216, 216), {"instagram.feed.width": 216, "instagram.feed.height": 216}, "PASS"),
    ],
)
def test_the_shape_fits_the_channel_or_the_brief(
    size: tuple[int, int], constraints: dict[str, Any], verdict: str
) -> None:
    """A square does not pass for a portrait unless the brief asks for one."""
    shown = subject(Creative(canvas(size=size)), constraints=constraints)

    assert [each.result for each in CHECK(shown)] == [QualityVerdict(verdict)]
