"""One run: campaigns, workers that are hit, a platform that fails, and disasters around them.

`python -m tests.chaos.run --campaigns 320 --seed 1 --evidence FOLDER` leaves everything that a
checker needs in the folder. The same seed plans the same run again.
"""

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from activities.ledger.upkeep import migrate
from activities.publish.webhook.message import idempotency_key
from contracts import (
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignState,
    Timing,
    step_key,
    workflow_id,
)
from tests.chaos.trials import Hit, Trial, trials
from tests.chaos.worker import CALL_SECONDS, Orders
from tests.e2e.installation import Installation
from tests.support.builders import CAMPAIGN, request
from tests.support.paths import ROOT
from tests.support.postgres import PostgresServer, postgres_server

_STEPS: Final = "SELECT * FROM steps"
LONGEST: Final = 600.0
"""Seconds after which a campaign counts as lost."""


@dataclass(frozen=True)
class Plan:
    """What a run is."""

    trials: Sequence[Trial]
    workers: int = 4
    """Workers with every protection, and as many that lack each of those that a trial names."""
    slots: int = 6
    """Activities that a worker carries out at the same time, and that are hit together.

    With one, nobody else decides what becomes of a campaign: its worker is hit when it is planned,
    and while it is frozen, the server cannot hand it the attempt that is to overtake it.
    """
    in_flight: int = 32
    """Campaigns at the same time."""
    disasters: bool = False
    """Whether the server, the network and the ledger fail too."""


@dataclass
class Outcomes:
    """What became of the campaigns, as their clients were told."""

    acknowledged: dict[str, float] = field(default_factory=dict[str, float])
    ended: dict[str, float] = field(default_factory=dict[str, float])
    payloads: dict[str, Any] = field(default_factory=dict[str, Any])
    disasters: list[str] = field(default_factory=list[str])


async def run(plan: Plan, folder: Path, postgres: PostgresServer | None = None) -> None:
    """Carry a run out and leave its evidence in the folder; the ledger is SQLite by default."""
    planned = plan.trials
    hits = folder / "hits"
    hits.mkdir()
    for trial in planned:
        if trial.point is not None:
            (hits / trial.execution_id).write_text(
                json.dumps({"point": trial.point, "hit": trial.hit})
            )
    (folder / "faults.json").write_text(json.dumps({_key(one): one.faults for one in planned}))
    url = postgres.url() if postgres else f"sqlite:///{folder / 'ledger.db'}"
    await migrate(url)
    outcomes = Outcomes()
    with Installation(folder) as installation, _platform(folder) as platform:
        server = await asyncio.to_thread(installation.start_server)
        client = await installation.client()
        with _keeper(plan, folder, installation, platform.url, url) as keeper:
            async with asyncio.TaskGroup() as group:
                beside = [
                    group.create_task(_at_work(keeper, folder)),
                    group.create_task(
                        _disasters(plan, folder, installation, server, platform, postgres, outcomes)
                    ),
                ]
                room = asyncio.Semaphore(plan.in_flight)
                begun = time.monotonic()
                await asyncio.gather(
                    *(_campaign(client, one, room, outcomes, hits) for one in planned)
                )
                outcomes.disasters.append(f"drained after {time.monotonic() - begun:.1f} s")
                await _all_awake(planned, hits)
                for task in beside:
                    task.cancel()
    _write(folder / "trials.json", [_tried(one, hits) for one in planned])
    _write(folder / "outcomes.json", asdict(outcomes))
    _write(folder / "ledger.json", await _steps(folder, postgres))


async def _at_work(keeper: subprocess.Popen[bytes], folder: Path) -> None:
    """Look after the keeper.

    Raises:
        RuntimeError: It has given up, and nothing would ever end.
    """
    while keeper.poll() is None:  # noqa: ASYNC110 - another process ends
        await asyncio.sleep(0.2)
    raise RuntimeError(f"the workers end by themselves; see {folder / 'workers.log'}")


async def _all_awake(planned: Sequence[Trial], hits: Path) -> None:
    """Wait until whoever froze has woken up and done whatever it still does."""
    frozen = [hits / one.execution_id for one in planned if one.hit == Hit.FREEZE]
    frozen = [plan for plan in frozen if plan.with_suffix(".hit").exists()]
    while not all(_is_over(plan) for plan in frozen):  # noqa: ASYNC110 - other processes change it
        await asyncio.sleep(0.1)
    # Whatever its worker had in hand besides is late as well.
    await asyncio.sleep(2 * CALL_SECONDS if frozen else 0)


def _is_over(plan: Path) -> bool:
    """Return whether a worker that froze has done what it still did, or has been killed."""
    if plan.with_suffix(".over").exists():
        return True
    try:
        os.kill(int(plan.with_suffix(".hit").read_text()), 0)
    except ProcessLookupError:
        return True
    return False


async def _campaign(
    client: Client, trial: Trial, room: asyncio.Semaphore, outcomes: Outcomes, hits: Path
) -> None:
    wanted = request(
        trial.channel,
        execution_id=UUID(trial.execution_id),
        max_retries=trial.max_retries,
        timing=Timing(
            learning_window=timedelta(milliseconds=1), resolution_window=timedelta(seconds=1)
        ),
    )
    async with room:
        handle = await client.start_workflow(
            WORKFLOW_TYPE,
            wanted,
            id=workflow_id(wanted.execution_id),
            task_queue=trial.queue,
            result_type=CampaignPayload,
        )
        outcomes.acknowledged[trial.execution_id] = time.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                outcomes.payloads[trial.execution_id] = await _payload(handle.result)
                outcomes.ended[trial.execution_id] = time.time()
        (hits / f"{trial.execution_id}.overtaken").touch()


