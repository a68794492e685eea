"""Where bytes are kept."""

from typing import Protocol

from contracts import ArtifactRef


class ArtifactStore(Protocol):
    """A place for bytes, named by their digest."""

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
