"""`schedule delete`: no slot begins any more."""

from typing import TYPE_CHECKING

from console.parameters import Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(schedule: Schedule) -> Work:
    """Campaigns that have begun go on. Slots that ran do not run again under the same name."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from runtime.schedule.replies import DeletedSchedule

        await session.schedules.delete(schedule)
        screen.answer(DeletedSchedule(schedule=schedule), f"{schedule} is deleted")
        return DONE

    return work
