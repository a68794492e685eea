"""What inputs refer to by digest: read from the artefact store, and kept there."""

from typing import Final, TypeVar

from activities.ports import ArtifactStore
from contracts import ArtifactRef, Contract, Unreadable, read_kept
from domain.signing import canonical, digest

MEDIA_TYPE: Final = "application/json"

C = TypeVar("C", bound=Contract)


class References:
    """Contracts in a tenant's artefact store, each under the digest of its canonical form."""

    def __init__(self, store: ArtifactStore) -> None:
        self._store = store

    async def keep(self, value: Contract) -> ArtifactRef:
        """Store the canonical form of a contract; storing it again changes nothing."""
        return await self._store.put(canonical(value), MEDIA_TYPE)

    async def read(self, contract: type[C], sha256: str) -> C:
        """Return the contract that is stored under a digest.

        A field that this release does not know is passed over.

        Raises:
            ArtifactMissing: There is nothing under it.
            ArtifactAltered: The stored bytes have another digest.
            Unreadable: What is stored there is something else, or of another release.
        """
        try:
            return read_kept(contract, await self._store.get(sha256))
        except Unreadable as error:
            raise Unreadable(f"artefact {sha256}: {error}") from error

    async def read_whole(self, contract: type[C], sha256: str) -> C:
        """Return the contract that is stored under a digest, and that says no more than is read.

        Raises:
            ArtifactMissing: There is nothing under it.
            ArtifactAltered: The stored bytes have another digest.
            Unreadable: What is stored there is something else, or of another release.
        """
        value = await self.read(contract, sha256)
        if digest(value) != sha256:
            raise Unreadable(f"artefact {sha256} says more than this release of Phoenix can read")
        return value
