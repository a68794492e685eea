"""Processes that contend for one ledger, and one that is paused while it holds a step.

Run as `python -m tests.support.ledger_processes contend|hold …`; the functions start them.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Awaitable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from activities.ledger import SqlLedger
from activities.ports import Claimed, StepStatus, Taken
from contracts import CampaignPayload, CampaignState, StepLost
from tests.support.builders import EXECUTION, TENANT, request
from tests.support.paths import ROOT

_EFFECT: Final = 0.002
"""Seconds that an effect takes: in that time others may ask for the same step."""
ORDER: Final = "a" * 64
RUN: Final = "3f0c6c3e-0000-4000-8000-00000000000a"
"""The run whose end every process notes."""
LEASE: Final = timedelta(seconds=30)
DUPLICATES: Final = 10
"""How many duplicates each process counts."""
HELD: Final = "held"
"""The step that a paused process holds."""


@dataclass(frozen=True)
class Contention:
    """What came of several processes that all wanted to do all steps."""

    effects: tuple[str, ...]
    """The step of each effect, in the order in which they were had."""
    done: int
    """Steps that the processes say they did, in all."""
    seconds: float
    """From the first claim to the last."""
    outcomes: set[int]
    """Whose outcome of the one execution stands, as each process sees it."""
    claims: tuple[float, ...]
    """Milliseconds of every claim, in ascending order."""

    @property
    def median(self) -> float:
        """Milliseconds of the claim in the middle."""
        return statistics.median(self.claims)

    @property
    def slow(self) -> float:
        """Milliseconds below which 95 of 100 claims are."""
        return self.claims[int(len(self.claims) * 0.95)]


def contend(url: str, book: Path, *, processes: int, keys: int) -> Contention:
    """Let processes that begin at once do each step, in an order of their own."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                _begin("contend", url, f"--book={book}", f"--keys={keys}", f"--seed={seed}")
            )
            for seed in range(processes)
        ]
        for _ in range(2):  # to make the tables, and to do the steps
            for worker in workers:
                hear(worker)
            for worker in workers:
                tell(worker)
        told = [json.loads(hear(worker)) for worker in workers]
    return Contention(
        effects=tuple(book.read_text().split()),
        done=sum(one["done"] for one in told),
        seconds=max(one["end"] for one in told) - min(one["begin"] for one in told),
        outcomes={one["outcome"] for one in told},
        claims=tuple(sorted(value for one in told for value in one["ms"])),
    )


def holder(url: str, lease: timedelta) -> subprocess.Popen[str]:
    """Start a process that claims a step, says so, and writes when it is told to."""
    return _begin("hold", url, f"--lease={lease.total_seconds()}")


def hear(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    """Let a process go on."""
    assert process.stdin is not None
    process.stdin.write("go on\n")
    process.stdin.flush()


def _wait() -> None:
    print("ready", flush=True)  # noqa: T201 - how a process tells another
    sys.stdin.readline()


def _begin(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.ledger_processes", *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


async def _contend(url: str, book: Path, keys: int, seed: int) -> dict[str, Any]:
    steps = (ledger := SqlLedger(url)).steps
    order = [f"step {number}" for number in range(keys)]
    random.Random(seed).shuffle(order)  # noqa: S311 - a repeatable order, not a secret
    open_steps, done = deque(order), 0
    took: list[float] = []
    _wait()
    await ledger.ready()
    _wait()
    begin = time.time()
    with book.open("a") as effects:
        while open_steps:
            key = open_steps.popleft()
            asked = time.perf_counter()
            answer = await steps.claim(
                key, 0, order_sha256=ORDER, holder=f"{os.getpid()}", lease=LEASE
            )
            took.append((time.perf_counter() - asked) * 1000)
            if isinstance(answer, Taken):
                open_steps.append(key)
                await asyncio.sleep(0.001)
            elif isinstance(answer, Claimed):
                effects.write(f"{key.replace(' ', '-')}\n")
                effects.flush()
                await asyncio.sleep(_EFFECT)
                await steps.finish(answer.claim, StepStatus.DONE, "{}")
                done += 1
    end = time.time()
    for _ in range(DUPLICATES):
        await ledger.executions.count_duplicate(EXECUTION)
    ended = CampaignPayload(
        campaign_id=UUID(int=seed),
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
    )
    await ledger.executions.conclude(ended, ORDER, RUN)
    outcome = (await ledger.executions.open(request("x"), ORDER)).outcome
    assert outcome is not None
    await ledger.close()
    return {
        "done": done,
        "begin": begin,
        "end": end,
        "ms": took,
        "outcome": outcome.campaign_id.int,
    }


async def _hold(url: str, lease: timedelta) -> list[str]:
    steps = (ledger := SqlLedger(url)).steps
    claimed = await steps.claim(HELD, 0, order_sha256=ORDER, holder="paused", lease=lease)
    assert isinstance(claimed, Claimed)
    _wait()
    writes: dict[str, Awaitable[None]] = {
        "renew": steps.renew(claimed.claim, LEASE),
        "begin_call": steps.begin_call(claimed.claim, LEASE),
        "call_is_over": steps.call_is_over(claimed.claim),
        "end_call": steps.end_call(claimed.claim),
        "finish": steps.finish(claimed.claim, StepStatus.DONE, '"stale"'),
        "release": steps.release(claimed.claim),
    }
    refused: list[str] = []
    for name, write in writes.items():
        try:
            await write
        except StepLost:
            refused.append(name)
    await ledger.close()
    return refused


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["contend", "hold"])
    parser.add_argument("url")
    parser.add_argument("--book", type=Path)
    parser.add_argument("--keys", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--lease", type=float)
    given = parser.parse_args()
    if given.part == "contend":
        told: Any = asyncio.run(_contend(given.url, given.book, given.keys, given.seed))
    else:
        told = asyncio.run(_hold(given.url, timedelta(seconds=given.lease)))
    print(json.dumps(told))  # noqa: T201 - as above


if __name__ == "__main__":
    _main()
