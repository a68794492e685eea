"""Texts are counted as the platforms count them."""

import pytest

from domain.platforms.counting import Counting, measure
from domain.platforms.x import length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("café", 4),
        ("cafe\u0301", 4),
        ("👾", 2),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("https://example.com", 23),
        ("https://example.com/very/long/path", 23),
        ("漢字", 4),
        ("Hello, world! 👋", 16),
        ("©", 2),
        ("® café", 7),
        ("™", 2),
        ("https://a.es/" + "漢" * 400, 23 + 800),
        ("https://a.es/x" + "☕" * 200, 23 + 400),
        ("https://a.es日本語", 23 + 6),
        ("https://日本語.jp/", 23),
        ("https://a.es/ruta_(larga)?q=a|b", 23),
        ("(https://a.es/x).", 23 + 3),
        ("a.co/漢", 23 + 2),
        ("漢a.co", 2 + 23),
        ("hola@a.co", 9),
    ],
)
def test_x_lengths_are_those_of_its_documentation(text: str, length: int) -> None:
    """A post is as long as X's own page on counting characters says."""
    counted = measure("x_weighted", text)

    assert counted == length


def test_x_counts_a_domain_without_a_scheme_as_the_link_that_it_may_become() -> None:
    """A post never turns out longer than was counted because X makes a link of a domain."""
    counted = measure("x_weighted", "Ver en a.co")

    assert counted == len("Ver en ") + 23


def test_the_full_stop_after_a_link_is_not_part_of_it() -> None:
    """A sentence may end in a link."""
    counted = measure("x_weighted", "Más en https://example.com/a.")

    assert counted == len("Más en ") + 23 + 1


@pytest.mark.parametrize(
    ("counting", "text", "length"),
    [
        (Counting.GRAPHEMES, "👨‍👩‍👧‍👦 ñ", 3),
        (Counting.DISPLAY_WIDTH, "東京 Café", 9),
        (Counting.BYTES, "año", 4),
    ],
)
def test_other_platforms_count_characters_columns_or_bytes(
    counting: Counting, text: str, length: int
) -> None:
    """A length is told in the counting of the platform that has the limit."""
    counted = measure(counting, text)

    assert counted == length


def test_an_unknown_way_of_counting_is_refused() -> None:
    """A slip in the data does not count as something else."""
    with pytest.raises(ValueError, match="words"):
        measure("words", "dos palabras")


def test_what_a_process_looks_up_once_is_what_any_process_finds() -> None:
    """The first text of a process is counted as every later one."""
    for looked_up in (length._emoji, length._known_endings, length._link, length._latin):
        looked_up.cache_clear()

    assert [measure("x_weighted", "漢a.co") for _ in range(2)] == [2 + 23] * 2
    assert measure("x_weighted", "👨‍👩‍👧‍👦") == 2
