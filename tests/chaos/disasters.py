"""What goes wrong around the campaigns of a run, each when another share of them has ended."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.chaos.hosts import Host, LedgerAtHand
from tests.e2e.installation import Installation, Process

AN_HOUR: Final = 3600.0
_AWAY_SECONDS: Final = 5.0
_STARVED_SECONDS: Final = 20.0
_BUSY: Final = "while True: pass"


@dataclass
class Surroundings:
    """What campaigns stand on, and what has happened to it."""

    installation: Installation
    server: Process
    platform: subprocess.Popen[str]
    platform_url: str
    hosts: Sequence[Host]
    happened: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Each disaster by name, and from when to when, in Unix seconds."""
    replaced: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What ledgers knew that were replaced by an earlier state."""

    @property
    def ledgers(self) -> list[LedgerAtHand]:
        """Every ledger once."""
        return list({host.ledger.url: host.ledger for host in self.hosts}.values())

    async def befall(self, ended: Callable[[], int], many: int) -> None:
        """Let everything happen in turn, while so many campaigns end."""
        turns: Sequence[Callable[[], Awaitable[None]]] = [
            self.server_killed,
            self.rolled_out,
            self.network_stalled,
            self.clock_stepped_forward,
            self.backed_up,
            self.ledger_away,
            self.starved,
            self.restored,
            self.clock_stepped_back,
        ] * 2
        for number, disaster in enumerate(turns, start=1):
            while ended() < number * many / (len(turns) + 1):  # noqa: ASYNC110 - many tasks move it
                await asyncio.sleep(0.1)
            begun = time.time()
            await disaster()
            self.happened.append(
                {
                    "what": disaster.__name__.replace("_", " "),
                    "after": ended(),
                    "from": begun,
                    "to": time.time(),
                }
            )

    async def server_killed(self) -> None:
        """Kill the Temporal server, and start it again."""
        self.installation.kill(self.server)
        self.server = await asyncio.to_thread(self.installation.start_server)

    async def rolled_out(self) -> None:
        """Deploy: every worker is told to stop and replaced, one after another on each host."""
        for host in self.hosts:
            host.roll_out()

    async def network_stalled(self) -> None:
        """Let the platform answer nobody for a while."""
        self.platform.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(_AWAY_SECONDS)
        finally:
            self.platform.send_signal(signal.SIGCONT)

    async def ledger_away(self) -> None:
        """Let nobody reach a ledger for a while: each in turn."""
        for ledger in self.ledgers:
            with ledger.away():
                await asyncio.sleep(_AWAY_SECONDS)

    async def clock_stepped_forward(self) -> None:
        """Do to each ledger what it is when its database's clock jumps forward."""
        for ledger in self.ledgers:
            await asyncio.to_thread(ledger.step_clock, AN_HOUR)

    async def clock_stepped_back(self) -> None:
        """The same, back."""
        for ledger in self.ledgers:
            await asyncio.to_thread(ledger.step_clock, -AN_HOUR)

    async def backed_up(self) -> None:
        """Copy the first host's ledger while it is used."""
        await self.hosts[0].ledger.back_up()

    async def restored(self) -> None:
        """Kill whoever uses the first host's ledger, and put its backup in its place."""
        ledger = self.hosts[0].ledger
        users = [host for host in self.hosts if host.ledger.url == ledger.url]
        for host in users:
            await asyncio.to_thread(host.stop)
        self.replaced.append(self.hosts[0].evidence(until=time.time()))
        await ledger.restore()
        for host in users:
            host.start(self.platform_url)

    async def starved(self) -> None:
        """Keep twice as many processes busy as there are cores."""
        with _busy(2 * (os.cpu_count() or 1)):
            await asyncio.sleep(_STARVED_SECONDS)


@contextmanager
def _busy(many: int) -> Generator[None]:
    """Keep so many processes busy meanwhile."""
    processes = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(many)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
