"""A pause holds back the next stage and interrupts none."""

from contracts import CampaignState, FailureReason, WaitingFor
from tests.support.builders import request
from tests.support.workflow_logic import UNDER_BOTH
from tests.support.worlds.campaigns import World

pytestmark = UNDER_BOTH


async def test_a_pause_holds_the_next_stage(world: World) -> None:
    """However long a pause lasts, no stage starts before somebody resumes the campaign."""
    release = world.faults.hold("scan")
    campaign = await world.start(request())
    await campaign.until(lambda status: status.state is CampaignState.RADAR_SCAN)
    await campaign.send("pause", {"by": "Luis", "reason": "holiday"})
    release.set()
    await campaign.waits_for(WaitingFor.RESUME)

    await world.env.sleep(30 * 24 * 3600)

    status = await campaign.status()
    assert status.paused
    assert status.state is CampaignState.RADAR_SCAN
    assert "compose" not in world.faults.calls
    await campaign.send("resume", {"by": "Luis"})
    assert (await campaign.handle.result()).terminal_reason is None


async def test_a_publication_in_flight_is_finished(world: World) -> None:
    """A pause in the middle of publishing lets it end and records it."""
    release = world.faults.hold("publish instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("publish instagram")
    await campaign.send("pause", {"by": "Luis"})

    release.set()
    status = await campaign.waits_for(WaitingFor.RESUME)

    assert [channel.status for channel in status.channels] == ["sent"]
    await campaign.send("resume", {"by": "Luis"})
    assert (await campaign.handle.result()).terminal_reason is None


async def test_pausing_twice_is_refused(world: World) -> None:
    """The second pause and a resume without a pause are refused and say why."""
    world.faults.hold("scan")
    campaign = await world.start(request())

    resume = await campaign.refusal("resume", {"by": "Luis"})
    await campaign.send("pause", {"by": "Luis"})
    pause = await campaign.refusal("pause", {"by": "Ana"})

    assert resume == "the campaign is not paused"
    assert pause == "the campaign is already paused"


async def test_signals_pause_and_resume(world: World) -> None:
    """Systems that can only signal can pause and resume."""
    release = world.faults.hold("scan")
    campaign = await world.start(request())

    await campaign.handle.signal("pause", {"by": "cron"})
    paused = await campaign.status()
    await campaign.handle.signal("resume", {"by": "cron"})
    resumed = await campaign.status()

    assert (paused.paused, resumed.paused) == (True, False)
    release.set()
    await campaign.handle.result()


async def test_an_ended_campaign_takes_no_orders(world: World) -> None:
    """A message that reaches a campaign while it is being concluded is refused."""
    world.faults.plan("scan", *[RuntimeError("busy")] * 9)
    release = world.faults.hold("conclude")
    campaign = await world.start(request(max_retries=0))
    await campaign.until(lambda status: status.state is CampaignState.FAILED)

    why = await campaign.refusal("pause", {"by": "Luis"})

    assert why == "the campaign has ended and takes no more messages"
    release.set()
    assert (await campaign.failed_payload()).terminal_reason is FailureReason.TIMEOUT
