"""Queues of their own: one that nobody serves is named, and a stop reaches all of them."""

import asyncio
import logging
from datetime import timedelta
from typing import Final

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
_STOPS: Final = "Beginning worker shutdown"
"""How the SDK logs that a queue is let go of."""


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


async def test_a_worker_that_stops_lets_go_of_all_its_queues_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It needs no longer than its longest activity may take, and none is cut off for another."""
    caplog.set_level(logging.INFO, "temporalio")
    settings, stop, role = Settings(graceful_shutdown_seconds=60), asyncio.Event(), read_role("all")
    async with open_real_world() as world:
        calls, held = world.faults.calls, world.faults.hold("produce x")

        async def work() -> None:
            async with working(world.client, world.stages(), settings, role, Rates(usual=100)):
                await stop.wait()

        working_until_told = asyncio.ensure_future(work())
        campaign = await world.start(request("x", timing=QUICK))
        await eventually(lambda: asyncio.sleep(0, calls), lambda seen: "produce x" in seen)
        stop.set()
        await eventually(
            lambda: asyncio.sleep(0, caplog.messages.copy()),
            lambda said: sum(_STOPS in one for one in said) == len(role.queues),
        )
        held.set()
        await working_until_told
        async with working(world.client, world.stages(), settings, role, Rates()):
            await campaign.handle.result()
