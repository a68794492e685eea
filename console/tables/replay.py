"""What came of playing histories again."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.words.basics import plain
from runtime.replay.replies import ReplayReport


def report(found: ReplayReport) -> RenderableType:
    """Return the histories that this code leaves, and how many there were."""
    left = [one for one in found.histories if not one.is_same]
    events = sum(one.events for one in found.histories)
    total = Text(
        f"histories: {len(found.histories)}, with {events} events: "
        + ("this code goes the way of all" if not left else f"this code leaves {len(left)}"),
        style="green" if not left else "bold red",
    )
    if not left:
        return total
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("history", "why"):
        table.add_column(column, overflow="fold")
    for one in left:
        table.add_row(Text(plain(one.source)), Text(plain(one.why_not or "")))
    return Group(table, total)
