"""`schedule show`: one schedule, and what became of its slots."""

from typing import TYPE_CHECKING

from console.parameters import Days, Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule, *, days: Days = 30) -> Work:
    """A slot that was missed says why."""
    from datetime import timedelta

    until = timedelta(days=days)

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables

        found = await session.schedules.show(schedule, until)
        screen.answer(found, tables.details(found))
        return DONE

    return work
