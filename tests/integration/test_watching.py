"""Who watches a campaign hears that it has changed, and asks no worker meanwhile."""

import asyncio

import pytest

from contracts import PauseMessage, ResumeMessage, WaitingFor
from runtime.campaigns.client import Campaigns
from tests.support.builders import EXECUTION, metrics, request
from tests.support.worlds.campaigns import World, open_real_world

LONG = 30.0


async def test_every_change_is_heard_and_nothing_else() -> None:
    """A message is shown at once; a campaign that only waits is left alone."""
    async with open_real_world() as world, world.worker():
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)
        async with Campaigns(world.client).listening(EXECUTION) as changed:
            assert await changed(LONG), "what came before is a reason to look once"
            quiet = await changed(0.5)
            await campaign.send("pause", PauseMessage(by="Ana"))
            paused = await changed(LONG)
            await campaign.send("resume", ResumeMessage(by="Ana"))
            resumed = await changed(LONG)
            await campaign.send("record_metrics", {"metrics": [metrics("x")], "final": True})
            await campaign.handle.result()
            ended = await changed(LONG)

    assert not quiet
    assert paused
    assert resumed
    assert ended


async def test_a_campaign_that_goes_on_in_a_new_run_is_heard_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A history ends when the next run begins, and the watcher listens to that one."""
    monkeypatch.setattr("runtime.campaigns.listening._AGAIN", 0.0)
    async with open_real_world() as world, world.worker():
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)
        async with Campaigns(world.client).listening(EXECUTION) as changed:
            await changed(LONG)
            await campaign.handle.terminate("so that another run begins")
            again = await world.start(request("x"))
            await again.waits_for(WaitingFor.METRICS)
            while await changed(0.5):
                pass
            await again.send("pause", PauseMessage(by="Ana"))
            heard = await changed(LONG)

    assert heard


async def test_a_history_that_cannot_be_read_is_a_reason_to_look(world: World) -> None:
    """Who looks is told that there is no such campaign; nobody waits for it in silence."""
    async with Campaigns(world.client).listening(EXECUTION) as changed, asyncio.timeout(LONG):
        assert await changed(LONG)
