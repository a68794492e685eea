"""What inputs refer to by digest: read from the artefact store, and kept there."""

from typing import Final, TypeVar

from pydantic import ValidationError

from activities.ports import ArtifactStore
from contracts import ArtifactRef, Contract, ContractInvalid, explain
from domain.signing import canonical

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

        Raises:
            ArtifactMissing: There is nothing under it.
            ArtifactAltered: The stored bytes have another digest.
            ContractInvalid: What is stored there is something else.
        """
        data = await self._store.get(sha256)
        try:
            return contract.model_validate_json(data)
        except ValidationError as error:
            raise ContractInvalid(
                f"artefact {sha256} is no {contract.__name__}: {explain(error)}"
            ) from error
