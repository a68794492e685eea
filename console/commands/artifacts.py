"""`artifacts`: what is stored and nothing needs."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    *,
    sweep: Annotated[bool, typer.Option("--sweep", help="Remove them.")] = False,
    older_than: Annotated[
        str, typer.Option(metavar="AGE", help="Leave alone what is younger: 90m, 12h, 7d, 4w.")
    ] = "7d",
) -> Work:
    """Nothing is removed as long as it is not known what running campaigns refer to.

    Steps in the ledger go with it, of campaigns that ended PHOENIX_STEP_RETENTION_DAYS ago.
    """
    from runtime.sweep.ages import read_age

    limit = read_age(older_than)

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import artifacts as tables

        answer = await session.sweep(limit, screen.say, removing=sweep)
        screen.answer(answer, tables.swept(answer))
        return DONE

    return work
