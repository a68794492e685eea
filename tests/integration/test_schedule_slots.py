"""The slots of schedules on a real server: they run once, whoever starts them."""

from collections.abc import AsyncIterator

import pytest
from temporalio.client import (
    ScheduleBackfill,
)

from contracts import CampaignRequest
from contracts.base import utc_now
from runtime.campaigns.client import Campaigns
from runtime.refusals import Refused
from runtime.schedule.replies import SlotState
from runtime.schedule.schedules import Schedules
from tests.support.campaigns.schedules import DAY, HOUR, NAME, order, plan
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import World, open_real_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Return a server with a worker, on which time passes as it does."""
    async with open_real_world() as world, world.worker():
        yield world


@pytest.fixture
def schedules(world: World) -> Schedules:
    """Return the schedules of the server."""
    return Campaigns(world.client).schedules


async def test_a_slot_that_somebody_orders_runs_once(world: World, schedules: Schedules) -> None:
    """A trigger runs a slot of its own; a backfill runs those that were missed, and none twice."""
    await schedules.create(order(), plan("09:00"))

    triggered = await schedules.trigger(NAME)
    last = utc_now()
    filled = await schedules.backfill(NAME, last - 3 * DAY, last)
    again = await schedules.backfill(NAME, last - 3 * DAY, last)
    past = await eventually(
        lambda: schedules.show(NAME, DAY), lambda found: len(found.past) == len(filled) + 1
    )

    assert not triggered.duplicate
    assert len(filled) == 3
    assert [one.duplicate for one in filled] == [False] * 3
    assert [one.duplicate for one in again] == [True] * 3
    assert {one.state for one in past.past} == {SlotState.STARTED}
    ran: CampaignRequest = await Campaigns(world.client).request(triggered.execution_id)
    assert ran.name == order().request.name
    with pytest.raises(Refused, match="is still to come"):
        await schedules.backfill(NAME, last, last + DAY)
    with pytest.raises(Refused, match="coffee has 0 slots from"):
        await schedules.backfill(NAME, last, last)


async def test_a_schedule_runs_its_slots_itself(world: World, schedules: Schedules) -> None:
    """What Temporal starts at a slot, or catches up with, is the campaign of that slot."""
    await schedules.create(order(), plan("09:00"))
    before = utc_now().replace(microsecond=0)

    handle = world.client.get_schedule_handle(NAME)
    await handle.trigger()
    found = await eventually(
        lambda: schedules.show(NAME, DAY),
        lambda found: {one.state for one in found.past} == {"started"},
    )

    assert found.past[0].slot >= before
    ran = await Campaigns(world.client).request(found.past[0].execution_id)
    assert ran.name == order().request.name


async def test_a_late_slot_of_a_schedule_is_shown_with_its_reason(
    world: World, schedules: Schedules
) -> None:
    """An operator reads why nothing was published at a time that has passed."""
    await schedules.create(order(), plan("09:00"))
    handle = world.client.get_schedule_handle(NAME)
    await handle.backfill(ScheduleBackfill(utc_now() - 2 * DAY, utc_now() - HOUR * 2))

    found = await eventually(
        lambda: schedules.show(NAME, DAY),
        lambda found: {one.state for one in found.past} == {"missed"},
    )

    assert {one.why.partition(":")[0] for one in found.past if one.why} == {"missed"}
