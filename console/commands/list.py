"""`list`: the campaigns that Temporal remembers."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import OfTenant
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    *,
    state: Annotated[str | None, typer.Option(metavar="STATE", help="Only those in it.")] = None,
    tenant: OfTenant = None,
    limit: Annotated[
        int, typer.Option(min=1, max=1000, metavar="NUMBER", help="How many at most.")
    ] = 50,
) -> Work:
    """A campaign that ended longer ago than Temporal's retention is not among them."""
    from runtime.campaigns import messages

    wanted = None if state is None else messages.state(state)

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.cautions import caution, unread
        from console.tables import campaign as tables

        await caution(session, screen)
        known = await session.campaigns.list(wanted, tenant, limit)
        screen.answer(known, tables.campaigns(known.campaigns))
        return unread(screen, [one.unread for one in known.campaigns if one.unread])

    return work
