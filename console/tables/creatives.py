"""What would go out, place by place: every text, and which picture it stands beside."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.tables.audit import of_file, table_of
from console.words.basics import plain
from console.words.creatives import Audited, about_the_whole, audited, place_name
from contracts import VisualAsset
from domain.gravity import faults_of


def texts_of(assets: Sequence[VisualAsset]) -> RenderableType:
    """Return every text of each place below each other, so that a narrow screen can fold it."""
    return Group(*(part for asset in assets for part in _texts(asset)))


def found_in(made: Audited) -> Iterator[RenderableType]:
    """Return what was found in each creative, and then in the campaign as a whole."""
    for file in audited(made):
        yield from of_file(file)
    if faults := faults_of(about_the_whole(made)):
        yield Text("the campaign as a whole:")
        yield table_of(faults)


def _texts(asset: VisualAsset) -> Iterator[RenderableType]:
    size = "" if asset.width is None else f"  {asset.width} x {asset.height} px"
    yield Text.assemble((plain(place_name(asset.place)), "bold"), (size, "dim"))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    beside = {"alternative text": asset.alt_text, "link": asset.link}
    for name, text in [*asset.text.items(), *beside.items()]:
        if text is not None:
            table.add_row(f"  {name.replace('_', ' ')}", Text(plain(text)))
    yield table
    yield Text("")
