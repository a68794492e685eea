"""Ledger and publishers as they are, with the instants at which a worker may be hit.

Longer than 250 lines because each port that is wrapped has to be whole.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from activities.ports import (
    Claim,
    Claimed,
    ExecutionLedger,
    Finished,
    Ledger,
    Opened,
    Publisher,
    Publishers,
    Reach,
    StepLedger,
    StepStatus,
    Stops,
    Taken,
    WorkerRegister,
)
from contracts import (
    CampaignPayload,
    CampaignRequest,
    LedgerIdentity,
    Publication,
    PublishOrder,
    Reconciliation,
    SettleOrder,
)
from tests.chaos.hits import Hits
from tests.chaos.trials import Point


@dataclass(frozen=True)
class HitSteps:
    """The steps of the ledger, with the instants at which a worker may be hit."""

    real: StepLedger
    hits: Hits
    sabotage: str

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
        if input_sha256 is not None:
            self.hits.at(Point.BEFORE_CLAIM, step_key)
        if self.sabotage == "ledger":
            claimed: Claimed | Taken | Finished = Claimed(
                Claim(step_key, revision, 0), StepStatus.CLAIMED, None, None
            )
        else:
            short = timedelta() if self.sabotage == "fencing" else lease
            claimed = await self.real.claim(
                step_key,
                revision,
                input_sha256=input_sha256,
                holder=holder,
                lease=short,
                ledger=ledger,
            )
        if self.sabotage == "fencing" and isinstance(claimed, Claimed) and claimed.call_left:
            claimed = replace(claimed, call_left=timedelta())
        if input_sha256 is not None:
            self.hits.at(Point.CLAIMED, step_key)
        return claimed

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """See the port."""
        if not self.sabotage:
            await self.real.renew(claim, lease)

    async def begin_call(
        self, claim: Claim, limit: timedelta, publishes: Reach | None = None
    ) -> None:
        """See the port."""
        if self.sabotage != "ledger":
            await self.real.begin_call(await self._claim(claim), limit, publishes)

    async def call_is_over(self, claim: Claim) -> None:
        """See the port."""
        if self.sabotage != "ledger":
            await self.real.call_is_over(await self._claim(claim))

    async def end_call(self, claim: Claim) -> None:
        """See the port."""
        if self.sabotage != "ledger":
            await self.real.end_call(await self._claim(claim))

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """See the port."""
        self.hits.at(Point.BEFORE_WRITE, claim.step_key)
        if self.sabotage != "ledger":
            await self.real.finish(await self._claim(claim), status, result)
        self.hits.at(Point.WRITTEN, claim.step_key)
        # By then the activity has returned, and its completion is on its way.
        asyncio.get_running_loop().call_soon(self.hits.at, Point.REPORTING, claim.step_key)

    async def release(self, claim: Claim) -> None:
        """See the port."""
        if not self.sabotage:
            await self.real.release(claim)

    async def _claim(self, claim: Claim) -> Claim:
        """Return the claim, or without fencing whichever claim is the latest."""
        if self.sabotage != "fencing":
            return claim
        latest = await self.real.claim(
            claim.step_key,
            claim.revision,
            input_sha256=None,
            holder="nobody",
            lease=timedelta(),
        )
        return latest.claim if isinstance(latest, Claimed) else claim


@dataclass(frozen=True)
class HitExecutions:
    """The executions of the ledger, with the instants at which a worker may be hit."""

    real: ExecutionLedger
    hits: Hits

    async def open(
        self, request: CampaignRequest, request_sha256: str, *, ran_before: bool = False
    ) -> Opened:
        """See the port."""
        self.hits.at_admission(Point.BEFORE_ADMISSION, request.execution_id)
        try:
            return await self.real.open(request, request_sha256, ran_before=ran_before)
        finally:
            self.hits.at_admission(Point.ADMITTED, request.execution_id)

    async def publications(self, request: CampaignRequest) -> tuple[Publication, ...] | None:
        """See the port."""
        return await self.real.publications(request)

    async def conclude(
        self,
        payload: CampaignPayload,
        request_sha256: str,
        run_id: str,
        *,
        ledger: LedgerIdentity | None = None,
    ) -> None:
        """See the port."""
        await self.real.conclude(payload, request_sha256, run_id, ledger=ledger)

    async def count_duplicate(self, execution_id: UUID) -> int:
        """See the port."""
        return await self.real.count_duplicate(execution_id)


@dataclass(frozen=True)
class HitLedger:
    """A ledger whose executions and steps are the places of hits."""

    real: Ledger
    hits: Hits
    sabotage: str

    @property
    def executions(self) -> ExecutionLedger:
        """See the port."""
        return HitExecutions(self.real.executions, self.hits)

    @property
    def steps(self) -> StepLedger:
        """See the port."""
        return HitSteps(self.real.steps, self.hits, self.sabotage)

    @property
    def stops(self) -> Stops:
        """See the port."""
        return self.real.stops

    @property
    def workers(self) -> WorkerRegister:
        """See the port."""
        return self.real.workers

    async def identity(self) -> LedgerIdentity:
        """See the port."""
        return await self.real.identity()

    async def check(self, meant: LedgerIdentity) -> None:
        """See the port."""
        await self.real.check(meant)

    async def ready(self) -> None:
        """See the port."""
        await self.real.ready()

    async def close(self) -> None:
        """See the port."""
        await self.real.close()


@dataclass(frozen=True)
class HitPublisher:
    """A publisher with instants around its call at which a worker may be hit."""

    real: Publisher
    hits: Hits
    sabotage: str

    @property
    def reconciliation(self) -> Reconciliation:
        """See the port; without reconciliation, every channel passes for one that honors keys."""
        if self.sabotage in {"reconcile", "ledger"}:
            return Reconciliation.KEYED
        return self.real.reconciliation

    @property
    def call_timeout(self) -> timedelta:
        """See the port; without fencing, a call may be made however late."""
        return timedelta(minutes=10) if self.sabotage == "fencing" else self.real.call_timeout

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """See the port."""
        self.hits.at(Point.BEFORE_CALL, order.step_key)
        try:
            return await self.real.publish(order, content)
        finally:
            self.hits.at(Point.AFTER_CALL, order.step_key)

    async def find(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        return await self.real.find(order)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        self.hits.at(Point.BEFORE_RETRACTION, order.step_key)
        try:
            return await self.real.retract(order)
        finally:
            self.hits.at(Point.AFTER_RETRACTION, order.step_key)

    async def close(self) -> None:
        """See the port."""
        await self.real.close()


@dataclass(frozen=True)
class HitPublishers:
    """A publisher for every channel, around whose calls a worker may be hit."""

    real: Publishers
    hits: Hits
    sabotage: str

    def of(self, channel: str) -> Publisher:
        """See the port."""
        return HitPublisher(self.real.of(channel), self.hits, self.sabotage)

    async def close(self) -> None:
        """See the port."""
        await self.real.close()
