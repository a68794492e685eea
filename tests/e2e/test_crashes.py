"""Processes that are killed with kill -9 in mid-campaign: everything goes on, once."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from temporalio.client import WorkflowHistory

from activities.ledger import SqlLedger
from activities.publish.post import Post
from activities.signing import digest
from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    PublicationStatus,
    Timing,
    workflow_id,
)
from tests.builders import EXECUTION, request
from tests.e2e.holding_worker import CHANNEL, HOLDS, POINTS, Holds
from tests.e2e.installation import Installation, Process, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

CHANNELS = ("instagram", CHANNEL)
UNHARMED = "nowhere"
NO_STAGE = ("admission", "conclusion", "concluded", UNHARMED)
"""Where a crash costs the campaign none of its retries."""


@dataclass
class Scene:
    """An installation whose first worker holds campaigns."""

    installation: Installation
    holds: Holds
    server: Process
    worker: Process

    async def set(self, points: Sequence[str]) -> dict[str, CampaignRequest]:
        """Start one campaign per point, and return when each is held there."""
        wanted = {point: _request(number) for number, point in enumerate(points)}
        client = await self.installation.client()
        for point, campaign in wanted.items():
            self.holds.hold(campaign.execution_id, point)
            await client.start_workflow(
                WORKFLOW_TYPE,
                campaign,
                id=workflow_id(campaign.execution_id),
                task_queue=TASK_QUEUE,
            )
        held = {point: one.execution_id for point, one in wanted.items() if point != UNHARMED}
        await asyncio.to_thread(
            until, lambda: all(map(self.holds.is_held, held.values())), f"not all held: {held}"
        )
        return wanted

    async def end_of(self, campaign: CampaignRequest) -> "End":
        """Wait for the end of a campaign."""
        client = await self.installation.client()
        handle = client.get_workflow_handle(
            workflow_id(campaign.execution_id), result_type=CampaignPayload
        )
        async with asyncio.timeout(60):
            payload = await handle.result()
        return End(payload, await handle.fetch_history())

    def posts_of(self, execution: UUID) -> list[str]:
        """Return the channels of a campaign's posts in the outbox, one entry per post."""
        records = self.installation.settings.outbox.glob("**/post.json")
        posts = [Post.model_validate_json(record.read_bytes()) for record in records]
        return sorted(post.channel for post in posts if post.execution_id == str(execution))


@dataclass(frozen=True)
class End:
    """How a campaign ended."""

    payload: CampaignPayload
    history: WorkflowHistory

    @property
    def actions(self) -> list[str]:
        """What the campaign's log says, in its order."""
        return [entry.action for entry in self.payload.execution_log]

    @property
    def repeated_stages(self) -> int:
        """Repetitions of stages that Temporal counted: side by side, the most of one channel."""
        kinds: dict[int, str] = {}
        most: dict[str, int] = defaultdict(int)
        for event in self.history.events:
            scheduled = event.activity_task_scheduled_event_attributes
            started = event.activity_task_started_event_attributes
            if scheduled.activity_id:
                kinds[event.event_id] = scheduled.activity_type.name
            elif started.scheduled_event_id:
                kind = kinds[started.scheduled_event_id]
                most[kind] = max(most[kind], started.attempt - 1)
        return sum(many for kind, many in most.items() if not kind.endswith("_campaign"))


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Scene]:
    """Return a server, and a worker that holds campaigns."""
    holds = Holds(tmp_path / "holds")
    holds.folder.mkdir()
    monkeypatch.setitem(os.environ, HOLDS, str(holds.folder))
    installation = Installation(tmp_path)
    try:
        server = installation.start_server()
        worker = installation.start_worker("tests.e2e.holding_worker")
        yield Scene(installation, holds, server, worker)
    finally:
        installation.close()


async def test_a_worker_killed_in_every_stage_loses_and_repeats_nothing(scene: Scene) -> None:
    """After kill -9 at every point of a campaign, each ends as if nothing had happened."""
    campaigns = await scene.set([*POINTS, UNHARMED])
    whole = await scene.end_of(campaigns[UNHARMED])

    scene.installation.kill(scene.worker)
    await asyncio.to_thread(scene.installation.start_worker)
    ends = {point: await scene.end_of(campaign) for point, campaign in campaigns.items()}

    for point, end in ends.items():
        _assert_whole(end, whole, scene.posts_of(campaigns[point].execution_id))
        assert end.payload.retry_count == (0 if point in NO_STAGE else 1), point
    await _assert_remembered(scene, campaigns, ends)


async def test_a_server_killed_in_mid_campaign_goes_on_where_it_was(scene: Scene) -> None:
    """After kill -9 of the server its state is whole, and the worker finds its way back to it."""
    campaigns = await scene.set(["radar", f"published {CHANNEL}", "learn", UNHARMED])
    whole = await scene.end_of(campaigns[UNHARMED])

    scene.installation.kill(scene.server)
    await asyncio.to_thread(scene.installation.start_server)
    scene.holds.release()
    ends = {point: await scene.end_of(campaign) for point, campaign in campaigns.items()}

    for point, end in ends.items():
        _assert_whole(end, whole, scene.posts_of(campaigns[point].execution_id))
    await _assert_remembered(scene, campaigns, ends)


async def test_server_and_worker_killed_together_go_on_where_they_were(scene: Scene) -> None:
    """After a power cut, so to speak, the next server and the next worker finish every campaign."""
    points = ["strategy", f"content {CHANNEL}", f"publish {CHANNEL}", f"published {CHANNEL}"]
    campaigns = await scene.set([*points, UNHARMED])
    whole = await scene.end_of(campaigns[UNHARMED])

    scene.installation.kill(scene.server, scene.worker)
    await asyncio.to_thread(scene.installation.start_server)
    await asyncio.to_thread(scene.installation.start_worker)
    ends = {point: await scene.end_of(campaign) for point, campaign in campaigns.items()}

    for point, end in ends.items():
        _assert_whole(end, whole, scene.posts_of(campaigns[point].execution_id))
        assert end.payload.retry_count == (0 if point == UNHARMED else 1), point
    await _assert_remembered(scene, campaigns, ends)


def _assert_whole(end: End, whole: End, posts: list[str]) -> None:
    """Assert that a campaign ended like one to which nothing happened."""
    payload = end.payload
    assert payload.current_state is CampaignState.IDLE
    assert payload.terminal_reason is None
    assert end.actions == whole.actions
    assert [asset.sha256 for asset in payload.assets] == [
        asset.sha256 for asset in whole.payload.assets
    ]
    assert payload.learning == whole.payload.learning
    assert payload.retry_count == end.repeated_stages
    assert [(one.channel, one.status) for one in payload.publications] == [
        (channel, PublicationStatus.SENT) for channel in CHANNELS
    ]
    assert posts == sorted(CHANNELS)


async def _assert_remembered(
    scene: Scene, campaigns: dict[str, CampaignRequest], ends: dict[str, End]
) -> None:
    """Assert that the ledger knows each campaign's outcome as Temporal does."""
    ledger = SqlLedger(scene.installation.settings.ledger_url)
    for point, campaign in campaigns.items():
        known = await ledger.executions.open(campaign.execution_id, digest(campaign))
        assert known == ends[point].payload
    await ledger.close()


def _request(number: int) -> CampaignRequest:
    return request(
        *CHANNELS,
        execution_id=uuid5(EXECUTION, str(number)),
        timing=Timing(learning_window=timedelta(milliseconds=100)),
    )
