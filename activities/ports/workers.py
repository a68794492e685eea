"""Which workers take work, as whoever compares them needs to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class KnownWorker:
    """A worker that says every now and then that it is there."""

    id: UUID
    """Made when it starts: two of one name are told apart."""
    name: str
    """What Temporal calls it."""
    settings: Mapping[str, str]
    """Those that all workers share, by name."""


class WorkerRegister(Protocol):
    """The workers of an installation; one that was not heard of for long counts as gone."""

    async def note(self, worker: KnownWorker, within: timedelta) -> Sequence[KnownWorker]:
        """Note that a worker is there, and return the others, by name.

        Args:
            worker: It, with its settings as they are.
            within: Who was not heard of for longer is forgotten.

        Raises:
            Infrastructure: It is not known who else is there.
        """
        ...

    async def living(self, within: timedelta) -> Sequence[KnownWorker]:
        """Return every worker that was heard of within so long, by name.

        Raises:
            Infrastructure: It is not known.
        """
        ...

    async def forget(self, worker: UUID) -> None:
        """Note that a worker has stopped.

        Raises:
            Infrastructure: It was not noted.
        """
        ...
