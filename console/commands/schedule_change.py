"""`schedule change`: one slot at another time."""

from typing import TYPE_CHECKING

from console.parameters import Moment, MovedTo, Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule, slot: Moment, *, to: MovedTo) -> Work:
    """The slot is left out, and another one takes its place.

    The plan itself is changed by deleting the schedule and creating it anew.
    """

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables

        known = await session.schedules.move(schedule, slot, to)
        screen.answer(known, tables.schedule(known))
        return DONE

    return work
