"""Processes that are killed with kill -9 in mid-campaign: everything goes on, once."""

import asyncio
import os
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import pytest

from activities.ledger import SqlLedger
from activities.publish.outbox.post import Post
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
from domain.signing import digest
from tests.e2e.holding_worker import CHANNEL, HOLDS, POINTS, Holds
from tests.e2e.installation import Installation, Process, until
from tests.support.builders import request

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

CHANNELS: Final = ("instagram", CHANNEL)
UNHARMED: Final = "nowhere"


@dataclass
class Scene:
    """An installation whose workers hold campaigns."""

    installation: Installation
    holds: Holds
    server: Process
    worker: Process = field(init=False)

    def __post_init__(self) -> None:
        self.start_worker()

    def start_worker(self) -> None:
        """Start a worker in the place of one that is gone."""
        self.worker = self.installation.start_worker("tests.e2e.holding_worker")

    def start_server(self) -> None:
        """Start a server in the place of one that is gone."""
        self.server = self.installation.start_server()

    async def set(
        self, points: Iterable[str], *, is_thorough: bool = False
    ) -> Mapping[str, CampaignRequest]:
        """Start one campaign per point and one that goes unharmed; return when each is held."""
        wanted = {point: _request() for point in [*points, UNHARMED]}
        client = await self.installation.client()
        for point, campaign in wanted.items():
            if point != UNHARMED:
                self.holds.hold(campaign.execution_id, point)
            if is_thorough:
                self.holds.be_thorough(campaign.execution_id)
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
        await self.end_of(wanted[UNHARMED])
        return wanted

    async def end_of(self, campaign: CampaignRequest) -> CampaignPayload:
        """Wait for the end of a campaign."""
        client = await self.installation.client()
        handle = client.get_workflow_handle(
            workflow_id(campaign.execution_id), result_type=CampaignPayload
        )
        async with asyncio.timeout(300):
            payload: CampaignPayload = await handle.result()
        return payload

    def posts_of(self, execution: UUID) -> list[str]:
        """Return the channels of a campaign's posts in the outbox, one entry per post."""
        records = self.installation.settings.outbox.glob("**/post.json")
        posts = [Post.model_validate_json(record.read_bytes()) for record in records]
        return sorted(post.channel for post in posts if post.execution_id == str(execution))


def _actions(payload: CampaignPayload) -> list[str]:
    """Return what the campaign's log says, in its order, but for what was done again."""
    return [entry.action for entry in payload.execution_log if entry.action != "tried_again"]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    """Return a server, and a worker that holds campaigns."""
    folder = tmp_path_factory.mktemp("crashes")
    holds = Holds(folder / "holds")
    holds.folder.mkdir()
    with pytest.MonkeyPatch.context() as patch, Installation(folder) as installation:
        patch.setitem(os.environ, HOLDS, str(holds.folder))
        yield Scene(installation, holds, installation.start_server())


async def test_a_worker_killed_in_every_stage_loses_and_repeats_nothing(scene: Scene) -> None:
    """After kill -9 at every point of a campaign, each ends as if nothing had happened."""
    campaigns = await scene.set(POINTS)

    scene.installation.kill(scene.worker)
    scene.holds.release()
    await asyncio.to_thread(scene.start_worker)

    ends = await _assert_all_whole(scene, campaigns)
    for point in POINTS:
        # Admission is part of the workflow's own task, whose repetitions leave no event, and an
        # outcome that is noted does not change any more.
        is_counted = POINTS[point] not in {"admit_campaign", "conclude_campaign"}
        assert ends[point].restarts >= is_counted, point


async def test_a_server_killed_in_mid_campaign_goes_on_where_it_was(scene: Scene) -> None:
    """After kill -9 of the server its state is whole, and the worker finds its way back to it."""
    campaigns = await scene.set(["radar", f"published {CHANNEL}", "learn"])

    scene.installation.kill(scene.server)
    await asyncio.to_thread(scene.start_server)
    scene.holds.release()

    await _assert_all_whole(scene, campaigns)


@pytest.mark.drill
async def test_server_and_worker_killed_together_go_on_where_they_were(scene: Scene) -> None:
    """After a power cut, so to speak, the next two finish every campaign, pictures and all."""
    points = [f"content {CHANNEL}", f"published {CHANNEL}"]
    campaigns = await scene.set(points, is_thorough=True)

    scene.installation.kill(scene.server, scene.worker)
    scene.holds.release()
    await asyncio.to_thread(scene.start_server)
    await asyncio.to_thread(scene.start_worker)

    ends = await _assert_all_whole(scene, campaigns)
    for point in points:
        assert ends[point].restarts >= 1, point
    made = {asset.channel: asset.media_type for asset in ends[points[0]].assets}
    assert made == {"instagram": "image/jpeg", CHANNEL: "image/png"}


async def _assert_all_whole(
    scene: Scene, campaigns: Mapping[str, CampaignRequest]
) -> Mapping[str, CampaignPayload]:
    """Assert that each ended like the unharmed one, and that the ledger knows it; return how."""
    ends = {point: await scene.end_of(campaign) for point, campaign in campaigns.items()}
    ledger = SqlLedger(scene.installation.settings.ledger_url)
    for point, campaign in campaigns.items():
        posts = scene.posts_of(campaign.execution_id)
        _assert_whole(ends[point], ends[UNHARMED], posts)
        known = await ledger.executions.open(campaign, digest(campaign))
        assert known.outcome == ends[point]
    await ledger.close()
    return ends


def _assert_whole(payload: CampaignPayload, whole: CampaignPayload, posts: list[str]) -> None:
    """Assert that a campaign ended like one to which nothing happened."""
    assert payload.current_state is CampaignState.IDLE
    assert payload.terminal_reason is None
    assert _actions(payload) == _actions(whole)
    assert [asset.sha256 for asset in payload.assets] == [asset.sha256 for asset in whole.assets]
    assert payload.learning == whole.learning
    assert payload.retry_count == 0
    assert [(one.channel, one.status) for one in payload.publications] == [
        (channel, PublicationStatus.SENT) for channel in CHANNELS
    ]
    assert posts == sorted(CHANNELS)


def _request() -> CampaignRequest:
    return request(
        *CHANNELS,
        execution_id=uuid4(),
        max_retries=0,  # a worker that dies, or seems dead on a slow machine, costs no retry
        timing=Timing(learning_window=timedelta(milliseconds=100)),
    )
