"""The instants around ledger and channel at which a worker may be hit, each once per campaign."""

import asyncio
import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from activities.ledger import SqlLedger
from activities.ports import (
    Claim,
    Claimed,
    ExecutionLedger,
    Finished,
    Publisher,
    Reach,
    StepLedger,
    StepStatus,
    Stops,
    Taken,
)
from contracts import LedgerIdentity, Publication, PublishOrder, Reconciliation, SettleOrder
from tests.chaos.trials import Hit, Point


@dataclass(frozen=True)
class Hits:
    """Where workers are hit, once per campaign.

    Beside a campaign's plan there is `.hit`, with the process id of the worker that is hit;
    `.overtaken` once somebody else has come to the same instant, or the campaign has ended; and
    `.over` once a worker that froze there has done whatever it still did.
    """

    folder: Path

    def at(self, point: Point, step_key: str) -> None:
        """Hit this process if it is planned for this campaign and point and has not happened."""
        if ":step:PUBLISH" not in step_key:
            return
        plan = self.folder / step_key.split(":exec:")[1].split(":", maxsplit=1)[0]
        try:
            planned = json.loads(plan.read_text())
        except FileNotFoundError:
            return
        if planned["point"] != point:
            return
        try:
            with plan.with_suffix(".hit").open("x") as mark:
                mark.write(str(os.getpid()))
        except FileExistsError:
            plan.with_suffix(".overtaken").touch()
            return
        os.kill(os.getpid(), signal.SIGSTOP if planned["hit"] == Hit.FREEZE else signal.SIGKILL)
        task = asyncio.current_task()
        if task is None:
            plan.with_suffix(".over").touch()
        else:
            task.add_done_callback(lambda _: plan.with_suffix(".over").touch())

    def is_overtaken(self, worker: int) -> bool:
        """Return whether others have come to each instant at which a worker was hit."""
        marks = [mark for mark in self.folder.glob("*.hit") if mark.read_text() == str(worker)]
        return all(mark.with_suffix(".overtaken").exists() for mark in marks)


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
        order_sha256: str | None,
        holder: str,
        lease: timedelta,
        ledger: LedgerIdentity | None = None,
    ) -> Claimed | Taken | Finished:
        """See the port."""
        if order_sha256 is not None:
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
                order_sha256=order_sha256,
                holder=holder,
                lease=short,
                ledger=ledger,
            )
        if self.sabotage == "fencing" and isinstance(claimed, Claimed) and claimed.call_left:
            claimed = replace(claimed, call_left=timedelta())
        if order_sha256 is not None:
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
            order_sha256=None,
            holder="nobody",
            lease=timedelta(),
        )
        return latest.claim if isinstance(latest, Claimed) else claim


@dataclass(frozen=True)
class HitLedger:
    """A ledger whose steps are the places of hits."""

    real: SqlLedger
    hits: Hits
    sabotage: str

    @property
    def executions(self) -> ExecutionLedger:
        """See the port."""
        return self.real.executions

    @property
    def steps(self) -> StepLedger:
        """See the port."""
        return HitSteps(self.real.steps, self.hits, self.sabotage)

    @property
    def stops(self) -> Stops:
        """See the port."""
        return self.real.stops

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
        return await self.real.retract(order)

    async def close(self) -> None:
        """See the port."""
        await self.real.close()
