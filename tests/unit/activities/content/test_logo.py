"""Which colours of a logo meet what lies behind it."""

import pytest
from PIL import Image, ImageDraw

from activities.content.templates.logo import rim_colors

SIZE = (200, 60)
WHITE = (255, 255, 255)


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
        (drawn(("#ffffff", (0, 0, *SIZE)), ("#c8141e", (30, 10, 90, 50))), ["#c8141e"]),
        (drawn(("#c8141e", (0, 0, *SIZE)), ("#ffffff", (30, 10, 90, 50))), ["#c8141e"]),
        (drawn(("#ffffff", (0, 0, *SIZE)), ("#c8141e", (30, 10, 33, 13))), ["#ffffff"]),
        (Image.new("RGBA", SIZE, "#12345601"), ["#123456"]),
    ],
    ids=[
        "one",
        "two",
        "a plate of its own",
        "without a hole",
        "a plate that is lost",
        "a plate that is seen",
        "a speck on a plate",
        "nothing opaque",
    ],
)
def test_the_rim_of_a_logo_has_its_colors(logo: Image.Image, expected: list[str]) -> None:
    """White letters alone may vanish on white; on a plate of their own they cannot.

    A picture without holes is a plate of its own: what is drawn on it is seen, or else the plate.
    """
    assert rim_colors(logo, WHITE) == expected
