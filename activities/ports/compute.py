"""Work that keeps a processor busy, apart from everything that waits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar, TypeVarTuple
from uuid import UUID

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True)
class Limit:
    """What one piece of work may take; where it takes more, it is stopped."""

    cpu: float
    """Seconds of a processor."""
    wall: float
    """Seconds of the clock, from when it has its turn. Where a machine is too busy to give those of
    a processor in that time, it is not the work that was too costly."""
    memory: int
    """Bytes of data of the process that does it, those of the interpreter and its modules included:
    some 60 MB."""


class Compute(Protocol):
    """Something that carries pure functions out without holding up what waits."""

    async def run(
        self, function: Callable[[*Ts], T], *args: *Ts, what: str, tenant: UUID, limit: Limit
    ) -> T:
        """Return what the function gives, or raise what it raises.

        Nothing is left of the work when the caller is cancelled.

        Args:
            function: A module's own function, without effects; it may run in another process.
            args: What it is given; what goes in and comes out can be pickled.
            what: What it does, for messages, such as "reading news.rss".
            tenant: For whom it is done: no tenant's work keeps another's waiting for long.
            limit: What it may take.

        Raises:
            TooCostly: It would have taken more than the limit, and would again.
            WorkLost: The process that did it has died, or came to nothing; another attempt may
                succeed.
        """
        ...

    async def prepare(self) -> None:
        """Do beforehand what the first work would wait for; nothing needs it.

        Raises:
            WorkLost: It cannot be done at present.
        """
        ...

    async def close(self) -> None:
        """Stop what is at work, and give back what it holds open."""
        ...
