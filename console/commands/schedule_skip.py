"""`schedule skip`: one slot is left out."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Moment, Schedule
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    schedule: Schedule,
    slot: Moment,
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Take it in again.")] = False,
) -> Work:
    """The others stay as they are."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables

        known = await session.schedules.skip(schedule, slot, undo=undo)
        screen.answer(known, tables.schedule(known))
        return DONE

    return work
