"""What a campaign waits for is said, also where the campaign itself does not know it."""

import asyncio
from datetime import timedelta

from contracts import CampaignState, PlatformUnavailable, Timing
from runtime.campaigns.client import Campaigns
from tests.support.builders import EXECUTION, request
from tests.support.world import open_real_world

FULL = "The disk of the ledger sqlite:///ledger.db is full, and nothing goes on until there is room"


async def test_a_full_ledger_is_what_the_status_waits_for() -> None:
    """The operator reads that the disk is full, makes room, and the campaign goes on."""
    async with open_real_world() as world, world.worker():
        campaigns = Campaigns(world.client)
        world.faults.plan("claim", *[PlatformUnavailable(FULL)] * 1000)
        await world.start(request("x", timing=Timing(learning_window=timedelta(milliseconds=1))))

        async with asyncio.timeout(60):
            while True:
                known = await campaigns.status(EXECUTION)
                if known.wait is not None and FULL in known.wait.why:
                    break
                await asyncio.sleep(0.05)
        world.faults.plan_nothing("claim")

        payload = await campaigns.result(EXECUTION)

    assert known.state is CampaignState.RADAR_SCAN
    assert payload.current_state is CampaignState.IDLE
    assert payload.retry_count == 0
