"""An emergency stop holds publications back, says so, and lets them go on when it is lifted."""

from datetime import timedelta

import pytest

from contracts import (
    CampaignState,
    CampaignStatus,
    CancelMessage,
    FailureReason,
    Infrastructure,
    Place,
    PlatformUnavailable,
    PublicationStatus,
    Timing,
    WaitingFor,
)
from contracts.base import utc_now
from tests.support.builders import CAMPAIGN, request
from tests.support.worlds.campaigns import Campaign, World
from workflows.visibility import STATE

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
X, INSTAGRAM = Place("x", "post"), Place("instagram", "feed")


async def stopped(world: World, channel: str | None = None) -> str:
    """Stop what is published on a channel, or everything, and return the stop's name."""
    stop = await world.ledger.stops.set(None, channel, why="a wrong price", by="ada")
    return stop.name


async def is_held(campaign: Campaign) -> CampaignStatus:
    """Wait until a campaign says that a stop holds it, and return what it says."""
    return await campaign.until(
        lambda status: status.wait is not None and "has stopped" in status.wait.why
    )


async def test_what_is_stopped_waits_and_goes_on_when_it_is_lifted(world: World) -> None:
    """Nothing is sent, the campaign says who stopped it and why, and no retry is used for it."""
    name = await stopped(world)
    campaign = await world.start(request("x", max_retries=0))

    status = await is_held(campaign)
    book = list(world.platform.book)
    await world.ledger.stops.lift(name, by="ada")
    payload = await campaign.handle.result()

    assert status.wait is not None
    assert "ada has stopped all publishing" in status.wait.why
    assert "a wrong price; it goes on when stop1 is lifted" in status.wait.why
    assert book == []
    assert payload.latest_publications()[X].status is SENT
    assert payload.retry_count == 0
    assert len(world.platform.book) == 1


async def test_what_is_stopped_is_listed_where_it_stands_and_not_sent(world: World) -> None:
    """A list names the state of a campaign that is held, and nobody reads that it is under way."""
    name = await stopped(world)
    campaign = await world.start(request("x"))
    status = await is_held(campaign)

    listed = (await campaign.handle.describe()).typed_search_attributes
    await world.ledger.stops.lift(name, by="ada")
    payload = await campaign.handle.result()

    assert listed.get(STATE) == CampaignState.PUBLISH
    assert [entry.status for entry in status.channels] == [NOT_SENT]
    assert payload.latest_publications()[X].status is SENT


async def test_a_stop_that_is_set_again_holds_again(world: World) -> None:
    """Each look right before a send counts, however often it was lifted before."""
    name = await stopped(world)
    campaign = await world.start(request("x"))
    await is_held(campaign)
    release = world.faults.hold("begin_call")
    await world.ledger.stops.lift(name, by="ada")
    await campaign.until(
        lambda status: status.wait is not None and status.wait.on is WaitingFor.STAGE
    )
    name = await stopped(world)
    release.set()

    await is_held(campaign)
    book = list(world.platform.book)
    await world.ledger.stops.lift(name, by="ada")

    assert book == []
    assert (await campaign.handle.result()).latest_publications()[X].status is SENT


async def test_a_channel_is_stopped_alone(world: World) -> None:
    """The others are published meanwhile; of what is held, the campaign says so to the last."""
    names = [await stopped(world, "x"), await stopped(world, "email")]
    campaign = await world.start(request("instagram", "x", "email"))
    await is_held(campaign)
    await campaign.until(lambda _: len(world.platform.book) == 1)

    await world.ledger.stops.lift(names[0], by="ada")
    await campaign.until(lambda _: len(world.platform.book) == 2)
    status = await is_held(campaign)
    await world.ledger.stops.lift(names[1], by="ada")
    payload = await campaign.handle.result()

    assert status.wait is not None
    assert "on email" in status.wait.why
    assert {entry.status for entry in payload.latest_publications().values()} == {SENT}


async def test_another_tenants_stop_holds_nothing(world: World) -> None:
    """What is stopped for one tenant goes on for all others."""
    await world.ledger.stops.set(CAMPAIGN, None, why="unpaid", by="ada")  # no tenant's own id
    campaign = await world.start(request("x"))

    payload = await campaign.handle.result()

    assert payload.latest_publications()[X].status is SENT


async def test_what_is_stopped_until_the_time_to_publish_is_over_is_not_sent(world: World) -> None:
    """A stop that nobody lifts in time ends the campaign as a window that was missed."""
    await stopped(world)
    closes = utc_now() + timedelta(hours=2)
    campaign = await world.start(request("x", timing=Timing(publish_before=closes)))

    status = await is_held(campaign)
    await world.env.sleep(timedelta(hours=3))
    payload = await campaign.failed_payload()

    assert status.wait is not None
    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert "the time for it ended while it waited" in str(payload.terminal_details)
    assert "ada has stopped all publishing" in str(payload.terminal_details)
    assert payload.latest_publications()[X].status is NOT_SENT
    assert world.platform.book == []


async def test_what_is_stopped_can_be_cancelled(world: World) -> None:
    """A campaign that waits for a stop to be lifted ends at once, and was not sent by proof."""
    await stopped(world)
    campaign = await world.start(request("x"))
    await is_held(campaign)

    await campaign.handle.cancel(reason=CancelMessage(by="Ana").model_dump_json())
    payload = await campaign.cancelled_payload()

    assert payload.current_state is CampaignState.PUBLISH
    assert payload.latest_publications()[X].status is NOT_SENT
    assert world.platform.book == []


async def test_retries_that_were_used_before_a_stop_are_counted(world: World) -> None:
    """What failed before, failed; what was held back did not."""
    world.faults.plan("publish x", PlatformUnavailable("busy"))
    campaign = await world.start(request("x", max_retries=2))
    await campaign.waits_for(WaitingFor.ATTEMPT)
    name = await stopped(world)
    await is_held(campaign)
    world.faults.plan("publish x", PlatformUnavailable("busy"))

    await world.ledger.stops.lift(name, by="ada")
    payload = await campaign.handle.result()

    assert payload.retry_count == 2
    assert payload.latest_publications()[X].status is SENT


async def test_a_ledger_that_does_not_answer_lets_nothing_out(world: World) -> None:
    """While nobody can tell whether something is stopped, nothing is sent."""
    world.faults.plan("stops", Infrastructure("the ledger is away"))
    campaign = await world.start(request("x"))

    payload = await campaign.handle.result()

    calls = [name for name in world.faults.calls if name in {"stops", "publish x"}]
    assert calls == ["stops", "stops", "publish x"]
    assert payload.latest_publications()[X].status is SENT


@pytest.mark.no_cover  # thousands of looks do nothing that one does not
async def test_a_long_stop_does_not_fill_the_history(world: World) -> None:
    """Once a history is long, its campaign looks less often: a stop may last for weeks."""
    name = await stopped(world)
    campaign = await world.start(request("x"))
    await is_held(campaign)

    await world.env.sleep(timedelta(hours=8))
    eight_hours = len((await campaign.history()).events)
    await world.env.sleep(timedelta(hours=24))
    a_day_later = len((await campaign.history()).events)
    await world.ledger.stops.lift(name, by="ada")
    await campaign.handle.result()

    assert eight_hours < 8000
    assert a_day_later - eight_hours < 1000
