"""The flat background is found, and not guessed from any large area."""

import pytest
from PIL import Image

from domain.audit.picture.colors import hex_of
from domain.audit.picture.decoding import Picture
from domain.audit.picture.layout import background_of
from tests.support.audit.subjects import SIZE, Creative, canvas, subject


def with_box(ground: str, box: tuple[int, int, int, int]) -> Image.Image:
    """Return a ground with a black box on it."""
    image = canvas(ground)
    image.paste("#000000", box)
    return image


NOISE = Image.effect_noise(SIZE, 90).convert("RGB")
ON_NOISE = NOISE.copy()
ON_NOISE.paste("#000000", (20, 20, 196, 250))


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (with_box("#f4eee0", (20, 20, 196, 250)), "#f4eee0"),
        (with_box("#f4eee0", (0, 0, 216, 80)), "#f4eee0"),
        (with_box("#f4eee0", (3, 3, 213, 267)), None),
        (ON_NOISE, None),
        (NOISE, None),
    ],
    ids=["a large box", "a header", "a thin frame", "a box on a photograph", "a photograph"],
)
def test_the_background_lies_along_the_edge(image: Image.Image, expected: str | None) -> None:
    """Neither a large box nor a photograph is taken for what lies behind."""
    shown = subject(Creative(image, fills=[]))
    assert isinstance(shown.picture, Picture)
    assert shown.layout is not None

    found = background_of(shown.picture, shown.layout)

    assert (None if found is None else hex_of(found)) == expected
