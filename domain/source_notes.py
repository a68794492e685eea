"""What a campaign's log says of the sources that its radar read."""

from collections.abc import Iterable
from typing import Final

from contracts import TraceEntry

SCANNED: Final = "scanned"
"""The action under which the log tells what the radar found; `notes` says what it could not."""


def source_notes(log: Iterable[TraceEntry]) -> list[str]:
    """Return what could not be read, and why, as the radar said it last."""
    said = [entry.metadata.get("notes") for entry in log if entry.action == SCANNED]
    notes = said[-1] if said else None
    return [note for note in notes if isinstance(note, str)] if isinstance(notes, list) else []
