"""Emergency stops, as whoever sets, lifts and shows them needs them."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from contracts import Stop


class Stops(Protocol):
    """What must not be published for the time being."""

    async def current(self) -> Sequence[Stop]:
        """Return every stop that has not been lifted, oldest first.

        Raises:
            Infrastructure: It is not known; whoever would publish must not.
        """
        ...

    async def set(self, tenant_id: UUID | None, channel: str | None, *, why: str, by: str) -> Stop:
        """Stop what a tenant publishes on a channel; `None` stands for every one.

        Raises:
            Infrastructure: It is not known whether it was set.
        """
        ...

    async def lift(self, name: str, *, by: str) -> Stop | None:
        """Let what a stop held go on; return the stop, or `None` when there is none of this name.

        Raises:
            Infrastructure: It is not known whether it was lifted.
        """
        ...
