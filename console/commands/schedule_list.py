"""`schedule list`: all schedules, and their slots to come."""

from typing import TYPE_CHECKING

from console.parameters import Csv, Days, Ics
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    *,
    days: Days = 30,
    csv: Csv = None,
    ics: Ics = None,
) -> Work:
    """Slots are those that Temporal itself counts, without those that are skipped."""
    from datetime import timedelta

    until = timedelta(days=days)
    wanted = [(option, path) for option, path in (("--csv", csv), ("--ics", ics)) if path]

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.cautions import unread
        from console.tables import schedule as tables
        from contracts.base import utc_now
        from runtime.schedule.exports import write_all

        found = await session.schedules.all(until)
        write_all(wanted, found, utc_now())
        screen.answer(found, tables.schedules(found))
        return unread(screen, [one.unread for one in found.unread])

    return work
