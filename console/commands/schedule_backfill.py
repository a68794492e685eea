"""`schedule backfill`: slots that were missed, now."""

from typing import TYPE_CHECKING

from console.parameters import From, Schedule, Until
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule, *, first: From, last: Until) -> Work:
    """The slots of the plan between two past times run now; one that ran before does not again."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables
        from runtime.schedule.replies import StartedSlots

        await session.must_be_fit()
        slots = await session.schedules.backfill(schedule, first, last)
        started = StartedSlots(slots=list(slots))
        screen.answer(started, tables.started(started.slots))
        return DONE

    return work
