"""Workers that are hit at the planned instants, and a keeper that starts others in their place.

The keeper imports everything once and forks, so a killed worker is replaced at once. A worker
that froze is woken after `ASLEEP` seconds. Workers that lack a protection take their campaigns
from a queue of their own. Run by `tests.chaos.run` with one JSON argument.

Longer than 250 lines because it hits every port of a worker that is otherwise the ordinary one, and
each port takes a class.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from temporalio.client import Client

from activities.ledger import SqlLedger
from activities.ports import (
    Claim,
    Claimed,
    ExecutionLedger,
    Finished,
    Publisher,
    Publishers,
    StepLedger,
    StepStatus,
    Taken,
)
from activities.publish.webhook.publisher import WebhookPublisher
from activities.publish.webhook.settings import WebhookSettings
from activities.stages import Stages
from activities.store import LocalArtifactStores
from contracts import Publication, PublishOrder, Reconciliation, SettleOrder
from contracts.base import utc_now
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from tests.chaos.platform import SECRET
from tests.chaos.trials import CHANNELS, Hit, Point, queue_of
from tests.support.fakes import FakePolicies, Faults
from tests.support.fakes.providers import FakeProviders

ASLEEP: Final = 10.0
"""Seconds for which a frozen worker sleeps: longer than its lease and its call's time-out."""
CALL_SECONDS: Final = 2.0
_PAUSE: Final = 0.02
_TOLERATED: Final = 10
"""Workers that may end by themselves, as when they start while the server is down."""


@dataclass(frozen=True)
class Orders:
    """What a keeper and its workers are told."""

    address: str
    ledger_url: str
    artifacts: Path
    platform: str
    hits: Path
    """A folder with one file per campaign that is to be hit: `{"point": …, "hit": …}`."""
    workers: int
    """How many of each kind there are."""
    slots: int
    """Activities that a worker carries out at the same time."""
    sabotages: tuple[str, ...]
    """The kinds, by the protection that they lack: `reconcile`, `fencing`, `ledger`, or none."""

    @classmethod
    def read(cls, text: str) -> "Orders":
        """Read them from JSON."""
        values = json.loads(text)
        for name in ("artifacts", "hits"):
            values[name] = Path(values[name])
        values["sabotages"] = tuple(values["sabotages"])
        return cls(**values)


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
        input_sha256: str | None,
        holder: str,
        lease: timedelta,
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
                step_key, revision, input_sha256=input_sha256, holder=holder, lease=short
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

    async def begin_call(self, claim: Claim, limit: timedelta) -> None:
        """See the port."""
        if self.sabotage != "ledger":
            await self.real.begin_call(await self._claim(claim), limit)

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


@dataclass(frozen=True)
class Channels:
    """One webhook for every level of honesty."""

    by_channel: Mapping[str, Publisher]

    def of(self, channel: str) -> Publisher:
        """See the port."""
        return self.by_channel[channel]

    async def close(self) -> None:
        """See the port."""
        for publisher in self.by_channel.values():
            await publisher.close()


def stages_of(orders: Orders, sabotage: str) -> Stages:
    """Return instant stages in front of real publishers, a real ledger and a real store."""
    hits = Hits(orders.hits)
    stores = LocalArtifactStores(orders.artifacts)
    providers = FakeProviders(Faults(), stores)
    webhooks: dict[str, Publisher] = {
        channel: HitPublisher(
            WebhookPublisher(
                WebhookSettings.model_validate(
                    {
                        "url": f"{orders.platform}/{level}",
                        "reconciliation": level,
                        "can_be_asked": level != "neither",
                        "timeout_seconds": CALL_SECONDS,
                        "secrets": (SECRET,),
                    }
                ),
                utc_now,
            ),
            hits,
            sabotage,
        )
        for level, channel in CHANNELS.items()
    }
    publishers: Publishers = Channels(webhooks)
    return Stages(
        ledger=HitLedger(SqlLedger(orders.ledger_url), hits, sabotage),
        policies=FakePolicies(),
        stores=stores,
        radar=providers,
        strategy=providers,
        content=providers,
        auditor=providers,
        publishers=publishers,
        learner=providers,
        clock=utc_now,
    )


async def work(orders: Orders, sabotage: str) -> None:
    """Work until somebody kills this process."""
    while True:
        with suppress(RuntimeError):  # the server is down for the moment
            client = await Client.connect(orders.address, plugins=[PhoenixPlugin()])
            break
        await asyncio.sleep(_PAUSE)
    settings = Settings(max_concurrent_activities=orders.slots)
    async with build_worker(client, stages_of(orders, sabotage), settings, queue_of(sabotage)):
        await asyncio.Event().wait()


def keep(orders: Orders) -> None:
    """Keep so many workers of each kind at work, and wake those that froze, until SIGTERM."""
    hits = Hits(orders.hits)
    children: dict[int, str] = {}
    asleep: dict[int, float] = {}
    ended = 0

    def end(*_: Any) -> None:
        for child in children:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        os._exit(1 if ended > _TOLERATED else 0)

    signal.signal(signal.SIGTERM, end)
    while ended <= _TOLERATED:
        for sabotage in orders.sabotages:
            # Whoever sleeps until it is overtaken needs somebody to do it.
            gone = asleep if sabotage == "fencing" else ()
            there = [one for one, kind in children.items() if kind == sabotage and one not in gone]
            for _ in range(orders.workers - len(there)):
                children[_worker(orders, sabotage)] = sabotage
        with suppress(ChildProcessError):
            child, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
            if child and os.WIFSTOPPED(status):
                asleep[child] = time.monotonic() + ASLEEP
            elif child:
                ended += os.WIFEXITED(status)
                del children[child]
                asleep.pop(child, None)
        for child, until in list(asleep.items()):
            # What a late worker does without fencing is seen only when it is late.
            is_late = children[child] != "fencing" or hits.is_overtaken(child)
            if time.monotonic() > until and is_late:
                del asleep[child]
                os.kill(child, signal.SIGCONT)
        time.sleep(_PAUSE)
    end()


def _worker(orders: Orders, sabotage: str) -> int:
    """Start a worker and return its process id."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        asyncio.run(work(orders, sabotage))
    return child


if __name__ == "__main__":
    keep(Orders.read(sys.argv[1]))
