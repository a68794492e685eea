"""`schedule trigger`: a slot of its own, now."""

from typing import TYPE_CHECKING

from console.parameters import Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule) -> Work:
    """It runs beside those of the plan, also while the schedule is paused."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables
        from runtime.schedule.replies import StartedSlots

        await session.must_be_fit()
        started = StartedSlots(slots=[await session.schedules.trigger(schedule)])
        screen.answer(started, tables.started(started.slots))
        return DONE

    return work
