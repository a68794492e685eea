"""What a campaign's log says of the sources that its radar read."""

from collections.abc import Iterable

from contracts import LogAction, TraceEntry


def source_notes(log: Iterable[TraceEntry]) -> list[str]:
    """Return what could not be read, and why, as the radar said it last."""
    said = [entry.metadata.get("notes") for entry in log if entry.action == LogAction.SCANNED]
    notes = said[-1] if said else None
    return [note for note in notes if isinstance(note, str)] if isinstance(notes, list) else []
