"""What could not be read of the sources is found again in a campaign's log."""

from typing import Any

import pytest

from contracts import TraceEntry
from domain.notes import source_notes
from tests.support.builders import MOMENT


def entry(action: str = "scanned", **metadata: Any) -> TraceEntry:
    """Return an entry of a log."""
    return TraceEntry(timestamp=MOMENT, actor_service="radar", action=action, metadata=metadata)


@pytest.mark.parametrize(
    ("log", "notes"),
    [
        ([], []),
        ([entry("composed", notes=["not the radar's"])], []),
        ([entry(notes=["a.csv is empty."]), entry("composed")], ["a.csv is empty."]),
        ([entry(notes=["old"]), entry(notes=["new", 5])], ["new"]),
        ([entry(notes="not a list")], []),
        ([entry(signals=3)], []),
    ],
)
def test_the_radar_is_quoted(log: list[TraceEntry], notes: list[str]) -> None:
    """Whoever asks for a campaign's status reads what the radar could not, and nothing else."""
    assert source_notes(log) == notes
