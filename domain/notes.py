"""What a campaign's log says that people should know although the campaign goes on."""

from collections.abc import Iterable

from contracts import LogAction, TraceEntry


def source_notes(log: Iterable[TraceEntry]) -> list[str]:
    """Return what could not be read of the sources, and why, as the radar said it last."""
    return _notes(log, LogAction.SCANNED)


def channel_notes(log: Iterable[TraceEntry]) -> list[str]:
    """Return what channels said at admission that may keep them from being published on."""
    return _notes(log, LogAction.ADMITTED)


def _notes(log: Iterable[TraceEntry], action: LogAction) -> list[str]:
    said = [entry.metadata.get("notes") for entry in log if entry.action == action]
    notes = said[-1] if said else None
    return [note for note in notes if isinstance(note, str)] if isinstance(notes, list) else []
