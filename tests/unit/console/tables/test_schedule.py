"""Schedules as people read them."""

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console, RenderableType

from console.tables import schedule as tables
from contracts.schedule import StartedSlot
from runtime.schedule.replies import (
    KnownSchedule,
    PastSlot,
    PlannedSlot,
    ScheduleDetails,
    ScheduleList,
    SlotState,
)
from tests.support.builders import EXECUTION, TENANT

SLOT = datetime(2027, 3, 29, 7, tzinfo=UTC)
KNOWN = KnownSchedule(
    schedule="coffee",
    when="09:00 · mon · Europe/Madrid",
    zone="Europe/Madrid",
    within=timedelta(minutes=30),
    name="Café [bold]x",
    tenant_id=TENANT,
    places=["x.post"],
    is_paused=True,
    next_slot=None,
    notes=("there is no slot in months without a day 31",),
)


def shown(part: RenderableType) -> str:
    """Return what a terminal shows of it."""
    out = io.StringIO()
    Console(file=out, width=160).print(part)
    return out.getvalue()


def planned(number: int) -> PlannedSlot:
    """Return one slot to come."""
    return PlannedSlot(
        schedule="coffee",
        slot=SLOT + timedelta(days=number),
        local=f"slot {number}",
        zone="Europe/Madrid",
        execution_id=EXECUTION,
        name=KNOWN.name,
        places=["x.post"],
        is_paused=True,
    )


def test_a_schedule_says_when_it_runs_and_what_may_be_a_surprise() -> None:
    """A paused schedule without a slot to come is told as such, and a name is no markup."""
    told = shown(tables.schedules(ScheduleList(schedules=[KNOWN], slots=[])))

    assert "coffee: Café [bold]x · x.post" in told
    assert "09:00 · mon · Europe/Madrid · within 30 min 0 s · paused · next slot none" in told
    assert "note: there is no slot in months without a day 31" in told
    assert "no slot in that time" in told
    assert "there is no schedule" in shown(tables.schedules(ScheduleList(schedules=[], slots=[])))


def test_the_reason_of_a_missed_slot_is_shown() -> None:
    """Whoever asks why nothing went out reads it beside the slot."""
    past = [
        PastSlot(slot=SLOT, state=SlotState.MISSED, execution_id=EXECUTION, why="missed: too late"),
        PastSlot(slot=SLOT, state=SlotState.WAITING, execution_id=EXECUTION),
    ]
    details = ScheduleDetails(schedule=KNOWN, past=past, slots=[planned(1)])

    told = shown(tables.details(details))

    assert "missed: too late" in told
    assert "waiting" in told
    assert "slot 1 Europe/Madrid" in told
    assert "no slot has begun yet" in shown(tables.past([]))


def test_many_slots_to_come_are_counted() -> None:
    """A year of slots does not fill the screen, and the way to all of them is told."""
    told = shown(tables.upcoming([planned(number) for number in range(50)]))

    assert "slot 19 Europe" in told
    assert "slot 20 Europe" not in told
    assert "and 30 more; --csv and --ics write all of them" in told


def test_a_slot_that_was_ordered_twice_says_so() -> None:
    """Nobody believes that a campaign was started a second time."""
    one = StartedSlot(schedule="coffee", slot=SLOT, execution_id=EXECUTION, duplicate=True)

    told = shown(tables.started([one, one.model_copy(update={"duplicate": False})]))

    assert "had been started before; nothing was" in told
    assert str(EXECUTION) in told
