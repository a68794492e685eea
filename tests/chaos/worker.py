"""Workers that are hit at the planned instants, and a keeper that starts others in their place.

The keeper stands for one host. It imports everything once and forks, so a killed worker is replaced
at once, and so is one that was told to stop. A worker that froze is woken after `ASLEEP` seconds.
SIGUSR1 to the keeper is a deployment: all workers are told to stop, one after another. Workers that
lack a protection take their campaigns from a queue of their own. Run by `tests.chaos.hosts` with
one JSON argument.
"""

import asyncio
import json
import logging
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from temporalio.client import Client

from activities.stages import Stages
from runtime.home import ensure_home
from runtime.process_exit import leave
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from runtime.wiring.composition import configured_stages
from tests.chaos.hit_ports import HitLedger, HitPublishers
from tests.chaos.hits import Hits
from tests.chaos.slips import SlippingContent
from tests.chaos.trials import queue_of

ASLEEP: Final = 10.0
"""Seconds for which a frozen worker sleeps: longer than its lease and its call's time-out."""
_PAUSE: Final = 0.02
_TOLERATED: Final = 10
"""Workers that may end by themselves, as when they start while the server is down."""


@dataclass(frozen=True)
class Orders:
    """What a keeper and its workers are told."""

    address: str
    settings: Settings
    hits: Path
    """A folder with a file for each execution, with `point`, `hit`, `channel` and `slips`."""
    workers: int
    """How many of each kind there are."""
    waits_for: Path
    """A file before which no worker starts; meanwhile the keeper has everything imported."""
    sabotages: tuple[str, ...]
    """The kinds, by the protection that they lack: `reconcile`, `fencing`, `ledger`, or none."""

    @classmethod
    def read(cls, text: str) -> "Orders":
        """Read them from JSON."""
        values = json.loads(text)
        return cls(
            address=values["address"],
            settings=Settings.model_validate(values["settings"]),
            hits=Path(values["hits"]),
            workers=values["workers"],
            waits_for=Path(values["waits_for"]),
            sabotages=tuple(values["sabotages"]),
        )

    def write(self) -> str:
        """Return them as JSON."""
        return json.dumps(asdict(self) | {"settings": self.settings.model_dump()}, default=str)


def stages_of(orders: Orders, sabotage: str) -> Stages:
    """Return the built-in stages, with instants at which a worker may be hit."""
    hits, real = Hits(orders.hits), configured_stages(orders.settings)
    return replace(
        real,
        ledger=HitLedger(real.ledger, hits, sabotage),
        content=SlippingContent(real.content, hits),
        publishers=HitPublishers(real.publishers, hits, sabotage),
    )


async def work(orders: Orders, sabotage: str) -> None:
    """Work until this process is killed or told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await _connected(orders.address)
    stages = stages_of(orders, sabotage)
    async with build_worker(client, stages, orders.settings, queue_of(sabotage)):
        await stop.wait()
        Hits(orders.hits).leave()
    await stages.close()


async def _connected(address: str) -> Client:
    while True:
        with suppress(RuntimeError):  # the server is down for the moment
            return await Client.connect(address, plugins=[PhoenixPlugin()])
        await asyncio.sleep(_PAUSE)


class Keeper:
    """The workers of one host."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._hits = Hits(orders.hits)
        self._children: dict[int, str] = {}
        self._asleep: dict[int, float] = {}
        self._to_stop: list[int] = []
        """Workers that a deployment is to replace; the first one has been told."""
        self._failed = 0

    def keep(self) -> None:
        """Keep so many workers of each kind at work, and wake those that froze, until SIGTERM."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGUSR1, self._roll_out)
        stages_of(self._orders, "")  # what is imported for them here, no worker imports again
        while not self._orders.waits_for.exists():
            time.sleep(_PAUSE)
        while self._failed <= _TOLERATED:
            self._fill_up()
            self._look()
            self._wake()
            time.sleep(_PAUSE)
        self._end()

    def _fill_up(self) -> None:
        for sabotage in self._orders.sabotages:
            there = [
                child
                for child, kind in self._children.items()
                if kind == sabotage
                and not self._is_leaving(child)
                # Whoever sleeps until it is overtaken needs somebody to do it.
                and not (sabotage == "fencing" and child in self._asleep)
            ]
            for _ in range(self._orders.workers - len(there)):
                self._children[_worker(self._orders, sabotage)] = sabotage

    def _look(self) -> None:
        """Take notice of one worker that has frozen or ended."""
        with suppress(ChildProcessError):
            child, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
            if child and os.WIFSTOPPED(status):
                self._asleep[child] = time.monotonic() + ASLEEP
            elif child:
                self._bury(child, status)

    def _bury(self, child: int, status: int) -> None:
        is_graceful = self._is_leaving(child) and os.waitstatus_to_exitcode(status) == 0
        self._failed += os.WIFEXITED(status) and not is_graceful
        self._hits.forget(child)
        del self._children[child]
        self._asleep.pop(child, None)
        if child in self._to_stop:
            is_next = self._to_stop[0] == child
            self._to_stop.remove(child)
            if is_next:
                self._stop_next()

    def _wake(self) -> None:
        for child, until in list(self._asleep.items()):
            # What a late worker does without fencing is seen only when it is late.
            is_late = self._children[child] != "fencing" or self._hits.is_overtaken(child)
            if time.monotonic() > until and is_late:
                del self._asleep[child]
                os.kill(child, signal.SIGCONT)

    def _is_leaving(self, child: int) -> bool:
        return self._hits.is_leaving(child)

    def _roll_out(self, *_: Any) -> None:
        self._to_stop = list(self._children)
        self._stop_next()

    def _stop_next(self) -> None:
        if self._to_stop:
            os.kill(self._to_stop[0], signal.SIGTERM)

    def _end(self, *_: Any) -> None:
        for child in self._children:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        os._exit(1 if self._failed > _TOLERATED else 0)


def _worker(orders: Orders, sabotage: str) -> int:
    """Start a worker and return its process id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            for number in (signal.SIGTERM, signal.SIGUSR1):
                signal.signal(number, signal.SIG_DFL)
            asyncio.run(work(orders, sabotage))
            status = 0
        except Exception:
            logging.getLogger("phoenix.worker").exception("a worker has ended by itself")
        finally:
            leave(status)
    return child


if __name__ == "__main__":
    told = Orders.read(sys.argv[1])
    ensure_home(told.settings)
    Keeper(told).keep()
