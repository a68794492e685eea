"""A fleet of workers of several releases, and campaigns that are begun and ended under them."""

import asyncio
import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from activities.publish.outbox.post import Post
from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    Timing,
    WaitingFor,
    read_kept,
    workflow_id,
)
from runtime.campaigns.client import Campaigns
from tests.e2e.holding_worker import CHANNEL, HOLDS, POINTS, Holds
from tests.e2e.installation import Installation, Process, until
from tests.support.builders import request
from tests.support.eventually import eventually
from tests.support.releases.next_release import make_next_release

CHANNELS: Final = ("instagram", CHANNEL)
TO_REVIEW: Final = ReviewPolicy(mode=ReviewMode.ALWAYS)


@dataclass
class Fleet:
    """An installation with workers of this release and of the next one."""

    installation: Installation
    next_release: Path
    holds: Holds
    workers: list[Process] = field(default_factory=list[Process])

    async def start(self, *releases: Path, build: str = "") -> None:
        """Start one worker of each of these releases, beside what works already.

        Args:
            releases: Folders whose packages come before this checkout's.
            build: The workers' build id; none by default.
        """
        module = "tests.e2e.holding_worker"
        for release in releases:
            start = partial(self.installation.start_worker, module, release=release, build=build)
            self.workers.append(await asyncio.to_thread(start))

    async def stop(self, *workers: Process) -> None:
        """Stop workers as a deployment does, and let every campaign go on that is held."""
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        self.holds.release()
        await asyncio.gather(*(asyncio.to_thread(worker.wait, 60) for worker in workers))
        self.workers = [worker for worker in self.workers if worker not in workers]

    async def replace(self, *releases: Path) -> None:
        """Stop all workers, and start one of each of these releases."""
        await self.stop(*self.workers)
        await self.start(*releases)

    async def submit(self, campaigns: Sequence[CampaignRequest]) -> None:
        """Start these campaigns."""
        client = await self.installation.client()
        for campaign in campaigns:
            await client.start_workflow(
                WORKFLOW_TYPE,
                campaign,
                id=workflow_id(campaign.execution_id),
                task_queue=TASK_QUEUE,
            )

    async def submit_held(self) -> list[CampaignRequest]:
        """Start a campaign for each point, and return them when each is held there."""
        campaigns = [fleet_request() for _ in POINTS]
        for campaign, point in zip(campaigns, POINTS, strict=True):
            self.holds.hold(campaign.execution_id, point)
        await self.submit(campaigns)
        await asyncio.to_thread(
            until,
            lambda: all(self.holds.is_held(campaign.execution_id) for campaign in campaigns),
            "not all are held",
        )
        return campaigns

    async def submit_waiting(self, **changes: Any) -> CampaignRequest:
        """Start a campaign that a person has to review, and return it when it waits for that."""
        campaign = fleet_request(review=TO_REVIEW, **changes)
        await self.submit([campaign])
        await self.wait_for(campaign, WaitingFor.REVIEW)
        return campaign

    async def wait_for(self, campaign: CampaignRequest, waiting: WaitingFor) -> CampaignStatus:
        """Return a campaign's status when it waits for this."""
        campaigns = Campaigns(await self.installation.client())
        return await eventually(
            partial(campaigns.status, campaign.execution_id),
            lambda status: status.wait is not None and status.wait.on is waiting,
            within=120,
        )

    async def approve(self, campaign: CampaignRequest) -> None:
        """Let a campaign go on that waits for a person."""
        campaigns = Campaigns(await self.installation.client())
        status = await campaigns.status(campaign.execution_id)
        assert status.report_digest is not None
        decision = ReviewDecision(
            reviewer="Ana", action=ReviewAction.APPROVE, report_digest=status.report_digest
        )
        await campaigns.send(campaign.execution_id, decision)

    async def assert_all_finish(self, campaigns: Sequence[CampaignRequest]) -> None:
        """Assert that each campaign ends in time, has retries left and is out exactly once."""
        client = await self.installation.client()
        async with asyncio.timeout(90):
            for campaign in campaigns:
                handle = client.get_workflow_handle(
                    workflow_id(campaign.execution_id), result_type=CampaignPayload
                )
                payload = await handle.result()
                assert payload.current_state is CampaignState.IDLE
                assert payload.retry_count == 0
        executions = [str(campaign.execution_id) for campaign in campaigns]
        records = self.installation.settings.outbox.glob("**/post.json")
        posts = [read_kept(Post, record.read_bytes()) for record in records]
        sent = sorted((post.execution_id, post.channel) for post in posts)
        assert [one for one in sent if one[0] in executions] == sorted(
            (execution, channel) for execution in executions for channel in CHANNELS
        )


def fleet_request(**changes: Any) -> CampaignRequest:
    """Return a request that may use no retry, of an execution of its own."""
    values: dict[str, Any] = {
        "execution_id": uuid4(),
        "max_retries": 0,
        "timing": Timing(learning_window=timedelta(milliseconds=100)),
    }
    return request(*CHANNELS, **values | changes)


@contextmanager
def idle_fleet(folder: Path) -> Generator[Fleet]:
    """Give an installation without workers, and the next release."""
    holds = Holds(folder / "holds")
    holds.folder.mkdir()
    next_release = make_next_release(folder / "next", writes=True)
    with Installation(folder, {HOLDS: str(holds.folder)}) as installation:
        installation.start_server()
        yield Fleet(installation, next_release, holds)
