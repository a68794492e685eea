"""Feeds and tables that were read wrongly once: what is read of each, and what is said."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from activities.radar.sources import UnreadableSource, read

_HERE: Final = Path(__file__).parent
_NOW: Final = datetime(2026, 11, 28, 12, tzinfo=UTC)
_ROWS: Final = tuple(
    csv.DictReader(
        (_HERE / "feeds.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


def _what_is_read(source: bytes) -> tuple[str, str, str, str]:
    """Return the number of items, the first's text and moment, and all that is said."""
    try:
        reading = read(source, _NOW)
    except UnreadableSource as refusal:
        return "0", "", "", str(refusal)
    first = reading.items[0] if reading.items else None
    text, moment = (first.text, f"{first.at:%Y-%m-%dT%H:%M}") if first else ("", "")
    return str(len(reading.items)), text, moment, "; ".join(reading.notes)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["file"])
def test_a_feed_is_read_as_it_is_meant(row: dict[str, str]) -> None:
    """Odd dates, encodings and markup cost at most the item that has them, and it is said."""
    read_of_it = _what_is_read((_HERE / "feeds" / row["file"]).read_bytes())

    assert read_of_it == (row["items"], row["first"], row["at"], row["said"])


def test_every_feed_has_its_right_value() -> None:
    """No input lies here without a line that says what is right."""
    kept = {str(file.relative_to(_HERE / "feeds")) for file in (_HERE / "feeds").rglob("*.*")}

    assert kept == {row["file"] for row in _ROWS}
