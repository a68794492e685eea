"""Schedules, their slots to come, and what became of those that have begun."""

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.words.basics import lasting, moment, plain, short
from contracts.schedule import StartedSlot
from runtime.schedule.replies import (
    KnownSchedule,
    PastSlot,
    PlannedSlot,
    ScheduleDetails,
    ScheduleList,
    SlotState,
    UnreadSchedule,
)

MOST_SHOWN: Final = 20
"""Slots to come that are shown; files and programs get all of them."""

_COLORS: Final = {
    SlotState.STARTED: "green",
    SlotState.TURNED_AWAY: "red",
    SlotState.MISSED: "red",
    SlotState.WAITING: "yellow",
}


def schedule(known: KnownSchedule | UnreadSchedule) -> RenderableType:
    """Return how a schedule stands."""
    state = "paused" if known.is_paused else "runs"
    if isinstance(known, UnreadSchedule):
        return Text(
            plain(f"{known.schedule}: its key is lacking\n  {known.when} · {state} · next slot ")
            + (moment(known.next_slot) if known.next_slot else "none")
        )
    nearest = moment(known.next_slot) if known.next_slot else "none"
    lines = [
        f"{known.schedule}: {known.name} · {', '.join(known.places)}",
        f"  {known.when} · within {lasting(known.within)} · {state} · next slot {nearest}",
        *(f"  note: {note}" for note in known.notes),
    ]
    return Text(plain("\n".join(lines)))


def schedules(found: ScheduleList) -> RenderableType:
    """Return all schedules, and their slots to come."""
    each = [*map(schedule, found.schedules), *map(schedule, found.unread)]
    return Group(*each, upcoming(found.slots)) if each else Text("there is no schedule")


def details(found: ScheduleDetails) -> RenderableType:
    """Return one schedule with its past and coming slots."""
    return Group(schedule(found.schedule), past(found.past), upcoming(found.slots))


def upcoming(slots: Sequence[PlannedSlot]) -> RenderableType:
    """Return slots that are to come."""
    table = _table("slot", "where it is", "schedule", "campaign", "execution")
    for one in slots[:MOST_SHOWN]:
        table.add_row(
            moment(one.slot),
            f"{one.local} {one.zone}",
            one.schedule,
            Text(plain(one.name)),
            short(one.execution_id),
        )
    left = len(slots) - MOST_SHOWN
    more = Text(f"and {left} more; --csv and --ics write all of them") if left > 0 else Text("")
    return Group(table, more) if slots else Text("no slot in that time")


def past(slots: Sequence[PastSlot]) -> RenderableType:
    """Return what became of slots."""
    table = _table("slot", "state", "execution", "why")
    for one in slots:
        table.add_row(
            moment(one.slot),
            Text(one.state, style=_COLORS[one.state]),
            short(one.execution_id),
            Text(plain(one.why or "")),
        )
    return table if slots else Text("no slot has begun yet")


def started(slots: Sequence[StartedSlot]) -> RenderableType:
    """Return slots that somebody ordered."""
    table = _table("slot", "execution", "")
    for one in slots:
        word = "had been started before; nothing was" if one.duplicate else "started"
        table.add_row(moment(one.slot), str(one.execution_id), word)
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
