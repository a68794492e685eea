"""X's way of counting, beside an independent implementation of it."""

import importlib
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.platforms.x.length import x_length
from domain.text.endings import top_level_domains


def _oracle() -> tuple[Callable[[str], Any], Path]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it reads its data through the old pkg_resources
        module = importlib.import_module("twitter_text")
    return module.parse_tweet, Path(module.__file__ or "").parent


_parse, _FOLDER = _oracle()
_EMOJI: Final = tuple(
    "".join(chr(int(code, 16)) for code in match[1].split())
    for match in re.finditer(
        r"^([0-9A-F ]+);", (_FOLDER / "regexp" / "emoji-test.txt").read_text("utf-8"), re.MULTILINE
    )
)
_PIECES: Final = (
    *("a", "é", "中", "0", "_", "-", ".", "/", "?", "#", "@", "$", "＠", ":", " ", "\n", "\r\n"),
    *(
        "(",
        ")",
        "=",
        "&",
        "%",
        "!",
        "'",
        '"',
        ",",
        "~",
        "|",
        "…",
        "—",
        "\u0301",
        "\u200b",
        "\u202a",
    ),
    *("https://", "HTTP://", "www.", "example", "mañana", "пример", "x" * 64, "1\ufe0f", "+"),
    *(".com", ".es", ".co.uk", ".рф", ".中国", ".zip", ".web", ".abarth", ".np", "xn--p1ai"),
    *("t.co", "https://t.co/abc", "\u200d", "\ufe0f", "🇦", "©", "™", "😀", "👍🏽", "🇪🇸", "👨‍👩‍👧"),
)


def counted(text: str) -> int:
    """Return the length that the other implementation finds."""
    return int(_parse(text).weightedLength)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*_PIECES, *_EMOJI]), max_size=14).map("".join))
@example("https://sub_domain.a_b.com/" + "x" * 60)
@example("https://exa-.com/" + "x" * 60)
@example("https://" + "x" * 64 + ".com/" + "y" * 60)
@example("0.es?tienda#")
@example("t.co.web")
@example("www.t.coñ＠.es/»")
@example("https://t.co/" + "a" * 60)
@example("a.np")
def test_a_text_is_never_shorter_than_x_counts(text: str) -> None:
    """A post that was approved is not refused by X for its length."""
    assert x_length(text) >= counted(text)


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
@pytest.mark.parametrize(
    "template",
    [
        "ver a.%s ya",
        "https://example.%s/x",
        "https://sub_a.example.%s",
        "https://exa-.%s/" + "z" * 40,
    ],
)
def test_the_ending_of_a_host_makes_a_link_where_it_does_on_x(template: str) -> None:
    """Hosts of every country and script are counted as X counts them, or longer."""
    texts = [template % ending for ending in sorted(top_level_domains())]
    differing = [text for text in texts if x_length(text) != counted(text)]

    assert not [text for text in texts if x_length(text) < counted(text)]
    assert len(differing) < len(texts) / 50


def test_emoji_count_as_x_counts_them() -> None:
    """An emoji of many characters is one, unless two people have two tones of skin."""
    differing = [emoji for emoji in _EMOJI if x_length(emoji) != counted(emoji)]

    assert all(x_length(emoji) > counted(emoji) and "🤝" in emoji for emoji in differing)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("👨\u200d🤝", 5),
        ("👨🏽\u200d👩\u200d👦", 8),
        ("⌚\ufe0f", 4),
        ("🇦🇦", 4),
        ("🥷🏽", 4),
        ("\u200da", 2),
        ("t.co👨\u200d👩\u200d👧.com/.", 35),
        ("https://t.co/" + "a" * 41, 54),
        ("https://" + "x" * 64 + ".com", 76),
        ("a.es " + "b." * 40 + "es", 23 + 1 + 82),
    ],
)
def test_what_x_does_not_know_as_one_counts_in_its_parts(text: str, length: int) -> None:
    """Made-up flags, families and newer emoji are as long as X would find them."""
    assert x_length(text) == length


def test_an_address_that_is_too_long_for_a_link_is_text() -> None:
    """X gives up on an address of four thousand characters, and counts every one."""
    text = "https://a.es/" + "b" * 4100

    assert x_length(text) == len(text)
