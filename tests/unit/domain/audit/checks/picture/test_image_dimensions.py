"""A picture has the pixels that its channel or the brief asks for."""

from typing import Any

import pytest

from domain.audit.checks.picture.image_dimensions import CHECK
from tests.support.audit.subjects import SIZE, Creative, canvas, codes, subject


@pytest.mark.parametrize(
    ("size", "constraints", "expected"),
    [
        (SIZE, {}, ("PASS", None, "CRITICAL")),
        ((100, 125), {}, ("FAIL", "IMAGE_TOO_SMALL", "CRITICAL")),
        ((160, 200), {}, ("WARN", "BELOW_RECOMMENDED", "MEDIUM")),
        (SIZE, {"instagram.feed.width": 216}, ("PASS", None, "CRITICAL")),
        (SIZE, {"instagram.feed.width": 217}, ("FAIL", "IMAGE_TOO_SMALL", "CRITICAL")),
        (SIZE, {"instagram.feed.height": 269}, ("FAIL", "IMAGE_TOO_LARGE", "CRITICAL")),
        (SIZE, {"instagram.story.height": 269}, ("PASS", None, "CRITICAL")),
    ],
)
def test_pixels_fit_the_channel_or_the_brief(
    size: tuple[int, int], constraints: dict[str, Any], expected: tuple[str, str | None, str]
) -> None:
    """Too few pixels block, fewer than recommended are said, the brief's are exact."""
    creative = Creative(canvas(size=size), text="Sí")
    shown = subject(creative, constraints=constraints, width=size[0], height=size[1])

    assert codes(CHECK(shown)) == [expected]
