"""What nothing refers to in an artefact store, as a table."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.words.basics import lasting, moment, plain

MOST_SHOWN: Final = 20
"""The largest are shown; a program gets all of them."""

_THOUSAND: Final = 1000
_UNITS: Final = ("B", "kB", "MB", "GB", "TB")


class Thing(Protocol):
    """One of them."""

    @property
    def place(self) -> str:
        """Where it lies."""
        ...

    @property
    def size_bytes(self) -> int:
        """Its length."""
        ...

    @property
    def stored(self) -> datetime:
        """When it was last stored."""
        ...


class Swept(Protocol):
    """What nothing refers to, or what was removed of it."""

    @property
    def store(self) -> str:
        """Where it was looked for."""
        ...

    @property
    def older_than(self) -> timedelta:
        """The least age."""
        ...

    @property
    def removed(self) -> bool:
        """Whether they are gone."""
        ...

    @property
    def stored(self) -> int:
        """How many there were in the store."""
        ...

    @property
    def stored_bytes(self) -> int:
        """Their length."""
        ...

    @property
    def count(self) -> int:
        """How many of them nothing refers to."""
        ...

    @property
    def size_bytes(self) -> int:
        """The length of those."""
        ...

    @property
    def oldest(self) -> datetime | None:
        """When the first of those was stored."""
        ...

    @property
    def artifacts(self) -> Sequence[Thing]:
        """Those, the largest first."""
        ...


def swept(answer: Swept) -> RenderableType:
    """Return the sum, and the largest of what was found or removed."""
    age = lasting(answer.older_than)
    total = f"{answer.stored:,} artefacts ({size(answer.stored_bytes)}) in {answer.store}"
    if answer.oldest is None:
        what = "nothing was removed: " if answer.removed else ""
        return Text(plain(f"{what}nothing older than {age} is unreferenced among {total}"))
    what = "removed" if answer.removed else "nothing refers to"
    heading = (
        f"{what} {answer.count:,} ({size(answer.size_bytes)}) of {total}: "
        f"older than {age}, the oldest of {moment(answer.oldest)}"
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("bytes", justify="right", overflow="fold")
    table.add_column("stored")
    table.add_column("where", overflow="fold")
    for one in answer.artifacts[:MOST_SHOWN]:
        table.add_row(f"{one.size_bytes:,}", moment(one.stored), Text(plain(one.place)))
    parts: list[RenderableType] = [Text(plain(heading)), table]
    if answer.count > MOST_SHOWN:
        parts.append(Text(f"and {answer.count - MOST_SHOWN:,} smaller ones; --json lists them all"))
    if not answer.removed:
        parts.append(Text("'starter.py artifacts --sweep' removes them"))
    return Group(*parts)


def size(length: float) -> str:
    """Return a number of bytes with the precision that matters."""
    for unit in _UNITS[:-1]:
        if length < _THOUSAND:
            return f"{length:.0f} B" if unit == "B" else f"{length:.1f} {unit}"
        length /= _THOUSAND
    return f"{length:,.1f} {_UNITS[-1]}"
