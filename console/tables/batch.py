"""What became of a file of requests."""

from collections.abc import Mapping
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.words.basics import plain, short
from runtime.batch.replies import BatchReport, Outcome

MOST_SHOWN: Final = 50
"""Entries that are shown when all went well; those that were not started are always shown."""

_COLORS: Final = {
    Outcome.STARTED: "green",
    Outcome.DUPLICATE: "cyan",
    Outcome.REFUSED: "bold red",
    Outcome.LEFT: "yellow",
}


def progress(counts: Mapping[Outcome, int]) -> str:
    """Return how many entries have come to each outcome, in one line."""
    total = sum(counts.values())
    done = total - counts.get(Outcome.LEFT, 0)
    said = [f"{counts[outcome]} {outcome}" for outcome in Outcome if counts.get(outcome)]
    return f"{done} of {total} requests: {', '.join(said)}"


def report(found: BatchReport) -> RenderableType:
    """Return the entries, and how many came to each outcome."""
    well = (Outcome.STARTED, Outcome.DUPLICATE)
    shown = [
        entry
        for entry in found.entries
        if len(found.entries) <= MOST_SHOWN or entry.outcome not in well
    ]
    total = Text(progress(found.counts), style="green" if found.is_done else "bold red")
    if not shown:
        return total
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("line", "execution", "campaign", "outcome", "why"):
        table.add_column(column, overflow="fold", justify="right" if column == "line" else "left")
    for entry in shown:
        table.add_row(
            str(entry.line),
            short(entry.execution_id),
            Text(plain(entry.name)),
            Text(entry.outcome, style=_COLORS[entry.outcome]),
            Text(plain(entry.why or "")),
        )
    return Group(table, total)
