"""`schedule create`: a campaign that runs again and again."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import AttachFrom, Request, Schedule, Within
from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session

_DAY = ["%Y-%m-%d"]


def command(  # noqa: PLR0913 - each is an option that an operator types
    schedule: Schedule,
    file: Request,
    *,
    at: Annotated[list[str], typer.Option(metavar="HH:MM", help="Time of a slot; repeatable.")],
    zone: Annotated[str, typer.Option(metavar="ZONE", help="Where that is: Europe/Madrid.")],
    on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAY", help="mon to sun, 1 to 31, or a date; repeatable. Every day without."
        ),
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, metavar="DATE", help="First day.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--until", formats=_DAY, metavar="DATE", help="Last day.")
    ] = None,
    within: Within = None,
    attach_from: AttachFrom = None,
) -> Work:
    """Each slot runs the request once, as an execution of its own.

    A slot that could not begin within its time, since something was down, is missed and says why;
    no outage ends in a burst. What slots publish, they publish within the same time.
    """
    from contracts.base import utc_now
    from runtime.files.request import read_request
    from runtime.schedule.ordering import order_of
    from runtime.schedule.plan import judged, months_without, read_plan
    from runtime.settings import load_settings
    from runtime.wiring.policies import tenant_policies

    now = utc_now()
    plan = read_plan(at, on or (), zone, first and first.date(), last and last.date())
    allowed = judged(plan, within, now)
    prepared = read_request(file, attach_from=attach_from or (), now=now)
    order = order_of(schedule, prepared, allowed)
    tenant_policies(load_settings())  # a mistake in one is told before anything starts

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import schedule as tables

        said = await session.store(prepared)
        known = await session.schedules.create(order, plan)
        known = known.model_copy(update={"notes": (*months_without(plan), *said)})
        screen.answer(known, tables.schedule(known))
        return DONE

    return work
