"""What each platform takes, as a table."""

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console.words.basics import plain
from domain.audit.ruleset import load_ruleset
from runtime.audit.replies import PlatformLimits


def limits(known: PlatformLimits) -> RenderableType:
    """Return every limit; what has not been checked for long stands out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("channel", "placement", "limit", "value", "kind", "counted in"):
        table.add_column(column, overflow="fold")
    table.add_column("days", justify="right", overflow="fold")
    table.add_column("source", overflow="fold", min_width=24)
    oldest = load_ruleset()["spec_max_age_days"]
    before = ("", "")
    for one in known.limits:
        place = (one.channel, one.placement)
        shown = ("", "") if place == before else place
        before = place
        table.add_row(
            *shown,
            one.limit,
            Text(plain(one.value)),
            one.enforcement,
            (one.counting or "").replace("_", " "),
            Text(str(one.age_days), style="yellow" if one.age_days > oldest else ""),
            Text(plain(one.source), style="dim"),
        )
    return table
