"""One run: campaigns, workers that are hit, a platform that fails, and disasters around them.

`python -m tests.chaos.run --campaigns 320 --seed 1 --evidence FOLDER` leaves everything that a
checker needs in the folder. The same seed plans the same run again.
"""

import argparse
import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from activities.publish.webhook_message import idempotency_key
from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignState,
    Timing,
    step_key,
    workflow_id,
)
from tests.builders import CAMPAIGN, request
from tests.chaos.trials import Hit, Trial, trials
from tests.chaos.worker import ASLEEP, CALL_SECONDS, Orders
from tests.e2e.installation import Installation
from tests.postgres import PostgresServer, postgres_server

ROOT: Final = Path(__file__).parents[2]
_STEPS: Final = "SELECT * FROM steps"
LONGEST: Final = 600.0
"""Seconds after which a campaign counts as lost."""


@dataclass(frozen=True)
class Plan:
    """What a run is."""

    trials: Sequence[Trial]
    sabotage: str = ""
    """Which protection is switched off, to see whether the checker notices."""
    workers: int = 4
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
    installation = Installation(folder)
    hits = folder / "hits"
    hits.mkdir()
    for trial in planned:
        if trial.point is not None:
            (hits / trial.execution_id).write_text(
                json.dumps({"point": trial.point, "hit": trial.hit})
            )
    (folder / "faults.json").write_text(json.dumps({_key(one): one.faults for one in planned}))
    url = postgres.url() if postgres else f"sqlite:///{folder / 'ledger.db'}"
    outcomes = Outcomes()
    server = await asyncio.to_thread(installation.start_server)
    try:
        with _platform(folder) as platform, _keeper(plan, folder, installation, platform.url, url):
            client = await installation.client()
            disasters = asyncio.ensure_future(
                _disasters(plan, folder, installation, server, platform, postgres, outcomes)
            )
            room = asyncio.Semaphore(plan.in_flight)
            begun = time.monotonic()
            await asyncio.gather(*(_campaign(client, one, room, outcomes) for one in planned))
            outcomes.disasters.append(f"drained after {time.monotonic() - begun:.1f} s")
            await _all_awake(planned, hits)
            disasters.cancel()
            with suppress(asyncio.CancelledError):
                await disasters
    finally:
        installation.close()
    _write(folder / "trials.json", [_tried(one, hits) for one in planned])
    _write(folder / "outcomes.json", asdict(outcomes))
    _write(folder / "ledger.json", await _steps(folder, postgres))


async def _all_awake(planned: Sequence[Trial], hits: Path) -> None:
    """Wait until whoever froze has woken up and done whatever it still does."""
    marks = [_mark(one, hits) for one in planned if one.hit == Hit.FREEZE]
    last = max((mark.stat().st_mtime for mark in marks if mark.exists()), default=0.0)
    await asyncio.sleep(max(last + ASLEEP + 2 * CALL_SECONDS - time.time(), 0.0))


async def _campaign(
    client: Client, trial: Trial, room: asyncio.Semaphore, outcomes: Outcomes
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
            task_queue=TASK_QUEUE,
            result_type=CampaignPayload,
        )
        outcomes.acknowledged[trial.execution_id] = time.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                outcomes.payloads[trial.execution_id] = await _payload(handle.result)
                outcomes.ended[trial.execution_id] = time.time()


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
) -> Generator[None]:
    orders = Orders(
        address=installation.address,
        ledger_url=ledger_url,
        artifacts=folder / "artifacts",
        platform=platform,
        hits=folder / "hits",
        workers=plan.workers,
        sabotage=plan.sabotage,
    )
    with (folder / "workers.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.worker", json.dumps(asdict(orders), default=str)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


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
    return idempotency_key(step_key(CAMPAIGN, execution, CampaignState.PUBLISH, trial.channel))


def _mark(trial: Trial, hits: Path) -> Path:
    """Return what a worker leaves when it is hit."""
    return hits / f"{trial.execution_id}.hit"


def _tried(trial: Trial, hits: Path) -> dict[str, Any]:
    """Return the trial as the evidence keeps it: with its key, and whether its hit fired."""
    return trial.to_json() | {"key": _key(trial), "fired": _mark(trial, hits).exists()}


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
    plan = Plan(planned, chosen.sabotage, disasters=not chosen.sabotage)
    with postgres_server(is_durable=True) if chosen.postgres else nullcontext() as postgres:
        asyncio.run(run(plan, chosen.evidence.absolute(), postgres))


if __name__ == "__main__":
    main()
