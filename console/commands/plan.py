"""The command that shows what a campaign would do, and does nothing."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from console.commands.shared import FAILED, Json, screen_of, write_page


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(plan)


def plan(
    file: Annotated[Path, typer.Argument(help="A request in YAML or JSON.")],
    *,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that shows the creatives and the findings.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a campaign would make, what is enforced and what the gate would decide.

    Everything but publishing is done, in memory: nothing is started, stored or sent.
    """
    from console.tables.plan import plan_of
    from contracts.base import utc_now
    from runtime.files.request import read_request
    from runtime.plan.planning import rehearse
    from runtime.refusals import WrongUse
    from runtime.settings import load_settings

    if html is not None and html.resolve() == file.resolve():
        raise WrongUse(f"--html {html} would replace the request")
    prepared = read_request(file)
    screen = screen_of(as_json=as_json)
    rehearsal = asyncio.run(rehearse(prepared, load_settings(), utc_now(), screen.say))
    if html is not None:
        from console.pages.plan import page_of

        write_page(html, page_of(rehearsal.plan, rehearsal.pictures))
        screen.say(f"wrote {html}")
    screen.answer(rehearsal.plan, plan_of(rehearsal.plan))
    raise typer.Exit(FAILED if rehearsal.plan.would_fail else 0)
