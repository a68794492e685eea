"""One run: campaigns, hosts whose workers are hit, a platform that fails, and disasters.

`python -m tests.chaos.run --campaigns 320 --seed 1 --evidence FOLDER` leaves everything that a
checker needs in the folder. The same seed plans the same run again.

Longer than 250 lines because what a run is stands beside the command that starts it.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import AsyncExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from activities.ledger.upkeep import migrate
from activities.publish.keys import idempotency_key
from activities.publish.registry import KINDS
from contracts import CampaignState, step_key
from tests.chaos.campaigns import Outcomes, carry_out, until
from tests.chaos.course_trials import course_trials
from tests.chaos.disasters import Surroundings
from tests.chaos.hosts import (
    CALL_SECONDS,
    GRACE_SECONDS,
    Host,
    PostgresDatabase,
    SqliteFile,
    make_shared,
)
from tests.chaos.kind_trials import kind_trials, together_trials
from tests.chaos.reports import read_reports
from tests.chaos.servers import READERS, Servers
from tests.chaos.trials import Hit, Trial, trials
from tests.e2e.installation import Installation
from tests.support.builders import CAMPAIGN
from tests.support.paths import ROOT
from tests.support.worlds.postgres import PostgresServer, postgres_server

_PAUSE: Final = 0.2
_ALONE: Final = 0.75
"""Share of the campaigns for which the first host is alone, if the second one is apart."""
_REFUSED: Final = re.compile(r"activity_type': '(?!keep_outcome|conclude_campaign|learn_results)")
"""What a worker's log says of an activity that failed, if the campaign's log says so, too."""


class Second(StrEnum):
    """What a second host is to the first."""

    NONE = "none"
    SHARING = "sharing"
    """It works with the same ledger and the same artefacts."""
    APART = "apart"
    """It has a ledger of its own, as by default; it comes late, and then admits campaigns, too."""
    VISITING = "visiting"
    """The same, but it comes when all are admitted, and goes when it has refused one of them."""


@dataclass(frozen=True)
class Plan:
    """What a run is."""

    trials: Sequence[Trial]
    workers: int = 2
    """A host's workers with every protection, and as many on the first one that lack each of those
    that a trial names."""
    slots: int = 6
    """Activities that a worker carries out at the same time, and that are hit together.

    With one, nobody else decides what becomes of a campaign: its worker is hit when it is planned,
    and while it is frozen, the server cannot hand it the attempt that is to overtake it.
    """
    in_flight: int = 32
    """Campaigns at the same time."""
    second: Second = Second.NONE
    disasters: bool = False
    """Whether everything around the workers fails, too."""


async def run(plan: Plan, folder: Path, postgres: PostgresServer | None = None) -> None:
    """Carry a run out and leave its evidence in the folder; the ledger is SQLite by default."""
    planned, executions = plan.trials, executions_of(plan.trials)
    hits = folder / "hits"
    hits.mkdir()
    for channels in executions:
        # Of an execution with many channels, one has the hit.
        trial = next((one for one in channels if one.point is not None), channels[0])
        hit = {"point": trial.point, "hit": trial.hit, "channel": trial.channel}
        slips = {"slips": trial.is_mended}
        (hits / trial.execution_id).write_text(json.dumps(hit | slips))
    (folder / "faults.json").write_text(json.dumps({_key(one): one.faults for one in planned}))
    outcomes = Outcomes()
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(Servers.serving(folder, kinds_of(planned)))
        installation = stack.enter_context(Installation(folder))
        platform, url = stack.enter_context(_platform(folder))
        server = await asyncio.to_thread(installation.start_server)
        client = await installation.client()
        hosts = _hosts(plan, folder, installation.address, postgres, servers)
        around = Surroundings(installation, server, platform, url, hosts)
        for ledger in around.ledgers:
            await migrate(ledger.url)
        for host in hosts:
            stack.callback(host.stop)
            is_called = host is hosts[0] or plan.second is Second.SHARING
            host.start(url, is_called=is_called)
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(_at_work(hosts))
            if plan.second is Second.VISITING:
                group.create_task(_visit(hosts, outcomes, executions))
            if plan.second is Second.APART:
                group.create_task(_come(hosts[1], outcomes, len(executions)))
            if plan.disasters:
                group.create_task(around.befall(lambda: len(outcomes.ended), len(executions)))
            room = asyncio.Semaphore(plan.in_flight)
            begun = time.monotonic()
            await asyncio.gather(
                *(
                    carry_out(client, campaign, room, outcomes, hits, servers.trouble)
                    for campaign in _campaigns(executions)
                )
            )
            outcomes.seconds = round(time.monotonic() - begun, 1)
            await _all_awake(planned, hits)
            looking.cancel()
    outcomes.disasters = around.happened
    servers.note(planned, _key, hosts[0].ledger)
    _write(folder / "trials.json", [_tried(one, hits) for one in planned])
    _write(folder / "outcomes.json", asdict(outcomes))
    reports = [report for host in hosts for report in read_reports(host.log)]
    _write(folder / "reports.json", reports)
    known = {host.ledger.url: host.evidence() for host in hosts}
    _write(folder / "ledger.json", [*around.replaced, *known.values()])


def _hosts(
    plan: Plan, folder: Path, address: str, postgres: PostgresServer | None, servers: Servers
) -> Sequence[Host]:
    """Return the hosts of a run."""

    def own(name: str) -> SqliteFile:
        return SqliteFile(folder / f"ledger-{name}.db")

    ledger = own("a") if postgres is None else PostgresDatabase(postgres)
    shared = make_shared(folder / "shared") if plan.second is Second.SHARING else None
    lacking = sorted({one.sabotage for one in plan.trials})
    first = Host(
        "a",
        folder,
        address,
        ledger,
        plan.workers,
        plan.slots,
        lacking,
        shared,
        servers.sections(),
        servers.environ(),
    )
    if plan.second is Second.NONE:
        return [first]
    is_shared = plan.second is Second.SHARING
    second = replace(first, name="b", ledger=ledger if is_shared else own("b"), sabotages=("",))
    return [first, second]


async def _at_work(hosts: Sequence[Host]) -> None:
    """Look after the keepers."""
    while True:
        for host in hosts:
            host.check()
        await asyncio.sleep(_PAUSE)


async def _come(second: Host, outcomes: Outcomes, many: int) -> None:
    """Let the second host come when most campaigns have ended.

    From then on each host takes the other's work half of the time, and lets the campaign wait.
    """
    await until(lambda: len(outcomes.ended) >= _ALONE * many)
    second.call()


async def _visit(
    hosts: Sequence[Host], outcomes: Outcomes, executions: Sequence[Sequence[Trial]]
) -> None:
    """Let the second host come when the first one has admitted all, and go when it has refused."""
    first, second = hosts
    admitted = {one.execution_id for (one, *_) in executions if one.is_let_in}
    await until(lambda: admitted <= first.ledger.executions())
    second.call()
    await until(
        lambda: (
            bool(_REFUSED.search(second.log.read_text())) or len(outcomes.ended) == len(executions)
        )
    )
    await asyncio.sleep(CALL_SECONDS)  # it logs what it says before the server has heard it
    await asyncio.to_thread(second.stop)


async def _all_awake(planned: Sequence[Trial], hits: Path) -> None:
    """Wait until whoever froze has woken up and done whatever it still does."""
    frozen = [hits / one.execution_id for one in planned if one.hit == Hit.FREEZE]
    frozen = [plan for plan in frozen if plan.with_suffix(".hit").exists()]
    await until(lambda: all(_is_over(plan) for plan in frozen))
    stopped = [one for one in planned if one.hit == Hit.STOP and one.point]
    # Whatever their workers had in hand besides is late as well.
    await asyncio.sleep(2 * CALL_SECONDS if frozen else GRACE_SECONDS if stopped else 0)


def _is_over(plan: Path) -> bool:
    """Return whether a worker that froze has done what it still did, or has been killed."""
    if plan.with_suffix(".over").exists():
        return True
    try:
        os.kill(int(plan.with_suffix(".hit").read_text()), 0)
    except ProcessLookupError:
        return True
    return False


def executions_of(planned: Sequence[Trial]) -> list[list[Trial]]:
    """Return each execution's channels."""
    made: dict[str, list[Trial]] = {}
    for one in planned:
        made.setdefault(one.execution_id, []).append(one)
    return list(made.values())


