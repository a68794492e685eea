"""Schedules on a real server: what an operator can see of one, and do to it."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleSpec,
)

from contracts.base import utc_now
from contracts.schedule import slot_execution
from runtime.campaigns.client import Campaigns
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.refusals import Refused, Unknown
from runtime.schedule import calls
from runtime.schedule.clocks import moment_of
from runtime.schedule.schedules import Schedules
from runtime.temporal.converter import Encrypted
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.campaigns.schedules import DAY, HOUR, MADRID, NAME, order, plan, slots_of
from tests.support.payload_keys import write_keys
from tests.support.worlds.campaigns import World, open_real_world

EVERY = 10
"""Quarters of an hour between the slots of one plan: no clock is set back by so much."""


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Return a server with a worker, on which time passes as it does."""
    async with open_real_world() as world, world.worker():
        yield world


@pytest.fixture
def schedules(world: World) -> Schedules:
    """Return the schedules of the server."""
    return Campaigns(world.client).schedules


async def test_a_schedule_is_created_seen_and_deleted(schedules: Schedules) -> None:
    """An operator sees when it runs, where each slot is, and which campaign it will be."""
    known = await schedules.create(order(), plan("09:00", "17:30"))

    seen = await schedules.all(2 * DAY)

    assert known.when == "09:00, 17:30 · every day · Europe/Madrid"
    assert known.next_slot is not None
    assert known.next_slot > utc_now()
    assert seen.schedules == [known]
    assert [one.local[-5:] for one in seen.slots] in (
        ["09:00", "17:30"] * 2,
        ["17:30", "09:00"] * 2,
    )
    assert seen.slots[0].execution_id == slot_execution(NAME, seen.slots[0].slot)
    with pytest.raises(Refused, match="there is a schedule coffee already"):
        await schedules.create(order(), plan("10:00"))

    await schedules.delete(NAME)

    assert (await schedules.all(DAY)).schedules == []
    with pytest.raises(Unknown, match="there is no schedule coffee; 'starter"):
        await schedules.known(NAME)


