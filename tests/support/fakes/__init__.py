"""Fakes of the memories and policies: they keep the ports' promises, and fail on demand."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.ports import (
    ArtifactStore,
    Claim,
    Claimed,
    Finished,
    StepStatus,
    Taken,
)
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ArtifactRef,
    CampaignPayload,
    ContractInvalid,
    PolicyViolation,
    StepLost,
    TenantPolicy,
)
from domain.signing import trusted

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""The auditor's key in tests: the same on every run, so that histories stay comparable."""


class Faults:
    """A list of exceptions that an operation raises, one per call, before it works."""

    def __init__(self) -> None:
        self._planned: dict[str, list[BaseException]] = {}
        self.calls: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        self._met: dict[str, asyncio.Event] = {}

    def plan(self, name: str, *errors: BaseException) -> None:
        """Let the next calls of an operation fail, in this order."""
        self._planned.setdefault(name, []).extend(errors)

    def hold(self, name: str) -> asyncio.Event:
        """Let calls of an operation wait until the event is set."""
        return self.held.setdefault(name, asyncio.Event())

    async def called(self, name: str) -> None:
        """Wait until an operation has been called, for a minute at most."""
        async with asyncio.timeout(60):
            await self._met.setdefault(name, asyncio.Event()).wait()

    def release_all(self) -> None:
        """Let every call go on that was held."""
        for event in self.held.values():
            event.set()

    async def meet(self, name: str) -> None:
        """Count a call, wait where it is held, and fail as planned."""
        self.calls.append(name)
        self._met.setdefault(name, asyncio.Event()).set()
        if name in self.held:
            await self.held[name].wait()
        if planned := self._planned.get(name):
            raise planned.pop(0)


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


class FakeExecutions:
    """The executions of a ledger in memory."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.requests: dict[UUID, str] = {}
        self.outcomes: dict[UUID, CampaignPayload] = {}
        self.duplicates: dict[UUID, int] = {}

    async def open(self, execution_id: UUID, request_sha256: str) -> CampaignPayload | None:
        """See the port."""
        await self.faults.meet("open")
        if self.requests.setdefault(execution_id, request_sha256) != request_sha256:
            raise ContractInvalid(f"execution {execution_id} is known with another request")
        return self.outcomes.get(execution_id)

    async def conclude(self, payload: CampaignPayload, request_sha256: str) -> None:
        """See the port."""
        await self.faults.meet("conclude")
        if self.requests.get(payload.execution_id) == request_sha256:
            self.outcomes.setdefault(payload.execution_id, payload)

    async def count_duplicate(self, execution_id: UUID) -> int:
        """See the port."""
        self.duplicates[execution_id] = self.duplicates.get(execution_id, 0) + 1
        return self.duplicates[execution_id]


@dataclass
class FakeStep:
    """One step of a ledger in memory."""

    input_sha256: str
    status: StepStatus = StepStatus.CLAIMED
    token: int = 0
    is_held: bool = False
    call_left: timedelta | None = None
    result: str | None = None


class FakeSteps:
    """The steps of a ledger in memory, where a lease lasts until the step is let go."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.rows: dict[tuple[str, int], FakeStep] = {}

    async def claim(
        self,
        step_key: str,
        revision: int,
        *,
        input_sha256: str | None,
        holder: str,
        lease: timedelta,
    ) -> Claimed | Taken | Finished:
        """See the port."""
        await self.faults.meet("claim")
        row = self.rows.setdefault((step_key, revision), FakeStep(input_sha256 or ""))
        if input_sha256 is not None:
            row.input_sha256 = row.input_sha256 or input_sha256
            if row.input_sha256 != input_sha256:
                raise ContractInvalid(f"the step {step_key} is known with another order")
            if row.status is not StepStatus.CLAIMED:
                return Finished(row.status, row.result)
        if row.is_held:
            return Taken(holder, lease)
        row.token += 1
        row.is_held = True
        claim = Claim(step_key, revision, row.token)
        return Claimed(claim, row.status, row.result, row.call_left)

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """See the port."""
        del lease
        await self.faults.meet("renew")
        self._row(claim)

    async def begin_call(self, claim: Claim, limit: timedelta) -> None:
        """See the port."""
        del limit
        await self.faults.meet("begin_call")
        self._row(claim).call_left = timedelta()

    async def end_call(self, claim: Claim) -> None:
        """See the port."""
        self._row(claim).call_left = None

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """See the port."""
        await self.faults.meet("finish")
        row = self._row(claim)
        row.status, row.result, row.is_held = status, result, False
        if status is StepStatus.DONE:
            row.call_left = None

    async def release(self, claim: Claim) -> None:
        """See the port."""
        await self.faults.meet("release")
        self._row(claim).is_held = False

    def _row(self, claim: Claim) -> FakeStep:
        row = self.rows[claim.step_key, claim.revision]
        if row.token != claim.token:
            raise StepLost(f"the step {claim.step_key} is another's")
        return row


class FakeLedger:
    """A ledger in memory."""

    def __init__(self, faults: Faults) -> None:
        self.executions = FakeExecutions(faults)
        self.steps = FakeSteps(faults)

    async def ready(self) -> None:
        """See the port."""

    async def close(self) -> None:
        """See the port."""


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
