"""`schedule list`: all schedules, and their slots to come."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Days
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    *,
    days: Days = 30,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the slots as a table.")
    ] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write them as a calendar.")
    ] = None,
) -> Work:
    """Slots are those that Temporal itself counts, without those that are skipped."""
    from datetime import timedelta

    until = timedelta(days=days)
    wanted = [(option, path) for option, path in (("--csv", csv), ("--ics", ics)) if path]

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables
        from contracts.base import utc_now
        from runtime.schedule.exports import write_all

        found = await session.schedules.all(until)
        write_all(wanted, found, utc_now())
        screen.answer(found, tables.schedules(found.schedules, found.slots))
        return DONE

    return work
