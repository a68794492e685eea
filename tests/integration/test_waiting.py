"""What a campaign waits for is said, also where the campaign itself does not know it."""

import asyncio
from datetime import timedelta

from contracts import CampaignState, Infrastructure, Timing, WaitingFor
from runtime.campaigns.client import Campaigns
from tests.support.builders import CAMPAIGN, EXECUTION, request
from tests.support.fake_ledger import IDENTITY
from tests.support.world import World, open_real_world

FULL = "The disk of the ledger sqlite:///ledger.db is full, and nothing goes on until there is room"


async def test_a_worker_with_another_ledger_leaves_a_campaign_alone(world: World) -> None:
    """The campaign says what it waits for, uses no retry, and goes on with the right ledger."""
    release = world.faults.hold("scan")
    campaign = await world.start(request("x", max_retries=0))
    await world.faults.called("scan")
    world.ledger.steps.identity = IDENTITY.model_copy(update={"id": CAMPAIGN})
    release.set()

    status = await campaign.waits_for(WaitingFor.ATTEMPT)
    book = list(world.platform.book)
    world.ledger.steps.identity = IDENTITY
    payload = await campaign.handle.result()

    assert status.wait is not None
    assert "the campaign was admitted by" in status.wait.why
    assert book == []
    assert payload.current_state is CampaignState.IDLE
    assert payload.retry_count == 0


async def test_a_full_ledger_is_what_the_status_waits_for() -> None:
    """The operator reads that the disk is full, makes room, and the campaign goes on."""
    async with open_real_world() as world, world.worker():
        campaigns = Campaigns(world.client)
        world.faults.plan("claim", *[Infrastructure(FULL)] * 1000)
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
