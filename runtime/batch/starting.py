"""Starting the requests of a file: so many a second, and each of them once however often.

What follows from a request's content is its execution id, so the same file again starts what is
left of it and finds the rest running.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

from contracts import as_prose
from runtime.batch.judging import Batch, JudgedEntry
from runtime.batch.replies import BatchEntry, BatchReport, Outcome
from runtime.campaigns.replies import StartedCampaign
from runtime.files.request import PreparedRequest
from runtime.refusals import NotCarriedOut
from runtime.temporal.errors import AttributeRefused, NoAnswer, NoWorker

_AT_ONCE: Final = 10
"""Starts that wait for their answer: a distant Temporal takes 100 ms for one."""

Begin = Callable[[PreparedRequest], Awaitable[StartedCampaign]]
"""Starts one request or attaches to its run."""
Tell = Callable[[Counter[Outcome]], None]
"""Hears how many entries have come to each outcome."""


async def start_batch(
    batch: Batch,
    begin: Begin,
    rate: float,
    tell: Tell,
    *,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> BatchReport:
    """Start every request of a batch, and return what became of each.

    A request that is refused costs itself. The batch stops when Temporal does not answer any more,
    or its namespace lacks what every campaign is found by.

    Args:
        batch: The requests.
        begin: Starts one.
        rate: Starts a second at most.
        tell: Hears after each entry how far the batch is.
        clock: Seconds of any epoch.
        pause: Waits so many seconds.
    """
    starting = _Starting(batch, begin, tell)
    places = asyncio.Semaphore(_AT_ONCE)
    due = clock()
    async with asyncio.TaskGroup() as starts:
        for index, entry in enumerate(batch.entries):
            if entry.same_as is not None:
                starting.note(index, Outcome.DUPLICATE, f"line {entry.same_as} says the same")
                continue
            await places.acquire()
            await pause(max(0.0, due - clock()))
            if starting.stopped is not None:
                break
            due = max(due, clock()) + 1.0 / rate  # what was missed is not made up for
            started = starts.create_task(starting.start(index, entry))
            started.add_done_callback(lambda _: places.release())
    return starting.report()


class _Starting:
    """How far a batch has come."""

    def __init__(self, batch: Batch, begin: Begin, tell: Tell) -> None:
        self._file = str(batch.path)
        self._begin = begin
        self._tell = tell
        self._entries = [_left(entry) for entry in batch.entries]
        self._counts = Counter({Outcome.LEFT: len(self._entries)})
        self.stopped: NotCarriedOut | None = None

    def report(self) -> BatchReport:
        """Return what became of each entry so far."""
        return BatchReport.of(self._file, self._entries, self.stopped)

    def note(
        self, index: int, outcome: Outcome, why: str | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        """Note what became of an entry."""
        entry = self._entries[index]
        self._counts.update({outcome: 1, Outcome.LEFT: -1})
        self._entries[index] = entry.model_copy(
            update={
                "outcome": outcome,
                "why": None if why is None else as_prose(why),
                "notes": notes or entry.notes,
            }
        )
        self._tell(self._counts)

    async def start(self, index: int, entry: JudgedEntry) -> None:
        """Start one entry, or note why it was not."""
        try:
            started = await self._begin(entry.prepared)
        except (AttributeRefused, NoAnswer, NoWorker) as error:
            self.stopped = error
        except NotCarriedOut as error:
            self.note(index, Outcome.REFUSED, str(error))
        else:
            outcome = Outcome.DUPLICATE if started.duplicate else Outcome.STARTED
            self.note(index, outcome, notes=started.notes)


def _left(entry: JudgedEntry) -> BatchEntry:
    request = entry.prepared.request
    return BatchEntry(
        line=entry.line,
        name=request.name,
        execution_id=request.execution_id,
        outcome=Outcome.LEFT,
        notes=entry.prepared.notes,
    )
