"""Fakes of the memories and policies: they keep the ports' promises, and fail on demand."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.ports import (
    ArtifactStore,
)
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ArtifactRef,
    PolicyViolation,
    TenantPolicy,
)
from domain.signing import trusted

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""The auditor's key in tests: the same on every run, so that histories stay comparable."""


class FakeStores:
    """Artefact stores in memory, one for each tenant; some may be given."""

    def __init__(self, given: Mapping[UUID, ArtifactStore] | None = None) -> None:
        self._stores: dict[UUID, ArtifactStore] = dict(given or {})

    def of(self, tenant_id: UUID) -> ArtifactStore:
        """See the port."""
        return self._stores.setdefault(tenant_id, FakeStore())


class FakeStore:
    """An artefact store in memory."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """See the port."""
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        return ArtifactRef(sha256=name, size=len(data), media_type=media_type)

    async def get(self, sha256: str) -> bytes:
        """See the port."""
        if sha256 not in self.blobs:
            raise ArtifactMissing(f"no artefact {sha256}")
        if hashlib.sha256(self.blobs[sha256]).hexdigest() != sha256:
            raise ArtifactAltered(f"artefact {sha256} has been altered")
        return self.blobs[sha256]


class FakePolicies:
    """One policy for every tenant but those that are strangers."""

    def __init__(self) -> None:
        self.unknown: set[UUID] = set()
        self.policy = TenantPolicy(source="test", trusted_auditors=[trusted(KEY.public_key())])

    async def policy_of(self, tenant_id: UUID) -> TenantPolicy:
        """See the port."""
        if tenant_id in self.unknown:
            raise PolicyViolation(f"the tenant {tenant_id} is unknown")
        return self.policy


class FakeOpenCampaigns:
    """As many open campaigns as a test says."""

    def __init__(self) -> None:
        self.number = 0
        self.asked: list[UUID] = []

    async def before_own(self, tenant_id: UUID) -> int:
        """See the port."""
        self.asked.append(tenant_id)
        return self.number
