"""`batch`: many campaigns from one file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import AttachFrom
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Requests in JSON lines, YAML or CSV.")
    ],
    *,
    rate: Annotated[
        float, typer.Option(min=0.01, max=100, metavar="NUMBER", help="Starts a second at most.")
    ] = 10.0,
    attach_from: AttachFrom = None,
) -> Work:
    """Every fault of the file is told before anything starts.

    The same file again starts what is left of it, and nothing twice: ids that are left out follow
    from each request's content. Columns of CSV are named by their fields: channels.0.channel.
    """
    from contracts.base import utc_now
    from runtime.batch.judging import read_batch
    from runtime.settings import load_settings
    from runtime.wiring.policies import tenant_policies

    batch = read_batch(file, attach_from=attach_from or (), now=utc_now())
    tenant_policies(load_settings())  # a mistake in one is told before anything starts

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.live.counting import counting
        from console.tables import batch as tables
        from runtime.batch.replies import Outcome
        from runtime.batch.starting import start_batch

        await session.must_be_fit()
        with counting(screen, len(batch.entries), tables.progress, Outcome.LEFT) as tell:
            report = await start_batch(batch, session.start, rate, tell)
        for entry in report.entries:
            for note in entry.notes:
                screen.say(f"note: {note}")
        if report.stopped is not None:
            screen.warn(f"stopped: {report.stopped}; the same command again goes on")
        screen.answer(report, tables.report(report))
        return report.exit_status

    return work
