"""What is held of a tenant and what is left of it, as a table."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


class Held(Protocol):
    """One kind of thing."""

    @property
    def what(self) -> str:
        """What it is."""
        ...

    @property
    def where(self) -> str:
        """Where it is."""
        ...

    @property
    def found(self) -> int:
        """How many there were."""
        ...

    @property
    def left(self) -> int:
        """How many there are."""
        ...


class Erasure(Protocol):
    """What was held of a tenant."""

    @property
    def tenant_id(self) -> UUID:
        """The tenant."""
        ...

    @property
    def erased(self) -> bool:
        """Whether it was erased."""
        ...

    @property
    def held(self) -> Sequence[Held]:
        """Each kind."""
        ...

    @property
    def stays(self) -> Sequence[str]:
        """What is not erased."""
        ...

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left."""
        ...


def erasure(answer: Erasure) -> RenderableType:
    """Return the numbers, what stays, and what to do."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("where")
    table.add_column("what")
    table.add_column("found", justify="right")
    if answer.erased:
        table.add_column("left", justify="right")
    for one in answer.held:
        left = [f"{one.left:,}"] if answer.erased else []
        table.add_row(one.where, one.what, f"{one.found:,}", *left)
    stays = "stays" if answer.erased else "would stay"
    order = f"'starter.py tenant erase {answer.tenant_id} --yes' erases it"
    return Group(
        Text(f"tenant {answer.tenant_id} {_told(answer)}"),
        table,
        *(Text(f"{stays}: {one}") for one in answer.stays),
        *([] if answer.erased else [Text(order)]),
    )


def _told(answer: Erasure) -> str:
    if not answer.erased:
        return "has this, and nothing was erased"
    if answer.is_gone:
        return "is erased"
    return "is not erased whole: say it again"
