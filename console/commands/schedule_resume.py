"""`schedule resume`: the slots to come begin again."""

from typing import TYPE_CHECKING

from console.parameters import Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule) -> Work:
    """What passed meanwhile stays out; a backfill runs it."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables

        known = await session.schedules.resume(schedule)
        screen.answer(known, tables.schedule(known))
        return DONE

    return work
