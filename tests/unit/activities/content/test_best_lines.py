"""Of all ways to break a text the one is taken over which its readers stumble least."""

import pytest

from activities.content.templates.best_lines import best_lines


@pytest.mark.parametrize(
    ("text", "width", "most", "lines"),
    [
        ("uno dos tres seis", 8, 4, ("uno dos", "tres", "seis")),
        ("uno dos tres seis", 9, 2, ("uno dos", "tres seis")),
        ("uno dos tres seis", 20, 4, ("uno dos tres seis",)),
        ("uno dos tres seis", 9, 1, None),
        ("uno cuatrocientos", 9, 3, None),
        ("", 9, 3, ()),
    ],
    ids=["uneven", "even", "one line", "too many lines", "too wide a word", "nothing"],
)
def test_a_text_is_broken_where_it_fits(
    text: str, width: int, most: int, lines: tuple[str, ...] | None
) -> None:
    """No line is wider than the room, none is one too many, and what cannot fit has no lines."""
    words = text.split()

    found = best_lines(words, [0.0] * (len(words) - 1), len, width, most)

    assert (found and found.lines) == lines


def test_an_uneven_break_is_better_than_a_bad_end() -> None:
    """What leads to the next word stands in its line, wherever it fits there."""
    found = best_lines(["cordero", "de", "leche"], [0, 1], len, 12, 3)

    assert found is not None
    assert found.lines == ("cordero", "de leche")
