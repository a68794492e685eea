"""Workers that are hit at the planned instants, and a keeper that starts others in their place.

The keeper imports everything once and forks, so a killed worker is replaced at once. A worker
that froze is woken after `ASLEEP` seconds. Workers that lack a protection take their campaigns
from a queue of their own. Run by `tests.chaos.run` with one JSON argument.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from temporalio.client import Client

from activities.compute import ThreadCompute
from activities.ledger import SqlLedger
from activities.ports import Publisher, Publishers
from activities.publish.webhook.publisher import WebhookPublisher
from activities.publish.webhook.settings import WebhookSettings
from activities.stages import Stages
from activities.store import LocalArtifactStores
from contracts.base import utc_now
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from tests.chaos.hits import HitLedger, HitPublisher, Hits
from tests.chaos.platform import SECRET
from tests.chaos.trials import CHANNELS, queue_of
from tests.support.fakes import FakePolicies, FakeProviders
from tests.support.faults import Faults

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
        compute=ThreadCompute(),
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