def _campaigns(executions: Sequence[Sequence[Trial]]) -> list[list[Sequence[Trial]]]:
    """Return each campaign's executions, those before their retries."""
    made: dict[str, list[Sequence[Trial]]] = {}
    for channels in sorted(executions, key=lambda channels: len(channels[0].formers)):
        first = [*channels[0].formers, channels[0].execution_id][0]
        made.setdefault(first, []).append(channels)
    return list(made.values())


def kinds_of(planned: Sequence[Trial]) -> list[str]:
    """Return the kinds of publisher that are tried."""
    return sorted({one.kind for one in planned if one.kind})


@contextmanager
def _platform(folder: Path) -> Generator[tuple[subprocess.Popen[str], str]]:
    """Run the platform meanwhile; give its process and its address."""
    command = [sys.executable, "-m", "tests.chaos.platform"]
    options = ["--book", str(folder / "book.jsonl"), "--plan", str(folder / "faults.json")]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def _key(trial: Trial) -> str:
    execution = UUID(trial.execution_id)
    return idempotency_key(step_key(CAMPAIGN, execution, CampaignState.PUBLISH, trial.place))


def _tried(trial: Trial, hits: Path) -> dict[str, Any]:
    """Return the trial as the evidence keeps it: with its key, and whether its hit fired."""
    fired = trial.point is not None and (hits / f"{trial.execution_id}.hit").exists()
    readers = len(READERS) if trial.kind == "email" else 1
    return trial.to_json() | {"key": _key(trial), "fired": fired, "readers": readers}


