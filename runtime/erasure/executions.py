"""Which executions are a tenant's: the ledger, Temporal and the store each know of some."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Final
from uuid import UUID

from activities.ledger import SqlLedger
from activities.ledger.erasure import Claimant
from activities.store import SweepableStore
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    CampaignRequest,
    Unreadable,
    execution_id_of,
    read_kept,
)
from domain.signing import digest
from runtime.erasure.runs import TenantRuns

_MOST_BYTES: Final = 64 * 1024
"""No request is longer (ADR 13)."""
_AT_ONCE: Final = 8
_MARK: Final = b'"execution_id"'


async def executions_of(
    tenant_id: UUID, ledger: SqlLedger, runs: TenantRuns, store: SweepableStore
) -> Mapping[UUID, UUID]:
    """Return the campaign of every execution of a tenant's.

    An execution that has ended is found in the ledger. One whose run was ended from outside is
    found in Temporal, and when that has forgotten it by its request in the store.

    Raises:
        CampaignError: Ledger or store cannot be read.
        NotCarriedOut: Temporal refuses, or gives no answer.
    """
    ended = await ledger.erasure.concluded(tenant_id)
    found = {one.execution_id: one async for one in _in_store(tenant_id, store)}
    for run in await runs.closed():
        execution = execution_id_of(run.id)
        if execution is None or execution in ended or execution in found:
            continue
        request = await runs.request(execution)
        if request is not None and request.tenant_id == tenant_id:
            found[execution] = _claimant(request)
    return await ledger.erasure.owned(tenant_id, list(found.values()))


async def _in_store(tenant_id: UUID, store: SweepableStore) -> AsyncGenerator[Claimant]:
    names = [
        stored.sha256
        for stored in await store.stored()
        if stored.sha256 is not None and stored.size <= _MOST_BYTES
    ]
    for start in range(0, len(names), _AT_ONCE):
        reads = (_request(store, sha256) for sha256 in names[start : start + _AT_ONCE])
        for request in await asyncio.gather(*reads):
            if request is not None and request.tenant_id == tenant_id:
                yield _claimant(request)


async def _request(store: SweepableStore, sha256: str) -> CampaignRequest | None:
    """Return the request that is stored under a name; `None` when it is something else."""
    try:
        data = await store.get(sha256)
        return read_kept(CampaignRequest, data) if _MARK in data else None
    except (ArtifactAltered, ArtifactMissing, Unreadable):
        return None


def _claimant(request: CampaignRequest) -> Claimant:
    return Claimant(request.execution_id, request.campaign_id, digest(request))
