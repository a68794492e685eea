"""`replay`: plays histories again, to see whether this code goes their way."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.work import DONE, FAILED, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Histories in JSON, or folders of them."),
    ] = None,
    *,
    live: Annotated[
        bool, typer.Option("--open", help="All campaigns that have not ended on this Temporal.")
    ] = False,
) -> Work:
    """Before workers are replaced: a history that this code leaves would hang under it.

    Nothing is started or changed; the status is 1 when one history is left.
    """
    from runtime.refusals import WrongUse
    from runtime.settings import load_settings

    settings = load_settings()
    if bool(files) == live:
        raise WrongUse("replay: give files of histories, or --open")

    async def work(screen: "Screen") -> int:
        from console.tables import replay as tables
        from runtime.replay.replaying import replay_files, replay_open

        if files:
            report = await replay_files(settings, files, screen.say)
        else:
            report = await replay_open(settings, screen.say)
        screen.answer(report, tables.report(report))
        return DONE if report.is_safe else FAILED

    return work
