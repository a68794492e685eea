"""Artefacts in memory, over stores that are only read: for work that leaves nothing behind."""

from uuid import UUID

from activities.ports import ArtifactStore, ArtifactStores
from activities.store.naming import reference_to
from contracts import ArtifactRef


class MemoryArtifactStores:
    """A store in memory for each tenant, each over the tenant's own one beneath."""

    def __init__(self, beneath: ArtifactStores) -> None:
        self._beneath = beneath
        self._stores: dict[UUID, MemoryArtifactStore] = {}

    def of(self, tenant_id: UUID) -> "MemoryArtifactStore":
        """Return the store of a tenant: the same one each time, with what was put into it."""
        if tenant_id not in self._stores:
            self._stores[tenant_id] = MemoryArtifactStore(self._beneath.of(tenant_id))
        return self._stores[tenant_id]


class MemoryArtifactStore:
    """What is put is kept as long as this object; what is not found here is read from beneath."""

    def __init__(self, beneath: ArtifactStore) -> None:
        self._beneath = beneath
        self._stored: dict[str, bytes] = {}

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Keep the bytes.

        Raises:
            ContractInvalid: The media type is none.
        """
        reference = reference_to(data, media_type)
        self._stored[reference.sha256] = data
        return reference

    async def get(self, sha256: str) -> bytes:
        """Return the bytes.

        Raises:
            ArtifactMissing: There are none under this name, here or beneath.
            ArtifactAltered: The store beneath has other bytes.
        """
        kept = self._stored.get(sha256)
        return await self._beneath.get(sha256) if kept is None else kept
