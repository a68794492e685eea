"""Feeds and tables that were read wrongly once: what is read of each, and what is said."""

from collections import defaultdict
from typing import Final

import pytest

from activities.radar.sources import Item, UnreadableSource, read
from tests.support.case_tables import CASES, files_in, rows_of
from tests.support.plans import NOW

_ROWS: Final = rows_of("feeds.tsv")
_SHOWN: Final = 8
"""Items of a source that are compared: all but of a long one, and of that the first and the last.
"""


def _items_by_file() -> dict[str, list[tuple[str, str]]]:
    items: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of("feed_items.tsv"):
        items[row["file"]].append((row["at"], row["text"]))
    return items


_ITEMS: Final = _items_by_file()


def _what_is_read(source: bytes) -> tuple[list[Item], str]:
    """Return the items, and all that is said."""
    try:
        reading = read(source, NOW)
    except UnreadableSource as refusal:
        return [], str(refusal)
    return reading.items, "; ".join(reading.notes)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["file"])
def test_a_feed_is_read_as_it_is_meant(row: dict[str, str]) -> None:
    """Odd dates, encodings and markup cost at most the item that has them, and it is said."""
    items, said = _what_is_read((CASES / "feeds" / row["file"]).read_bytes())

    shown = items if len(items) <= _SHOWN else [*items[: _SHOWN - 1], items[-1]]
    assert [(f"{item.at:%Y-%m-%dT%H:%M:%S}", item.text) for item in shown] == _ITEMS.get(
        row["file"], []
    )
    assert (str(len(items)), said) == (row["items"], row["said"])


def test_every_feed_has_its_right_value() -> None:
    """No input lies here without a line that says what is right, and no line without its input."""
    assert files_in("feeds") == {row["file"] for row in _ROWS}
    assert set(_ITEMS) == {row["file"] for row in _ROWS if row["items"] != "0"}
