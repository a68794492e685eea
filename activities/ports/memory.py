"""What providers remember of the outside between two steps."""

from typing import Protocol
from uuid import UUID


class Memory(Protocol):
    """A tenant's small texts by name. Whatever is lost of it costs time or money, and no truth."""

    async def recall(self, tenant_id: UUID, name: str) -> str | None:
        """Return what was kept under a name; `None` where nothing is left of it."""
        ...

    async def keep(self, tenant_id: UUID, name: str, text: str) -> None:
        """Keep a text in place of what was kept under its name. It may be lost."""
        ...
