"""What `replay` answers."""

from contracts import Contract, Line, Prose
from contracts.base import Count


class ReplayedHistory(Contract):
    """One history, and whether this code goes its way."""

    source: Line
    """The file it was read from, or the id of its run."""
    workflow_id: Line
    events: Count
    is_same: bool
    why_not: Prose | None = None
    """Where this code goes another way, or why the history could not be played."""


class ReplayReport(Contract):
    """Every history that was played, those that failed first."""

    histories: list[ReplayedHistory]
    is_safe: bool
    """Whether this code goes the way of every one of them."""

    @classmethod
    def of(cls, histories: list[ReplayedHistory]) -> "ReplayReport":
        """Return what follows from the histories."""
        ordered = sorted(histories, key=lambda one: (one.is_same, one.source))
        return cls(histories=ordered, is_safe=all(one.is_same for one in histories))
