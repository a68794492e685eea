"""`stop`: the emergency stop."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import StoppedTenant
from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    *,
    why: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; everybody who waits reads it.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option(metavar="CHANNEL", help="Stop only this channel.")
    ] = None,
    tenant: StoppedTenant = None,
    lift: Annotated[
        str | None, typer.Option(metavar="NAME", help="Let what this stop held go on.")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Show what is stopped.")] = False,
) -> Work:
    """Calls that have begun end; nothing else goes out. What was stopped goes on when it is lifted.

    It needs neither Temporal nor a worker. Posts can be taken back meanwhile.
    """
    from runtime.ledger import stops
    from runtime.refusals import WrongUse
    from runtime.settings import load_settings

    settings = load_settings()
    if [why is not None, lift is not None, show].count(True) != 1:
        raise WrongUse(
            "stop: give --why TEXT to publish nothing from now on, --lift NAME or --list; the "
            "embedded server and worker are stopped by 'starter.py down'"
        )
    if why is None and (channel, tenant) != (None, None):
        raise WrongUse("stop: --channel and --tenant go with --why")
    wanted = None if why is None else stops.wanted(why, tenant, channel)

    async def work(screen: "Screen") -> int:
        from runtime.installation.comparing import why_apart

        if wanted is not None:
            stop = await stops.set_stop(settings, wanted)
            if (why := await why_apart(settings)) is not None:
                screen.warn(f"workers that have another ledger are not stopped by this: {why}")
            screen.answer(stop, f"{stop}: starter.py stop --lift {stop.name}")
        elif lift is not None:
            stop = await stops.lift(settings, lift)
            screen.answer(stop, f"{stop.name} is lifted: {stop.scope} goes on")
        else:
            from runtime.ledger.replies import StopsInForce

            known = StopsInForce(stops=list(await stops.in_force(settings)))
            shown = [f"{stop.name}: {stop}" for stop in known.stops] or ["nothing is stopped"]
            screen.answer(known, *shown)
        return DONE

    return work
