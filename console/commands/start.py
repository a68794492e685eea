"""`start`: a campaign from a request file."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import AttachFrom, Request
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    file: Request,
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until it has ended.")] = False,
    new_execution: Annotated[
        bool,
        typer.Option("--new-execution", help="Another run of the campaign, beside any other."),
    ] = False,
    attach_from: AttachFrom = None,
) -> Work:
    """A duplicate starts nothing, is counted, and is attached to the run that there is.

    Ids that the file leaves out follow from its content.
    """
    from contracts.base import utc_now
    from runtime.files.request import read_request
    from runtime.settings import load_settings
    from runtime.wiring.policies import tenant_policies

    prepared = read_request(
        file, new_execution=new_execution, attach_from=attach_from or (), now=utc_now()
    )
    tenant_policies(load_settings())  # a mistake in one is told before anything starts

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import answer_started

        started = await session.start(prepared, beside=new_execution)
        word = f"started {started.name!r}"
        if started.duplicate:
            word = f"duplicate, nothing was started: {started.name!r} "
            word += "has ended already" if started.finished else "is running"
        if started.again:
            word = f"started again, since its run came to no conclusion: {started.name!r}"
        screen.say(f"{word}, execution {started.execution_id}")
        for note in started.notes:
            screen.say(f"note: {note}")
        return await answer_started(session, screen, started, wait=wait)

    return work
