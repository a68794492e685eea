"""A ledger in memory: it keeps the port's promises, and fails on demand.

Longer than 250 lines because its parts know each other: a stop holds back a call, and a claim asks
which ledger it is of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from activities.ports import (
    Claim,
    Claimed,
    Finished,
    KnownWorker,
    Opened,
    Reach,
    StepStatus,
    Taken,
)
from contracts import (
    CampaignPayload,
    CampaignRequest,
    ContractInvalid,
    LedgerIdentity,
    OtherLedger,
    Publication,
    StepLost,
    Stop,
    Stopped,
)
from tests.support.builders import MOMENT
from tests.support.fakes.faults import Faults

IDENTITY = LedgerIdentity(id=UUID("6b1f6a0c-3c2e-4c59-9a5d-2f2d1f6a6f02"), epoch=1)
"""Which ledger the one in memory is."""


class FakeExecutions:
    """The executions of a ledger in memory."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.requests: dict[UUID, str] = {}
        self.outcomes: dict[UUID, CampaignPayload] = {}
        """How the last run of an execution ended."""
        self.ended: set[tuple[UUID, str]] = set()
        """Runs that have ended."""
        self.noted: list[Publication] = []
        """What earlier runs left, as far as a test says so."""
        self.duplicates: dict[UUID, int] = {}

    async def open(
        self, request: CampaignRequest, request_sha256: str, *, ran_before: bool = False
    ) -> Opened:
        """See the port."""
        await self.faults.meet("open")
        execution = request.execution_id
        if self.requests.setdefault(execution, request_sha256) != request_sha256:
            raise ContractInvalid(f"execution {execution} is known with another request")
        ledger = IDENTITY.model_copy(update={"epoch": 0}) if ran_before else IDENTITY
        known = await self.publications(request) or ()
        return Opened(ledger, self.outcomes.get(execution), known)

    async def publications(self, request: CampaignRequest) -> tuple[Publication, ...] | None:
        """See the port."""
        if request.execution_id not in self.requests:
            return None
        places = [plan.place for plan in request.channels]
        return tuple(one for one in self.noted if one.place in places)

    async def conclude(
        self,
        payload: CampaignPayload,
        request_sha256: str,
        run_id: str,
        *,
        ledger: LedgerIdentity | None = None,
    ) -> None:
        """See the port."""
        await self.faults.meet("conclude")
        if ledger is not None and ledger.id != IDENTITY.id:
            raise OtherLedger(f"the campaign was admitted by {ledger}")
        run = (payload.execution_id, run_id)
        if self.requests.get(payload.execution_id) == request_sha256 and run not in self.ended:
            self.ended.add(run)
            self.outcomes[payload.execution_id] = payload

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
    is_complete: bool = True


class FakeSteps:
    """The steps of a ledger in memory, where a lease lasts until the step is let go."""

    def __init__(self, faults: Faults, stops: "FakeStops | None" = None) -> None:
        self.faults = faults
        self.stops = stops or FakeStops(faults)
        self.rows: dict[tuple[str, int], FakeStep] = {}
        self.identity = IDENTITY

    async def claim(
        self,
        step_key: str,
        revision: int,
        *,
        input_sha256: str | None,
        holder: str,
        lease: timedelta,
        ledger: LedgerIdentity | None = None,
    ) -> Claimed | Taken | Finished:
        """See the port."""
        await self.faults.meet("claim")
        if ledger is not None and (
            ledger.id != self.identity.id or ledger.epoch > self.identity.epoch
        ):
            raise OtherLedger(f"the campaign was admitted by {ledger}")
        epoch = 1 if ledger is None else ledger.epoch
        row = self.rows.setdefault(
            (step_key, revision),
            FakeStep(input_sha256 or "", is_complete=epoch == self.identity.epoch),
        )
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
        return Claimed(
            claim,
            row.status,
            row.result,
            row.call_left,
            input_sha256=row.input_sha256,
            is_new=row.token == 1,
            is_complete=row.is_complete,
        )

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """See the port."""
        del lease
        await self.faults.meet("renew")
        self._row(claim)

    async def begin_call(
        self, claim: Claim, limit: timedelta, publishes: Reach | None = None
    ) -> None:
        """See the port."""
        del limit
        await self.faults.meet("begin_call")
        row = self._row(claim)
        if publishes is not None:
            for stop in await self.stops.current():
                if stop.holds(publishes.tenant_id, publishes.channel):
                    raise Stopped(f"Nothing was sent: {stop}.")
        row.call_left = timedelta()

    async def call_is_over(self, claim: Claim) -> None:
        """See the port."""
        self._row(claim).call_left = timedelta()

    async def end_call(self, claim: Claim) -> None:
        """See the port."""
        row = self._row(claim)
        row.call_left, row.is_complete = None, True

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """See the port."""
        await self.faults.meet("finish")
        row = self._row(claim)
        row.status, row.result, row.is_held = status, result, False
        if status is StepStatus.DONE:
            row.call_left, row.is_complete = None, True

    async def release(self, claim: Claim) -> None:
        """See the port."""
        await self.faults.meet("release")
        self._row(claim).is_held = False

    def _row(self, claim: Claim) -> FakeStep:
        row = self.rows[claim.step_key, claim.revision]
        if row.token != claim.token:
            raise StepLost(f"the step {claim.step_key} is another's")
        return row


class FakeStops:
    """The emergency stops of a ledger in memory."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.in_force: dict[str, Stop] = {}
        self.known = 0

    async def current(self) -> Sequence[Stop]:
        """See the port."""
        await self.faults.meet("stops")
        return list(self.in_force.values())

    async def set(self, tenant_id: UUID | None, channel: str | None, *, why: str, by: str) -> Stop:
        """See the port."""
        self.known += 1
        stop = Stop(
            name=f"stop{self.known}",
            tenant_id=tenant_id,
            channel=channel,
            why=why,
            by=by,
            since=MOMENT,
        )
        self.in_force[stop.name] = stop
        return stop

    async def lift(self, name: str, *, by: str) -> Stop | None:
        """See the port."""
        del by
        return self.in_force.pop(name, None)


class FakeWorkers:
    """The workers of a ledger in memory, which are there until they stop."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.known: dict[UUID, KnownWorker] = {}

    async def note(self, worker: KnownWorker, within: timedelta) -> Sequence[KnownWorker]:
        """See the port."""
        await self.faults.meet("note worker")
        self.known[worker.id] = worker
        return [one for one in await self.living(within) if one.id != worker.id]

    async def living(self, within: timedelta) -> Sequence[KnownWorker]:
        """See the port."""
        del within
        return list(self.known.values())

    async def forget(self, worker: UUID) -> None:
        """See the port."""
        await self.faults.meet("forget worker")
        self.known.pop(worker, None)


class FakeLedger:
    """A ledger in memory."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.executions = FakeExecutions(faults)
        self.stops = FakeStops(faults)
        self.steps = FakeSteps(faults, self.stops)
        self.workers = FakeWorkers(faults)

    async def identity(self) -> LedgerIdentity:
        """See the port."""
        return IDENTITY

    async def check(self, meant: LedgerIdentity) -> None:
        """See the port."""
        await self.faults.meet("check ledger")
        if meant.id != IDENTITY.id:
            raise OtherLedger(f"the campaign was admitted by {meant}")

    async def ready(self) -> None:
        """See the port."""

    async def close(self) -> None:
        """See the port."""