def _write(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, indent=1, default=str), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry one run out as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--campaigns", type=int, default=320, help="of each kind or course, where such are tried"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in-flight", type=int, default=32, help="campaigns at the same time")
    parser.add_argument("--sabotage", choices=["reconcile", "fencing", "ledger"], default="")
    parser.add_argument("--evidence", type=Path, required=True, help="an empty or new folder")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="try it by itself")
    parser.add_argument(
        "--together", action="store_true", help="each campaign through every kind, or those chosen"
    )
    parser.add_argument("--postgres", action="store_true", help="keep the ledger in PostgreSQL")
    parser.add_argument(
        "--courses", action="store_true", help="revised and retried campaigns, some of each course"
    )
    chosen = parser.parse_args(arguments)
    if chosen.courses and (chosen.kind or chosen.together or chosen.sabotage):
        parser.error("courses are tried by themselves, and with every protection")
    planned = trials(chosen.seed, chosen.campaigns)
    if chosen.kind or chosen.together:
        if chosen.postgres or chosen.sabotage:
            parser.error("kinds are tried with a ledger in a file, and with every protection")
        tried = together_trials if chosen.together else kind_trials
        kinds = sorted(set(chosen.kind or KINDS))
        each = tried(chosen.seed, chosen.campaigns, kinds)
        # Who is hit takes few others along: a publication that lost its worker waits ever longer.
        plan = Plan(each, workers=4, slots=3, in_flight=chosen.in_flight)
    elif chosen.courses:
        each = course_trials(chosen.seed, chosen.campaigns)
        second = Second.SHARING if chosen.postgres else Second.NONE
        plan = Plan(each, workers=4, slots=3, in_flight=chosen.in_flight, second=second)
    elif chosen.sabotage:
        planned = [replace(one, sabotage=chosen.sabotage) for one in planned]
        plan = Plan(planned, slots=1, in_flight=chosen.in_flight)
    else:
        second = Second.SHARING if chosen.postgres else Second.APART
        plan = Plan(planned, in_flight=chosen.in_flight, second=second, disasters=True)
    chosen.evidence.mkdir(parents=True, exist_ok=True)
    with postgres_server() if chosen.postgres else nullcontext() as postgres:
        asyncio.run(run(plan, chosen.evidence.absolute(), postgres))


if __name__ == "__main__":
    main()
