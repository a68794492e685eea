"""The operator's command line."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn
from uuid import UUID

import typer

from console.commands import artifacts as artifacts_command
from console.commands import audit as audit_command
from console.commands import plan as plan_command
from console.commands.shared import FAILED, Campaign, Json, screen_of

if TYPE_CHECKING:
    from console.screen import Screen
    from contracts import MetricsRecord
    from runtime.campaigns.client import Order
    from runtime.campaigns.names import CampaignName
    from runtime.session import Session

INTERRUPTED: Final = 130
"""What a shell reports of a command that was left with Ctrl-C."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Phoenix: campaigns from request to measured result, exactly once. "
    "Exit status: 0 done, 1 the campaign failed or the order was refused, 2 wrong use.",
)

Reason = Annotated[str | None, typer.Option(help="Why; the campaign's log keeps it.")]
Work = Callable[["Session", "Screen"], Coroutine[Any, Any, int]]


@app.command()
def demo(*, as_json: Json = False) -> None:
    """Run an example campaign to its learned result, and show where to look."""
    from runtime.files.metrics import read_metrics
    from runtime.files.request import read_request

    folder = Path(__file__).with_name("examples")
    if not folder.is_dir():
        from runtime.refusals import WrongUse

        raise WrongUse(
            f"the example is not installed with the package ({folder} is missing): run 'starter.py "
            "demo' in a copy of the repository, or 'phoenix start' with a request of your own"
        )
    prepared = read_request(folder / "demo.yaml", new_execution=True)
    example = read_metrics(folder / "demo-metrics.json", final=True)

    async def work(session: "Session", screen: "Screen") -> int:
        started = await session.start(prepared)
        screen.say(f"started {started.name!r}, execution {started.execution_id}")
        status = await _to_the_end(session, screen, started.execution_id, example)
        screen.say(f"Look at what went out: {session.outbox_page}")
        screen.say(f"Look at the run: {await session.link(started.execution_id)}")
        return status

    _carry_out(work, as_json=as_json)


