"""Where bytes are kept: every tenant's apart."""

from typing import Protocol
from uuid import UUID

from contracts import ArtifactRef


class ArtifactStore(Protocol):
    """A place for the bytes of one tenant, named by their digest."""

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Store the bytes durably before returning; storing them again changes nothing."""
        ...

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, verified against their name.

        Raises:
            ArtifactMissing: There are none under this name.
            ArtifactAltered: The stored bytes have another digest.
        """
        ...


class ArtifactStores(Protocol):
    """Which store is whose: what is put into one tenant's is not in any other's."""

    def of(self, tenant_id: UUID) -> ArtifactStore:
        """Return the store of a tenant."""
        ...
