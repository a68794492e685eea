"""Which colours of a logo meet what lies behind it."""

import pytest
from PIL import Image, ImageDraw

from activities.content.templates.logo import rim_colors

SIZE = (200, 60)


def drawn(*marks: tuple[str, tuple[int, int, int, int]]) -> Image.Image:
    """Return a transparent logo with some boxes on it, one over another."""
    logo = Image.new("RGBA", SIZE)
    for color, box in marks:
        ImageDraw.Draw(logo).rectangle(box, fill=color)
    return logo


@pytest.mark.parametrize(
    ("logo", "expected"),
    [
        (drawn(("#ffffff", (10, 10, 190, 50))), ["#ffffff"]),
        (drawn(("#c8141e", (5, 5, 60, 55)), ("#ffffff", (80, 5, 190, 55))), ["#ffffff", "#c8141e"]),
        (drawn(("#c8141e", (5, 5, 190, 55)), ("#ffffff", (30, 20, 160, 40))), ["#c8141e"]),
        (Image.new("RGBA", SIZE, "#123456"), ["#123456"]),
        (Image.new("RGBA", SIZE, "#12345601"), ["#123456"]),
    ],
    ids=["one", "two", "a plate of its own", "without a hole", "nothing opaque"],
)
def test_the_rim_of_a_logo_has_its_colors(logo: Image.Image, expected: list[str]) -> None:
    """White letters alone may vanish on white; on a plate of their own they cannot."""
    assert rim_colors(logo) == expected