async def test_what_is_seen_of_schedules_is_in_use(world: World, schedules: Schedules) -> None:
    """A sweep of the store learns what slots to come refer to, of campaigns' schedules alone."""
    other = ScheduleActionStartWorkflow("Other", id="other", task_queue="elsewhere")
    await world.client.create_schedule("other", Schedule(other, ScheduleSpec()))
    await schedules.create(order(), plan("09:00"))

    assert await Campaigns(world.client).scheduled() == [order().request]
    with pytest.raises(Refused, match="other is a schedule of something else than campaigns"):
        await schedules.known("other")


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Europe/Madrid", date(2027, 3, 25), date(2027, 3, 31)),
        ("Europe/Madrid", date(2027, 10, 28), date(2027, 11, 3)),
        ("America/New_York", date(2027, 3, 11), date(2027, 3, 17)),
        ("America/New_York", date(2027, 11, 4), date(2027, 11, 10)),
        ("Australia/Lord_Howe", date(2027, 4, 1), date(2027, 4, 7)),
    ],
)
async def test_temporal_counts_slots_as_we_judge_them(
    world: World, schedules: Schedules, zone: str, first: date, last: date
) -> None:
    """Over every change of clocks, what was said at the creation is what happens."""
    wanted = plan("00:30", "03:00", "03:30", "12:00", zone=zone, days=("sun", "29", "30"))
    await schedules.create(order(), wanted)
    begins = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
    ends = datetime(last.year, last.month, last.day, 23, 59, tzinfo=ZoneInfo(zone))

    counted = [
        slot
        async for slot in calls.matching(
            world.client, NAME, begins.astimezone(UTC), ends.astimezone(UTC)
        )
    ]

    assert counted == [moment_of(local, wanted.zone) for local in wanted.slots(first, last)]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Madrid", date(2027, 10, 31)),
        ("Europe/Madrid", date(2027, 3, 28)),
        ("Europe/London", date(2027, 10, 31)),
        ("America/New_York", date(2027, 11, 7)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("Africa/Cairo", date(2027, 10, 28)),
    ],
)
async def test_what_is_not_refused_runs_once(
    world: World, schedules: Schedules, zone: str, day: date
) -> None:
    """Of the quarters of the day on which clocks change, each that is taken is one slot.

    Every tenth is in the same plan: what ran a second time, by as much later as clocks change,
    would be in nobody's place.
    """
    begins = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    ends = begins + timedelta(days=1, hours=2)
    for first in range(EVERY):
        taken: dict[str, datetime] = {}
        for quarter in range(first, 4 * 24, EVERY):
            local = datetime.combine(day, time(quarter // 4, 15 * (quarter % 4)))
            with suppress(ValueError):
                taken[f"{local:%H:%M}"] = moment_of(local, ZoneInfo(zone))

        await schedules.create(order(), plan(*taken, zone=zone, days=(str(day),)))
        counted = [slot async for slot in calls.matching(world.client, NAME, begins, ends)]
        await schedules.delete(NAME)

        assert counted == list(taken.values()), list(taken)


async def test_one_slot_is_left_out_and_taken_in_again(schedules: Schedules) -> None:
    """The others stay, and a slot that is none is refused."""
    await schedules.create(order(), plan("09:00"))
    first, *others = await slots_of(schedules)
    local = first.astimezone(MADRID).replace(tzinfo=None)

    await schedules.skip(NAME, local, undo=False)
    without = await slots_of(schedules)
    with pytest.raises(Unknown, match="coffee has no slot to come at"):
        await schedules.skip(NAME, local, undo=False)
    await schedules.skip(NAME, local, undo=True)

    assert without == others
    assert await slots_of(schedules) == [first, *others]
    with pytest.raises(Unknown, match="coffee does not skip"):
        await schedules.skip(NAME, local, undo=True)


async def test_one_slot_is_moved(schedules: Schedules) -> None:
    """It is at its new time alone, unless that is past, or too close to another one."""
    await schedules.create(order(), plan("09:00"))
    first, second, *others = await slots_of(schedules)
    to = second + 2 * HOUR

    await schedules.move(NAME, second, to)

    assert await slots_of(schedules) == [first, to, *others]
    with pytest.raises(Unknown, match="has no slot to come at"):
        await schedules.move(NAME, second, to + HOUR)
    with pytest.raises(Refused, match=r"is closer to .* than the 1:00:00 within which"):
        await schedules.move(NAME, to, first + timedelta(minutes=30))
    with pytest.raises(Refused, match=r"is past; 'starter\.py schedule trigger"):
        await schedules.move(NAME, to, utc_now() - DAY)


async def test_a_schedule_is_paused_and_resumed(schedules: Schedules) -> None:
    """Whoever looks sees that nothing begins, and when it would."""
    known = await schedules.create(order(), plan("09:00"))

    paused = await schedules.pause(NAME)
    planned = await schedules.all(2 * DAY)
    resumed = await schedules.resume(NAME)

    assert (paused.is_paused, resumed.is_paused) == (True, False)
    assert paused.when == resumed.when == known.when
    assert all(one.is_paused for one in planned.slots)


async def test_an_encrypted_schedule_can_be_changed(world: World, tmp_path: Path) -> None:
    """What a slot orders stays readable to workers, and to nobody else, after every change."""
    keys = KeyFile(write_keys(tmp_path / "keys.toml", "old"))
    sealed = await Client.connect(
        world.client.service_client.config.target_host,
        plugins=[PhoenixPlugin(codec=EncryptionCodec(keys))],
    )
    schedules = Schedules(sealed)
    await schedules.create(order(), plan("09:00"))
    first = (await slots_of(schedules))[0]

    await schedules.pause(NAME)
    await schedules.skip(NAME, first, undo=False)

    assert await schedules.requests() == [order().request]
    with pytest.raises(Encrypted, match="set PHOENIX_PAYLOAD_KEYS"):
        await Schedules(world.client).known(NAME)
