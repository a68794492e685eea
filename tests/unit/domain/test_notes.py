"""What people should know is found again in a campaign's log."""

from typing import Any

import pytest

from contracts import TraceEntry
from domain.notes import channel_notes, source_notes
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


def test_channels_are_quoted() -> None:
    """What they said at admission is not taken for what the radar said, nor the other way round."""
    log = [entry("admitted", notes=["x: nothing could be published"]), entry(notes=["a is empty"])]

    assert channel_notes(log) == ["x: nothing could be published"]
    assert channel_notes([entry("admitted", policy_sha256="0")]) == []
    assert source_notes(log) == ["a is empty"]
