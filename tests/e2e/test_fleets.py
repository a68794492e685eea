"""A fleet of workers while another release is rolled out, and rolled back."""

import asyncio
import os
import signal
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from activities.publish.outbox.post import Post
from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
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
from tests.support.next_release import ADDED, make_next_release
from tests.support.paths import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

CHANNELS: Final = ("instagram", CHANNEL)
SIDE_BY_SIDE: Final = int(os.environ.get("PHOENIX_TEST_CAMPAIGNS", "16"))
"""Campaigns of the mixed fleet; a release is tried with more of them."""


@dataclass
class Fleet:
    """An installation with workers of this release and of the next one."""

    installation: Installation
    next_release: Path
    holds: Holds
    workers: list[Process] = field(default_factory=list[Process])

    async def start(self, *releases: Path, module: str = "tests.e2e.holding_worker") -> None:
        """Start one worker of each of these releases, beside what works already."""
        for release in releases:
            self.workers.append(
                await asyncio.to_thread(self.installation.start_worker, module, release=release)
            )

    async def replace(self, *releases: Path) -> None:
        """Stop all workers as a deployment does, and start one of each of these releases."""
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        self.holds.release()
        await asyncio.gather(*(asyncio.to_thread(worker.wait, 60) for worker in self.workers))
        self.workers.clear()
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
        campaigns = [_request() for _ in POINTS]
        for campaign, point in zip(campaigns, POINTS, strict=True):
            self.holds.hold(campaign.execution_id, point)
        await self.submit(campaigns)
        await asyncio.to_thread(
            until,
            lambda: all(self.holds.is_held(campaign.execution_id) for campaign in campaigns),
            "not all are held",
        )
        return campaigns

    async def submit_waiting(self) -> CampaignRequest:
        """Start a campaign that a person has to review, and return it when it waits for that."""
        campaign = _request(review=ReviewPolicy(mode=ReviewMode.ALWAYS))
        await self.submit([campaign])
        handle = Campaigns(await self.installation.client())
        async with asyncio.timeout(120):
            while True:
                status = await handle.status(campaign.execution_id)
                if status.wait is not None and status.wait.on is WaitingFor.REVIEW:
                    return campaign
                await asyncio.sleep(0.1)

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


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Fleet]:
    """Return an installation without workers, and the next release."""
    holds = Holds(tmp_path / "holds")
    holds.folder.mkdir()
    monkeypatch.setenv(HOLDS, str(holds.folder))
    next_release = make_next_release(tmp_path / "next", writes=True)
    with Installation(tmp_path) as installation:
        installation.start_server()
        yield Fleet(installation, next_release, holds)


async def test_two_releases_side_by_side_finish_every_campaign(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes a task, and however scarce the places are, no campaign notices a roll-out."""
    monkeypatch.setenv("PHOENIX_MAX_CONCURRENT_ACTIVITIES", "2")
    await fleet.start(ROOT, fleet.next_release)
    campaigns = [_request() for _ in range(SIDE_BY_SIDE)]

    await fleet.submit(campaigns)

    await fleet.assert_all_finish(campaigns)
    histories = await _histories(fleet, campaigns)
    assert any(f'"{ADDED}":"in use"' in history for history in histories)


async def test_a_release_is_rolled_out_and_back_in_the_middle_of_everything(fleet: Fleet) -> None:
    """What one release began in any state another one ends, forwards and backwards."""
    await fleet.start(ROOT)
    waiting = await fleet.submit_waiting()
    before = await fleet.submit_held()

    await fleet.replace(fleet.next_release)
    await fleet.assert_all_finish(before)
    still_waiting = await fleet.submit_waiting()
    meanwhile = await fleet.submit_held()

    await fleet.replace(ROOT)
    await fleet.approve(waiting)
    await fleet.approve(still_waiting)
    await fleet.assert_all_finish([waiting, still_waiting, *meanwhile])


async def _histories(fleet: Fleet, campaigns: Sequence[CampaignRequest]) -> list[str]:
    client = await fleet.installation.client()
    texts: list[str] = []
    for campaign in campaigns:
        history = await client.get_workflow_handle(
            workflow_id(campaign.execution_id)
        ).fetch_history()
        texts.extend(
            payload.data.decode()
            for event in history.events
            for payload in event.activity_task_completed_event_attributes.result.payloads
        )
    return texts


def _request(**changes: object) -> CampaignRequest:
    return request(
        *CHANNELS,
        execution_id=uuid4(),
        max_retries=0,
        timing=Timing(learning_window=timedelta(milliseconds=100)),
        **changes,
    )
