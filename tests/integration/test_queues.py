"""Queues of their own: one that nobody serves is named, and a stop reaches all of them."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest

from contracts import TASK_QUEUE, Timing
from contracts.names import COMPUTE_QUEUE, publish_queue
from runtime.campaigns.client import Campaigns
from runtime.doctor.replies import Health
from runtime.doctor.temporal import examine_temporal
from runtime.settings import Settings
from runtime.temporal.roles import read_role
from runtime.temporal.worker import working
from runtime.wiring.channels import Rates
from tests.support.builders import request
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import open_real_world

QUICK: Final = Timing(learning_window=timedelta(milliseconds=1))


async def test_a_channel_that_nobody_serves_is_named_until_somebody_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An operator reads which worker is missing; with it, the campaign ends as any other."""
    settings, rates = Settings(graceful_shutdown_seconds=0.1), Rates()
    async with open_real_world() as world:
        address = world.client.service_client.config.target_host
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        stages, asked = world.stages(), Campaigns(world.client)
        lacks = f"no worker serves {publish_queue('x')}"
        async with (
            working(world.client, stages, settings, read_role("campaigns"), rates),
            working(world.client, stages, settings, read_role("compute"), rates),
        ):
            campaign = await world.start(request("x", timing=QUICK))
            execution = request("x").execution_id
            await eventually(
                lambda: asked.status(execution),
                lambda status: status.wait is not None and lacks in status.wait.why,
            )
            found = {one.part: one async for one in examine_temporal(settings)}
            kinds = found["workers by kind of work"]
            assert kinds.health is not Health.WELL
            assert publish_queue("x") in kinds.says
            assert COMPUTE_QUEUE not in kinds.says
            async with working(world.client, stages, settings, read_role("publish:x"), rates):
                await campaign.handle.result()
        queues = [
            event.activity_task_scheduled_event_attributes.task_queue.name
            for event in (await campaign.handle.fetch_history()).events
            if event.HasField("activity_task_scheduled_event_attributes")
        ]
    assert set(queues) == {TASK_QUEUE, COMPUTE_QUEUE, publish_queue("x")}


async def test_a_worker_that_stops_takes_nothing_more_from_any_queue() -> None:
    """Its queues are let go together, so it needs no longer than the longest activity may take."""
    settings, stop = Settings(graceful_shutdown_seconds=60), asyncio.Event()
    async with open_real_world() as world:
        calls, held = world.faults.calls, world.faults.hold("produce x")
        work = working(world.client, world.stages(), settings, read_role("all"), Rates(usual=100))

        async def until_told() -> None:
            async with work:
                await stop.wait()

        stopping = asyncio.ensure_future(until_told())
        campaign = await world.start(request("x", timing=QUICK))
        await eventually(lambda: asyncio.sleep(0, calls), lambda seen: "produce x" in seen)
        stop.set()
        await asyncio.sleep(0.2)
        other = await world.start(request("x", execution_id=uuid4(), timing=QUICK))
        await asyncio.sleep(0.5)  # as long as a worker that still asked would need many times over
        assert calls.count("scan") == 1
        held.set()
        await stopping
        async with working(world.client, world.stages(), settings, read_role("all"), Rates()):
            await campaign.handle.result()
            await other.handle.result()
