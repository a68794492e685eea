"""What was found about an installation, as a table."""

from typing import Final

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console.words.basics import plain
from runtime.doctor.replies import Diagnosis, Health

_STYLES: Final = {Health.WELL: "green", Health.DOUBTFUL: "yellow", Health.FAULTY: "bold red"}


def diagnosis(found: Diagnosis) -> RenderableType:
    """Return every finding with what to do about it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("part", overflow="fold")
    table.add_column("health", no_wrap=True)
    table.add_column("what was found, and what to do", overflow="fold")
    for one in found.findings:
        said = Text(plain(one.says))
        if one.to_do is not None:
            said.append(f"\n→ {plain(one.to_do)}", style="bold")
        table.add_row(Text(plain(one.part)), Text(one.health, style=_STYLES[one.health]), said)
    return table
