"""A picture has the pixels that its channel or the brief asks for."""

from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from domain.audit.checks.picture import image_integrity as integrity
from domain.audit.checks.picture.image_dimensions import CHECK
from domain.audit.picture.decoding import open_picture
from tests.support.audit.subjects import SIZE, Creative, canvas, codes, png, subject


@pytest.mark.parametrize(
    ("size", "constraints", "expected"),
    [
        (SIZE, {}, ("PASS", None, "CRITICAL")),
        ((100, 125), {}, ("FAIL", "IMAGE_TOO_SMALL", "CRITICAL")),
        ((160, 200), {}, ("WARN", "BELOW_RECOMMENDED", "MEDIUM")),
        ((300, 200), {}, ("PASS", None, "CRITICAL")),
        ((180, 300), {}, ("PASS", None, "CRITICAL")),
        ((216, 216), {}, ("WARN", "BELOW_RECOMMENDED", "MEDIUM")),
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


def test_a_large_photograph_is_said_to_be_large() -> None:
    """What a good camera takes is no attack: it is made smaller, and sent again."""
    photograph = Image.effect_noise((400, 300), 60).convert("RGB")
    shown = subject(fetched={"asset": png(photograph)})
    large = replace(shown, picture=open_picture(png(photograph), 100_000))

    assert codes(CHECK(large)) == [("FAIL", "IMAGE_TOO_LARGE", "CRITICAL")]
    assert CHECK(large)[0].evidence["width"] == 400
    assert codes(integrity.CHECK(large)) != [("FAIL", "DECOMPRESSION_BOMB", "CRITICAL")]


def test_the_size_of_what_is_no_picture_is_not_judged() -> None:
    """Nobody is told of pixels that there are none of."""
    assert codes(CHECK(subject(fetched={"asset": b"nothing"}))) == [
        ("FAIL", "NOT_EVALUATED", "CRITICAL")
    ]
