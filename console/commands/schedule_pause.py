"""`schedule pause`: no slot begins until it is resumed."""

from typing import TYPE_CHECKING

from console.parameters import Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule) -> Work:
    """Slots that pass meanwhile do not run; campaigns that have begun go on."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables
        from runtime.schedule.replies import UnreadSchedule

        known = await session.schedules.pause(schedule)
        screen.answer(known, tables.schedule(known))
        if isinstance(known, UnreadSchedule):
            screen.warn(f"it is paused, and cannot be read: {known.unread}")
        return DONE

    return work
