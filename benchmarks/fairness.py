"""A quiet tenant beside a noisy one, with fairness and without, and a channel's rate over workers.

The rate is measured twice: where publications begin, which is what Temporal keeps, and where posts
are out; and once more with queues in four partitions, as Temporal has them by default.

Run it with `python -m benchmarks.fairness [--noisy 500] [--workers 3] [--posts 40] [--rate 5]` from
the root. Server, ledger, outbox and workers are the real ones, each a process of its own; what is
said and shown is made in an instant, so that what is measured is whose turn it is. The first
campaigns of the noisy tenant are at work before the quiet one's is started.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from temporalio.client import Client

from activities.publish.outbox.post import Post
from contracts import CampaignPayload, CampaignRequest, Timing, read_kept, workflow_id
from contracts.names import publish_queue
from runtime.campaigns.client import Campaigns
from tests.e2e.holding_worker import HOLDS
from tests.e2e.installation import Installation, Process
from tests.support.builders import request
from tests.support.paths import ROOT

NOISY: Final = UUID(int=1)
QUIET: Final = UUID(int=2)
CHANNEL: Final = "x"
LONGEST: Final = 900.0
"""Seconds after which a campaign counts as hanging."""
_STARTS_AT_ONCE: Final = 20

Kind = Callable[[Path], Installation]


@dataclass
class Changed(Installation):
    """An installation whose server has another setting than the embedded one."""

    ours: str = ""
    theirs: str = ""

    def _start(
        self, name: str, command: list[str], environment: dict[str, str], folder: Path = ROOT
    ) -> Process:
        changed = [part.replace(self.ours, self.theirs) for part in command]
        return super()._start(name, changed, environment, folder)


UNFAIR: Final = partial(Changed, ours="enableFairness=true", theirs="enableFairness=false")
"""The server ignores the tenants' keys."""
SPLIT: Final = partial(Changed, ours="Partitions=1", theirs="Partitions=4")
"""Each queue is split over as many partitions as Temporal has by default."""


def campaign(tenant: UUID, **timing: Any) -> CampaignRequest:
    """Return a campaign of a tenant that learns nothing."""
    window = timedelta(milliseconds=1)
    return request(
        CHANNEL,
        execution_id=uuid4(),
        campaign_id=uuid4(),
        tenant_id=tenant,
        timing=Timing(learning_window=window, **timing),
    )


async def start_all(client: Client, requests: Sequence[CampaignRequest]) -> None:
    """Start campaigns, some of them side by side."""
    campaigns, turns = Campaigns(client), asyncio.Semaphore(_STARTS_AT_ONCE)

    async def start(one: CampaignRequest) -> None:
        async with turns:
            await campaigns.start(one, "benchmark")

    await asyncio.gather(*map(start, requests))


async def end_of(client: Client, one: CampaignRequest) -> None:
    """Wait for a campaign's end, which has to be a good one."""
    handle = client.get_workflow_handle(workflow_id(one.execution_id), result_type=CampaignPayload)
    async with asyncio.timeout(LONGEST):
        payload = await handle.result()
    if payload.terminal_reason is not None:
        raise RuntimeError(f"{payload.terminal_reason}: {payload.terminal_details}")


def installed(kind: Kind, folder: Path, workers: int, channels: str = "") -> Installation:
    """Return an installation with a server and so many workers; the caller opens and closes it."""
    (folder / "holds").mkdir()
    os.environ[HOLDS] = str(folder / "holds")
    installation = kind(folder)
    (installation.settings.home / "channels.toml").write_text(channels, encoding="utf-8")
    with_server = installation.__enter__()
    with_server.start_server()
    for _ in range(workers):
        with_server.start_worker("tests.e2e.holding_worker")
    return with_server


async def quiet_beside_noisy(kind: Kind, noisy: int) -> dict[str, float]:
    """Return the seconds of the quiet tenant's campaign alone, beside the others, and of all."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHOENIX_MAX_CONCURRENT_ACTIVITIES"] = "4"
        installation = await asyncio.to_thread(installed, kind, Path(folder), 1)
        try:
            client = await installation.client()
            await _seconds_of(client, campaign(QUIET))  # everything is warm now
            alone = await _seconds_of(client, campaign(QUIET))
            others = [campaign(NOISY) for _ in range(noisy)]
            begin = time.perf_counter()
            await start_all(client, others)
            backlog = time.perf_counter() - begin
            beside = await _seconds_of(client, campaign(QUIET))
            await asyncio.gather(*(end_of(client, one) for one in others))
            every = time.perf_counter() - begin
        finally:
            installation.__exit__()
    told = {"alone": alone, "starts": backlog, "beside": beside, "all noisy": every}
    return {name: round(seconds, 2) for name, seconds in told.items()}


async def _seconds_of(client: Client, one: CampaignRequest) -> float:
    begin = time.perf_counter()
    await start_all(client, [one])
    await end_of(client, one)
    return time.perf_counter() - begin


async def posts_at_a_rate(kind: Kind, workers: int, posts: int, rate: float) -> dict[str, float]:
    """Return how fast posts began and went out that were all due at one moment."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PHOENIX_MAX_CONCURRENT_ACTIVITIES", None)
        channels = f'[channels.{CHANNEL}]\npublisher = "outbox"\nmost_per_second = {rate}\n'
        installation = await asyncio.to_thread(installed, kind, Path(folder), workers, channels)
        try:
            client = await installation.client()
            requests = [campaign(QUIET) for _ in range(posts)]
            await start_all(client, requests)
            await asyncio.gather(*(end_of(client, one) for one in requests))
            begun = [moment for one in requests for moment in await _begun(client, one)]
            files = installation.settings.outbox.glob("**/post.json")
            out = [_moment(file) for file in files]
        finally:
            installation.__exit__()
    return {
        "workers": workers,
        "posts": len(out),
        "seconds": round((max(out) - min(out)).total_seconds(), 1),
        "may begin within any second": int(2 * rate) + 1,
        "most begun within any second": _most_in_a_second(begun),
        "most out within any second": _most_in_a_second(out),
    }


async def _begun(client: Client, one: CampaignRequest) -> list[datetime]:
    """Return when Temporal gave a campaign's publications to a worker."""
    history = await client.get_workflow_handle(workflow_id(one.execution_id)).fetch_history()
    ours = {
        event.event_id
        for event in history.events
        if event.activity_task_scheduled_event_attributes.task_queue.name == publish_queue(CHANNEL)
    }
    return [
        event.event_time.ToDatetime()
        for event in history.events
        if event.activity_task_started_event_attributes.scheduled_event_id in ours
    ]


def _most_in_a_second(moments: Sequence[datetime]) -> int:
    second = timedelta(seconds=1)
    return max(sum(timedelta() <= other - one < second for other in moments) for one in moments)


def _moment(file: Path) -> datetime:
    return read_kept(Post, file.read_bytes()).published_at


async def main(options: argparse.Namespace) -> dict[str, Any]:
    """Measure everything."""
    posts = (options.workers, options.posts, options.rate)
    return {
        "noisy campaigns": options.noisy,
        "with fairness": await quiet_beside_noisy(Installation, options.noisy),
        "without": await quiet_beside_noisy(UNFAIR, options.noisy),
        "a channel's rate": await posts_at_a_rate(Installation, *posts),
        "in four partitions": await posts_at_a_rate(SPLIT, *posts),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--noisy", type=int, default=500)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--posts", type=int, default=40)
    parser.add_argument("--rate", type=float, default=5.0)
    print(json.dumps(asyncio.run(main(parser.parse_args())), indent=2))
