"""Artefacts in memory, over a store that is only read: for work that leaves nothing behind."""

from activities.ports import ArtifactStore
from activities.store.naming import reference_to
from contracts import ArtifactRef


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
