"""What names an artefact, where it lies under a store's root, and whether bytes fit their name."""

import hashlib
import re
from typing import Final
from uuid import UUID

from pydantic import ValidationError

from contracts import ArtifactAltered, ArtifactRef, ContractInvalid, explain

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_PLACE: Final = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")


def reference_to(data: bytes, media_type: str) -> ArtifactRef:
    """Return the reference that names these bytes.

    Raises:
        ContractInvalid: The media type is none.
    """
    try:
        return ArtifactRef(
            sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type
        )
    except ValidationError as error:
        raise ContractInvalid(f"An artefact cannot be stored: {explain(error)}.") from error


def place_of(sha256: str) -> str:
    """Return where the artefact lies in its tenant's space: `ab/abcdef…`, in every kind of store.

    Raises:
        ContractInvalid: The name is no digest, so it can name nothing here.
    """
    if _DIGEST.fullmatch(sha256) is None:
        raise ContractInvalid(
            f"{sha256[:80]!r} names no artefact: a name has 64 lower-case hexadecimal digits."
        )
    return f"{sha256[:2]}/{sha256}"


def space_of(tenant_id: UUID) -> str:
    """Return what a tenant's part of a store is called, in every kind of store."""
    return str(tenant_id)


def tenant_in(space: str) -> UUID | None:
    """Return the tenant whose part of a store has this name, or `None` when it is nobody's."""
    try:
        tenant_id = UUID(space)
    except ValueError:
        return None
    return tenant_id if space == space_of(tenant_id) else None


def digest_at(place: str) -> str | None:
    """Return the name of the artefact that lies at a place, or `None` when none can."""
    found = _PLACE.fullmatch(place)
    return None if found is None else found[2]


def verified(data: bytes, sha256: str) -> bytes:
    """Return the bytes, if they are what the name says.

    Raises:
        ArtifactAltered: They have another digest.
    """
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ArtifactAltered(
            f"The artefact {sha256} was altered in the store: its bytes have digest {found}."
        )
    return data
