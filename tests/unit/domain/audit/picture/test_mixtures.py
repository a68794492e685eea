"""The way from one colour to another is no third colour."""

import pytest

from domain.audit.picture.colors import Rgb
from domain.audit.picture.mixtures import is_mixture

WHITE, BLACK, RED = (252, 252, 252), (4, 4, 4), (204, 20, 28)


def ramp(first: Rgb, last: Rgb, count: int) -> dict[Rgb, int]:
    """Return the colours on the way, each of as many pixels."""
    steps = [[a + (b - a) * n // 9 for a, b in zip(first, last, strict=True)] for n in range(1, 9)]
    return {(step[0], step[1], step[2]): count for step in steps}


@pytest.mark.parametrize(
    ("asked", "others", "expected"),
    [
        (ramp(BLACK, WHITE, 50), {WHITE: 900, BLACK: 900}, True),
        (ramp(RED, WHITE, 50), {WHITE: 900, RED: 900}, True),
        (ramp(RED, WHITE, 50), {WHITE: 900, BLACK: 900}, False),
        (ramp(BLACK, WHITE, 50), {WHITE: 900}, False),
        ({(124, 124, 124): 90}, {WHITE: 900, BLACK: 900}, False),
        ({}, {WHITE: 900, BLACK: 900}, False),
    ],
    ids=["grey", "pink", "another way", "one end", "a colour of its own", "nothing"],
)
def test_a_way_between_two_colors_is_told_from_a_color(
    asked: dict[Rgb, int],
    others: dict[Rgb, int],
    *,
    expected: bool,
) -> None:
    """Grey between black and white is a way, unless one grey stands out."""
    assert is_mixture(asked, asked | others) is expected
