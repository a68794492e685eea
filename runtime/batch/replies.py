"""What `batch` answers."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from contracts import Contract, Line, Prose, as_prose
from contracts.base import Count
from runtime.refusals import NotCarriedOut, Refusal


class Outcome(StrEnum):
    """What became of one entry of a file."""

    STARTED = "started"
    DUPLICATE = "duplicate"
    """The same request had been started before, or stands earlier in the file."""
    REFUSED = "refused"
    """It was not started, for a reason of its own."""
    LEFT = "left"
    """The batch stopped before it; the same command again goes on with it."""


class BatchEntry(Contract):
    """One request of the file."""

    line: Count
    """Where it begins."""
    name: Line
    execution_id: UUID
    outcome: Outcome
    why: Prose | None = None
    """Why it was not started."""
    notes: tuple[Prose, ...] = ()
    """What is perhaps not meant in it, and what could not be read of its sources."""


class BatchReport(Contract):
    """Every entry of a file, in its order."""

    file: Prose
    entries: list[BatchEntry]
    counts: dict[Outcome, Count]
    """How many entries came to each outcome."""
    stopped: Prose | None = None
    """Why the batch did not come to its end."""
    exit_status: Count
    """0 when a campaign runs, or ran, for every entry. 2 when none does since the batch stopped for
    what `start` would end with 2 for as well, and 1 otherwise."""

    @classmethod
    def of(
        cls, file: str, entries: Sequence[BatchEntry], stop: NotCarriedOut | None = None
    ) -> "BatchReport":
        """Return the report about these entries, and about what stopped the batch."""
        found = Counter(entry.outcome for entry in entries)
        counts = {outcome: found[outcome] for outcome in Outcome}
        status = 1 if counts[Outcome.REFUSED] or counts[Outcome.LEFT] else 0
        if stop is not None and set(found) == {Outcome.LEFT}:
            status = stop.exit_status
        return cls(
            file=as_prose(file),
            entries=list(entries),
            counts=counts,
            stopped=None if stop is None else as_prose(str(stop)),
            exit_status=status,
        )

    @property
    def is_done(self) -> bool:
        """Whether a campaign runs, or ran, for every entry."""
        return self.exit_status == 0


class BatchRefusal(Refusal):
    """A file of which nothing was started."""

    faults: list[Prose]
    """Every fault of the file, each with its line and field."""
