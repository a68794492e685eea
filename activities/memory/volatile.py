"""A memory that ends with its process: for work that leaves nothing behind."""

from uuid import UUID

from activities.ports import Memory


class VolatileMemory:
    """Remembers what it is told, and reads what it is not from the memory beneath it."""

    def __init__(self, beneath: Memory | None = None) -> None:
        self._beneath = beneath
        self._kept: dict[tuple[UUID, str], str] = {}

    async def recall(self, tenant_id: UUID, name: str) -> str | None:
        """See the port."""
        kept = self._kept.get((tenant_id, name))
        if kept is None and self._beneath is not None:
            return await self._beneath.recall(tenant_id, name)
        return kept

    async def keep(self, tenant_id: UUID, name: str, text: str) -> None:
        """See the port."""
        self._kept[tenant_id, name] = text
