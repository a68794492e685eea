"""A quiet tenant beside a noisy one, with fairness and without, and a channel's rate over workers.

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
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from temporalio.client import Client

from activities.publish.outbox.post import Post
from contracts import CampaignPayload, CampaignRequest, Timing, read_kept, workflow_id
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


class Unfair(Installation):
    """An installation whose server ignores the tenants' keys."""

    def _start(
        self, name: str, command: list[str], environment: dict[str, str], folder: Path = ROOT
    ) -> Process:
        unfair = [part.replace("enableFairness=true", "enableFairness=false") for part in command]
        return super()._start(name, unfair, environment, folder)


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


def installed(kind: type[Installation], folder: Path, workers: int, channels: str = "") -> Any:
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


async def quiet_beside_noisy(kind: type[Installation], noisy: int) -> dict[str, float]:
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


async def posts_at_a_rate(workers: int, posts: int, rate: float) -> dict[str, float]:
    """Return how fast posts went out that were all due at one moment."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PHOENIX_MAX_CONCURRENT_ACTIVITIES", None)
        channels = f'[channels.{CHANNEL}]\npublisher = "outbox"\nmost_per_second = {rate}\n'
        installation = await asyncio.to_thread(
            installed, Installation, Path(folder), workers, channels
        )
        try:
            client = await installation.client()
            requests = [campaign(QUIET) for _ in range(posts)]
            await start_all(client, requests)
            await asyncio.gather(*(end_of(client, one) for one in requests))
            files = installation.settings.outbox.glob("**/post.json")
            moments = sorted(_moment(file) for file in files)
        finally:
            installation.__exit__()
    spans = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    in_a_second = max(
        sum(timedelta() <= other - one < timedelta(seconds=1) for other in moments)
        for one in moments
    )
    return {
        "posts": len(moments),
        "workers": workers,
        "posts a second": round(len(spans) / sum(spans), 2),
        "most within any second": in_a_second,
    }


def _moment(file: Path) -> datetime:
    return read_kept(Post, file.read_bytes()).published_at


async def main(options: argparse.Namespace) -> dict[str, Any]:
    """Measure all three."""
    return {
        "noisy campaigns": options.noisy,
        "with fairness": await quiet_beside_noisy(Installation, options.noisy),
        "without": await quiet_beside_noisy(Unfair, options.noisy),
        "a channel's rate": await posts_at_a_rate(options.workers, options.posts, options.rate),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--noisy", type=int, default=500)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--posts", type=int, default=40)
    parser.add_argument("--rate", type=float, default=5.0)
    print(json.dumps(asyncio.run(main(parser.parse_args())), indent=2))
