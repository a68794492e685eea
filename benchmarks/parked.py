"""Campaigns that all wait for a person: what they cost, and how soon one of them goes on.

Run it with `python -m benchmarks.parked [--campaigns 5000] [--watchers 50]` from the root; memory
and processor time are read from /proc, so this one is for Linux alone. Server, ledger, outbox and
worker are the real ones with their default settings, each a process of its own; what is said and
shown is made in an instant (`tests.e2e.holding_worker`), because waiting for people does not
depend on it.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from temporalio.client import Client

from benchmarks.fairness import QUIET, campaign, end_of, installed, start_all
from benchmarks.watchers import SECONDS, spent_by, watch
from contracts import (
    ATTRIBUTE_AWAITING_REVIEW,
    CampaignRequest,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
)
from runtime.campaigns.client import Campaigns
from runtime.session import open_session
from tests.e2e.installation import Installation, Process
from tests.support.eventually import eventually

WORKER: Final = "tests.e2e.holding_worker"
LONGEST: Final = 3600.0
"""Seconds after which the campaigns count as hanging."""
SETTLING: Final = 20.0
"""Seconds before memory is read, in which nothing happens."""


def megabytes_of(process: Process) -> float:
    """Return the memory that a process and those it started have for themselves."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    every = [str(process.pid), *children.split()]
    return round(sum(map(_own_kilobytes, every)) / 1024, 1)


def _own_kilobytes(process: str) -> int:
    rows = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))


async def parked(client: Client, requests: Sequence[CampaignRequest]) -> float:
    """Start campaigns, and return after how many seconds all of them waited."""
    begin = time.perf_counter()
    await start_all(client, requests)
    await eventually(
        partial(client.count_workflows, f"{ATTRIBUTE_AWAITING_REVIEW} = true"),
        lambda seen: seen.count >= len(requests),
        within=LONGEST,
    )
    return round(time.perf_counter() - begin, 1)


async def approved(client: Client, one: CampaignRequest) -> dict[str, float]:
    """Return the seconds until a campaign shows itself, is approved, and has ended."""
    campaigns, begin = Campaigns(client), time.perf_counter()
    status = await campaigns.status(one.execution_id)
    shown = time.perf_counter() - begin
    await campaigns.send(
        one.execution_id,
        ReviewDecision(
            reviewer="Ana", action=ReviewAction.APPROVE, report_digest=str(status.report_digest)
        ),
    )
    taken = time.perf_counter() - begin
    await end_of(client, one)
    told = {"shown": shown, "approved": taken, "ended": time.perf_counter() - begin}
    return {name: round(seconds, 2) for name, seconds in told.items()}


async def watched(
    installation: Installation, requests: Sequence[CampaignRequest]
) -> dict[str, float]:
    """Return the seconds of a processor that a watcher for each campaign costs everybody."""
    os.environ |= installation.environment
    sessions = [await open_session(lambda _: None) for _ in requests]
    running = [process for process in installation.processes if process.poll() is None]
    names = ("server", "worker")
    before, own = [spent_by(process.pid) for process in running], time.process_time()
    await asyncio.gather(
        *(watch(session, one.execution_id) for session, one in zip(sessions, requests, strict=True))
    )
    told = {"watchers": time.process_time() - own}
    for name, process, spent in zip(names, running, before, strict=True):
        told[name] = spent_by(process.pid) - spent
    return {f"{name}, in {SECONDS:g} s": round(seconds, 2) for name, seconds in told.items()}


async def measure(folder: Path, count: int, watchers: int) -> dict[str, Any]:
    """Park campaigns, look at them, and let some of them go on."""
    installation = await asyncio.to_thread(installed, Installation, folder, 1)
    server, worker = installation.processes
    told: dict[str, Any] = {"campaigns": count}

    def memory(moment: str) -> None:
        told[f"megabytes {moment}"] = {
            "server": megabytes_of(server),
            "worker": megabytes_of(worker),
        }

    try:
        client = await installation.client()
        review = ReviewPolicy(mode=ReviewMode.ALWAYS)
        requests = [campaign(QUIET).model_copy(update={"review": review}) for _ in range(count)]
        memory("before")
        told["seconds until all wait"] = await parked(client, requests)
        await asyncio.sleep(SETTLING)
        memory("with all waiting")
        told["the oldest"] = await approved(client, requests[0])
        told["the newest"] = await approved(client, requests[-1])
        installation.kill(worker)
        begin = time.perf_counter()
        worker = await asyncio.to_thread(installation.start_worker, WORKER)
        told["seconds until a new worker takes work"] = round(time.perf_counter() - begin, 1)
        told["by the new worker"] = await approved(client, requests[count // 2])
        memory("of the new worker")
        told[f"{watchers} watchers"] = await watched(installation, requests[1 : watchers + 1])
        memory("after the watchers")
        told["megabytes of the server's database"] = round(
            sum(each.stat().st_size for each in installation.settings.home.glob("server/*"))
            / 1024**2
        )
    finally:
        installation.__exit__()
    return told


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--campaigns", type=int, default=5000)
    parser.add_argument("--watchers", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(measure(Path(folder), options.campaigns, options.watchers))
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