async def _payload(result: Callable[[], Awaitable[CampaignPayload]]) -> Any:
    while True:
        try:
            return (await result()).model_dump(mode="json")
        except WorkflowFailureError as error:
            cause = error.cause
            told = cause.details if isinstance(cause, ApplicationError) else []
            return told[0] if told else None
        except RPCError:
            await asyncio.sleep(0.2)  # the server has been killed


@dataclass(frozen=True)
class _Platform:
    url: str
    process: subprocess.Popen[str]


@contextmanager
def _platform(folder: Path) -> Generator[_Platform]:
    command = [sys.executable, "-m", "tests.chaos.platform"]
    options = ["--book", str(folder / "book.jsonl"), "--plan", str(folder / "faults.json")]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield _Platform(f"http://127.0.0.1:{int(process.stdout.readline())}", process)
        finally:
            process.kill()


@contextmanager
def _keeper(
    plan: Plan, folder: Path, installation: Installation, platform: str, ledger_url: str
) -> Generator[subprocess.Popen[bytes]]:
    orders = Orders(
        address=installation.address,
        ledger_url=ledger_url,
        artifacts=folder / "artifacts",
        platform=platform,
        hits=folder / "hits",
        workers=plan.workers,
        slots=plan.slots,
        sabotages=tuple({one.sabotage for one in plan.trials}),
    )
    command = [sys.executable, "-m", "tests.chaos.worker"]
    command += [json.dumps(asdict(orders), default=str)]
    with (
        (folder / "workers.log").open("ab") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


async def _disasters(
    plan: Plan,
    folder: Path,
    installation: Installation,
    server: subprocess.Popen[bytes],
    platform: _Platform,
    postgres: PostgresServer | None,
    outcomes: Outcomes,
) -> None:
    """Let the surroundings fail in turn, each when another share of the campaigns has ended."""
    if not plan.disasters:
        return

    async def server_killed() -> None:
        nonlocal server
        installation.kill(server)
        server = await asyncio.to_thread(installation.start_server)

    async def network_stalled() -> None:
        platform.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(5)
        platform.process.send_signal(signal.SIGCONT)

    async def ledger_away() -> None:
        if postgres is not None:
            await asyncio.to_thread(postgres.stop)
            await asyncio.sleep(5)
            await asyncio.to_thread(postgres.start)
            return
        with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as ledger:
            ledger.execute("PRAGMA busy_timeout = 10000")
            ledger.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(5)
            ledger.execute("ROLLBACK")

    turns = [server_killed, network_stalled, ledger_away] * 3
    for number, disaster in enumerate(turns, start=1):
        due = number * len(plan.trials) / (len(turns) + 1)
        while len(outcomes.ended) < due:  # noqa: ASYNC110 - a count that many tasks move
            await asyncio.sleep(0.1)
        outcomes.disasters.append(f"{disaster.__name__} after {len(outcomes.ended)} campaigns")
        await disaster()


async def _steps(folder: Path, postgres: PostgresServer | None) -> list[dict[str, Any]]:
    if postgres is None:
        with closing(sqlite3.connect(folder / "ledger.db")) as ledger:
            ledger.row_factory = sqlite3.Row
            return [dict(row) for row in ledger.execute(_STEPS)]
    engine = create_async_engine(postgres.url())
    try:
        async with engine.connect() as connection:
            rows = await connection.execute(text(_STEPS))
            return [dict(row) for row in rows.mappings()]
    finally:
        await engine.dispose()


def _key(trial: Trial) -> str:
    execution = UUID(trial.execution_id)
    return idempotency_key(step_key(CAMPAIGN, execution, CampaignState.PUBLISH, trial.place))


def _tried(trial: Trial, hits: Path) -> dict[str, Any]:
    """Return the trial as the evidence keeps it: with its key, and whether its hit fired."""
    fired = (hits / f"{trial.execution_id}.hit").exists()
    return trial.to_json() | {"key": _key(trial), "fired": fired}


def _write(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, indent=1, default=str), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry one run out as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--campaigns", type=int, default=320)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sabotage", choices=["reconcile", "fencing", "ledger"], default="")
    parser.add_argument("--evidence", type=Path, required=True, help="an empty or new folder")
    parser.add_argument("--postgres", action="store_true", help="keep the ledger in PostgreSQL")
    chosen = parser.parse_args(arguments)
    chosen.evidence.mkdir(parents=True, exist_ok=True)
    planned = trials(chosen.seed, chosen.campaigns)
    planned = [replace(one, sabotage=chosen.sabotage) for one in planned]
    plan = Plan(planned, slots=1 if chosen.sabotage else 6, disasters=not chosen.sabotage)
    with postgres_server() if chosen.postgres else nullcontext() as postgres:
        asyncio.run(run(plan, chosen.evidence.absolute(), postgres))


if __name__ == "__main__":
    main()