@app.command()
def start(
    file: Annotated[Path, typer.Argument(help="A request in YAML or JSON.")],
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until it has ended.")] = False,
    new_execution: Annotated[
        bool, typer.Option("--new-execution", help="Another run of the same campaign.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Start a campaign; the same request again is a duplicate, and attached to its run."""
    from runtime.files.request import read_request

    prepared = read_request(file, new_execution=new_execution)

    async def work(session: "Session", screen: "Screen") -> int:
        started = await session.start(prepared)
        word = f"started {started.name!r}"
        if started.duplicate:
            word = f"duplicate, nothing was started: {started.name!r} "
            word += "has ended already" if started.finished else "is running"
        screen.say(f"{word}, execution {started.execution_id}")
        if wait:
            return await _to_the_end(session, screen, started.execution_id)
        link = await session.link(started.execution_id)
        screen.answer(started, str(started.execution_id), *([f"Web UI: {link}"] if link else []))
        return 0

    _carry_out(work, as_json=as_json)


@app.command()
def watch(campaign: Campaign, *, as_json: Json = False) -> None:
    """Show a campaign live until it ends; leaving changes nothing."""

    async def work(session: "Session", screen: "Screen") -> int:
        return await _to_the_end(session, screen, await session.campaigns.resolve(campaign))

    _carry_out(work, as_json=as_json)


@app.command()
def status(campaign: Campaign, *, as_json: Json = False) -> None:
    """Say where a campaign is, why, and what it waits for."""

    async def work(session: "Session", screen: "Screen") -> int:
        return await _show_status(session, screen, await session.campaigns.resolve(campaign))

    _carry_out(work, as_json=as_json)


@app.command(name="list")
def list_campaigns(
    *,
    state: Annotated[str | None, typer.Option(help="Only those in it.")] = None,
    tenant: Annotated[UUID | None, typer.Option(help="Only those of this tenant.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: Json = False,
) -> None:
    """List the campaigns that Temporal remembers, youngest first."""
    from runtime.campaigns import messages as orders

    wanted = None if state is None else orders.state(state)

    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import campaign as tables

        known = await session.campaigns.list(wanted, tenant, limit)
        screen.answer(known, tables.campaigns(known.campaigns))
        return 0

    _carry_out(work, as_json=as_json)


@app.command()
def review(
    campaign: Campaign,
    decision: Annotated[str, typer.Argument(help="approve, reject or request-changes")],
    *,
    reviewer: Annotated[str | None, typer.Option(help="Who decides; by default you.")] = None,
    comment: Annotated[str | None, typer.Option(help="Needed to request changes.")] = None,
    digest: Annotated[
        str | None,
        typer.Option(help="The report that was read, or its beginning: needed to approve."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Decide about a campaign that awaits a review."""
    from runtime.campaigns import messages as orders

    orders.review(decision, reviewer, comment, "0" * 64)  # judged before it is sent
    beginning = orders.report_read(campaign.typed, decision, digest)

    async def work(session: "Session", screen: "Screen") -> int:
        execution = await session.campaigns.resolve(campaign)
        read = await session.campaigns.report_to_review(execution, beginning)
        screen.say(f"{decision}: report {read}")
        order = orders.review(decision, reviewer, comment, read)
        await session.campaigns.give(execution, order)
        return await _show_status(session, screen, execution)

    _carry_out(work, as_json=as_json)


@app.command()
def pause(campaign: Campaign, *, reason: Reason = None, as_json: Json = False) -> None:
    """Start no further stage; a publish in flight comes to its end."""
    from runtime.campaigns import messages as orders

    _give(campaign, orders.pause(reason), as_json=as_json)


@app.command()
def resume(campaign: Campaign, *, as_json: Json = False) -> None:
    """Go on with a paused campaign."""
    from runtime.campaigns import messages as orders

    _give(campaign, orders.resume(), as_json=as_json)


@app.command()
def cancel(
    campaign: Campaign,
    *,
    reason: Reason = None,
    retract: Annotated[bool, typer.Option("--retract", help="Take back what was sent.")] = False,
    as_json: Json = False,
) -> None:
    """Cancel a campaign; what is in flight is settled first."""
    from runtime.campaigns import messages as orders

    _give(campaign, orders.cancel(reason, retract=retract), as_json=as_json)


@app.command()
def resolve(
    campaign: Campaign,
    channel: str,
    outcome: Annotated[str, typer.Argument(help="sent or not-sent")],
    *,
    remote_id: Annotated[str | None, typer.Option(help="The channel's name for it.")] = None,
    as_json: Json = False,
) -> None:
    """Say what became of a publication whose outcome is unknown."""
    from runtime.campaigns import messages as orders

    _give(campaign, orders.resolution(channel, outcome, remote_id), as_json=as_json)


@app.command()
def metrics(
    campaign: Campaign,
    file: Annotated[Path, typer.Argument(help="JSON list or CSV of channel metrics.")],
    *,
    final: Annotated[bool, typer.Option("--final", help="Nothing more will come.")] = False,
    as_json: Json = False,
) -> None:
    """Hand in what the channels counted."""
    from runtime.files.metrics import read_metrics

    _give(campaign, read_metrics(file, final=final), as_json=as_json)


@app.command()
def up(*, as_json: Json = False) -> None:
    """Start the embedded server and its worker, if they do not run."""

    async def work(session: "Session", screen: "Screen") -> int:
        running = session.running()
        screen.answer(running, *(f"{name}: {value}" for name, value in running if value))
        return 0

    _carry_out(work, as_json=as_json)


@app.command()
def down(*, as_json: Json = False) -> None:
    """Stop the embedded server and its worker; all state stays."""
    from console.live.progress import patiently
    from runtime.embedded import processes as embedded
    from runtime.replies import Stopped
    from runtime.settings import load_settings

    settings = load_settings()
    screen = screen_of(as_json=as_json)

    def waits_for() -> str:
        limit = settings.graceful_shutdown_seconds
        if embedded.worker(settings).is_running():
            return f"the worker, which finishes what is in flight within {limit:g} s"
        return "the Temporal server to stop"

    said = asyncio.run(patiently(embedded.down(settings), waits_for, screen.say))
    screen.answer(Stopped(messages=said), *said)


@app.command()
def version(*, as_json: Json = False) -> None:
    """Print the version."""
    from runtime.replies import Version

    known = Version.of_this_code()
    screen_of(as_json=as_json).answer(known, known.version)


def run(arguments: Sequence[str]) -> int:
    """Carry one command out and return its exit status; no mistake of an operator raises."""
    try:
        # typer turns Ctrl-C into this status by itself.
        status = app(list(arguments), prog_name="starter.py", standalone_mode=False) or 0
        if status == INTERRUPTED:
            print("\nleft; campaigns that were started go on", file=sys.stderr)
        return int(status)
    except Exception as error:
        from runtime.refusals import NotCarriedOut, WrongUse

        if isinstance(error, typer.TyperException):
            told = getattr(error, "format_message", error.__str__)()  # names the parameter
            error = WrongUse(f"{told.rstrip('.')}; 'starter.py --help' shows what there is")
        if not isinstance(error, NotCarriedOut):
            raise
        screen = screen_of(as_json="--json" in arguments)
        screen.warn(str(error))
        if screen.as_json:
            screen.answer(error.refusal())
        return error.exit_status


def main() -> NoReturn:
    """Run the command line and leave with its own exit status, whatever the SDK's threads do."""
    try:
        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a defect of ours: told in one line, kept in a log
        status = FAILED
        from console.defects import tell

        tell(error)
    with suppress(OSError):  # who reads may have left
        sys.stdout.flush()
        sys.stderr.flush()
    # The SDK's threads can abort the interpreter while it shuts down on Python 3.11.
    os._exit(status)


def _carry_out(work: Work, *, as_json: bool) -> None:
    from runtime.session import open_session

    async def whole() -> int:
        screen = screen_of(as_json=as_json)
        return await work(await open_session(screen.say), screen)

    raise typer.Exit(asyncio.run(whole()))


for without_campaign in (plan_command, audit_command):
    without_campaign.add_to(app)
artifacts_command.add_to(app, _carry_out)


def _give(campaign: "CampaignName", order: "Order", *, as_json: bool) -> None:
    async def work(session: "Session", screen: "Screen") -> int:
        execution = await session.campaigns.resolve(campaign)
        await session.campaigns.give(execution, order)
        return await _show_status(session, screen, execution)

    _carry_out(work, as_json=as_json)


async def _show_status(session: "Session", screen: "Screen", execution: UUID) -> int:
    from console.live.view import summary
    from console.tables import campaign as tables

    known = await session.campaigns.status(execution)
    link = await session.link(execution)
    lines = [summary(known)]
    if known.awaiting_review:
        payload = await session.campaigns.payload(execution)
        lines += [tables.faults(report) for report in [payload.present_audit] if report]
    screen.answer(known, *lines, *([f"Web UI: {link}"] if link else []))
    return 0


async def _to_the_end(
    session: "Session", screen: "Screen", execution: UUID, example: "MetricsRecord | None" = None
) -> int:
    from console.live.follow import follow
    from console.live.view import Look
    from console.tables import campaign as tables
    from runtime.campaigns.endings import is_from_ledger

    async def look() -> Look | None:
        known = await session.campaigns.look(execution)
        return None if known is None else Look(*known, at=datetime.now(UTC))

    waiting = [] if example is None else [example]

    async def tell_example(seen: Look) -> None:
        if waiting and await session.tell(waiting[0], seen.status):
            waiting.clear()
            screen.say("told the campaign example metrics: these numbers are made up")

    last = await follow(look, screen, await session.link(execution), tell_example)
    if is_from_ledger(last.payload):
        screen.say("duplicate, nothing was run: this execution is answered from the ledger")
    drawn = screen.is_live  # the live view ends with the channels
    screen.answer(last.payload, tables.outcome(last.payload, [] if drawn else last.status.channels))
    return 0 if last.ended_well else FAILED


if __name__ == "__main__":
    main()
