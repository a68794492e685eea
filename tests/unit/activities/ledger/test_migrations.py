"""A ledger is migrated before its workers are replaced, and serves the release before as well."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text

from activities.ledger import SqlLedger, migrations
from activities.ledger.migrations import CURRENT, MIGRATIONS, Migration
from activities.ledger.own_store import OwnStore
from activities.ledger.upkeep import migrate
from activities.ports import Claimed, Finished, KnownWorker, StepStatus
from contracts import CampaignPayload, CampaignState, ContractInvalid
from tests.support.builders import EXECUTION, request
from tests.support.worlds.postgres import USER, PostgresServer

ORDER = "a" * 64
LEASE = timedelta(minutes=1)
NEXT = Migration(
    oldest=CURRENT,
    statements=(
        "ALTER TABLE steps ADD COLUMN cost DOUBLE PRECISION",
        "ALTER TABLE executions ADD COLUMN priority INTEGER DEFAULT 3 NOT NULL",
        "CREATE TABLE budgets (name VARCHAR(9) NOT NULL PRIMARY KEY)",
    ),
)
"""What a release to come may add."""


WRITTEN = ("executions", "conclusions", "steps", "stops", "workers")
"""The tables that workers write to."""
STORE = OwnStore(UUID(int=3), "web1:/var/lib/phoenix/artifacts")
WORKER = KnownWorker(UUID(int=4), "phoenix-worker@web1:7", {})


async def say(ledger: SqlLedger, *statements: str) -> None:
    """Execute statements in a ledger."""

    def execute(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    await ledger._database.transact(execute)


def payload() -> CampaignPayload:
    """Return a finished campaign."""
    return CampaignPayload(
        campaign_id=UUID(int=1),
        tenant_id=UUID(int=2),
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
    )


async def work_with(ledger: SqlLedger) -> None:
    """Do everything that a campaign needs of a ledger."""
    await ledger.ready()
    name = f"step {uuid4()}"
    claimed = await ledger.steps.claim(name, 0, input_sha256=ORDER, holder="me", lease=LEASE)
    assert isinstance(claimed, Claimed)
    await ledger.steps.begin_call(claimed.claim, LEASE)
    await ledger.steps.finish(claimed.claim, StepStatus.DONE, "{}")
    again = await ledger.steps.claim(name, 0, input_sha256=ORDER, holder="me", lease=LEASE)
    assert again == Finished(StepStatus.DONE, "{}")
    asked = request(execution_id=uuid4())
    await ledger.executions.open(asked, ORDER)
    ended = payload().model_copy(update={"execution_id": asked.execution_id})
    await ledger.executions.conclude(ended, ORDER, "run")
    assert (await ledger.executions.open(asked, ORDER)).outcome == ended
    stop = await ledger.stops.set(None, None, why="why", by="ada")
    await ledger.stops.lift(stop.name, by="ada")
    assert await ledger.own_store.note(STORE) == STORE
    await ledger.workers.note(WORKER, LEASE)
    await ledger.workers.forget(WORKER.id)


async def test_a_ledger_that_the_next_release_has_migrated_serves_this_one(
    ledger: SqlLedger, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers can be replaced one by one, and go back, and there is always somebody at work."""
    await work_with(ledger)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, NEXT))
        patch.setattr(migrations, "CURRENT", CURRENT + 1)
        await migrate(ledger_url)
    old, after_a_restart = ledger, SqlLedger(ledger_url)

    await work_with(old)
    await work_with(after_a_restart)

    await after_a_restart.close()


@pytest.mark.parametrize(
    "oldest",
    ["UPDATE schema_versions SET oldest = 1000 WHERE version = 1000", "SELECT 1"],
    ids=["it says so", "it says nothing"],
)
async def test_a_ledger_that_left_nothing_for_this_release_is_refused(
    ledger: SqlLedger, ledger_url: str, oldest: str
) -> None:
    """A worker that is too old says so, and changes nothing that it does not understand."""
    await say(ledger, "INSERT INTO schema_versions (version) VALUES (1000)", oldest)
    older = SqlLedger(ledger_url)

    with pytest.raises(ContractInvalid, match=r"has version 1000 .* use the newer release"):
        await older.ready()
    with pytest.raises(ContractInvalid, match="use the newer release"):
        await migrate(ledger_url)

    await older.close()


async def test_workers_that_start_at_once_make_one_ledger(ledger_url: str) -> None:
    """Whoever comes first makes the tables, and none of the others fails for it."""
    versions = await asyncio.gather(*(migrate(ledger_url) for _ in range(8)))
    ledgers = [SqlLedger(ledger_url) for _ in range(8)]

    identities = await asyncio.gather(*(ledger.identity() for ledger in ledgers))

    assert {after for _, after in versions} == {CURRENT}
    assert len(set(identities)) == 1
    for ledger in ledgers:
        await ledger.close()


async def test_workers_that_start_at_once_on_a_new_file_make_one_ledger(tmp_path: Path) -> None:
    """A ledger in SQLite needs no command before its first use, however many use it."""
    ledgers = [SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}") for _ in range(8)]

    identities = await asyncio.gather(*(ledger.identity() for ledger in ledgers))

    assert len(set(identities)) == 1
    for ledger in ledgers:
        await ledger.close()


async def test_a_ledger_of_the_first_version_keeps_what_it_knows(tmp_path: Path) -> None:
    """Whoever updates finds outcomes, steps and open calls as they were."""
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as first, first:
        first.execute("CREATE TABLE schema_versions (version INTEGER NOT NULL PRIMARY KEY)")
        for statement in MIGRATIONS[0].statements:
            first.execute(statement)
        first.execute("INSERT INTO schema_versions VALUES (1)")
        ended = (str(EXECUTION), ORDER, payload().model_dump_json())
        first.execute(
            "INSERT INTO executions (execution_id, request_sha256, outcome) VALUES (?, ?, ?)", ended
        )
        first.executemany(
            "INSERT INTO steps VALUES (?, 0, ?, ?, 3, 'me', 0, ?, 1, ?, 0)",
            [
                ("done", ORDER, "done", None, "{}"),
                ("open", ORDER, "claimed", 1.5, None),
                ("idle", ORDER, "claimed", None, None),
            ],
        )
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")

    known = await ledger.executions.open(request(), ORDER)
    done, opened, idle = [
        await ledger.steps.claim(key, 0, input_sha256=ORDER, holder="me", lease=LEASE)
        for key in ("done", "open", "idle")
    ]

    assert (known.outcome, known.ledger.epoch) == (payload(), 1)
    assert done == Finished(StepStatus.DONE, "{}")
    assert isinstance(opened, Claimed)
    assert (opened.claim.token, opened.call_left) == (4, timedelta(seconds=120))
    assert isinstance(idle, Claimed)
    assert (idle.call_left, idle.is_new, idle.is_complete) == (None, False, True)
    await ledger.close()


@pytest.mark.parametrize(
    ("statements", "there"),
    [
        ((), "no tables"),
        (
            (
                "CREATE TABLE schema_versions (version INTEGER NOT NULL PRIMARY KEY)",
                "INSERT INTO schema_versions VALUES (1)",
            ),
            "tables of version 1",
        ),
    ],
    ids=["none", "older"],
)
async def test_a_worker_makes_no_tables_on_a_server(
    postgres: PostgresServer, statements: tuple[str, ...], there: str
) -> None:
    """A wrong database's name makes no second ledger, and a migration is somebody's decision."""
    user = f"unmigrated_{uuid4().hex}"
    url = postgres.new_url(user)
    for statement in statements:
        postgres.say(f"SET ROLE {user}; SET search_path = {user}; {statement}")
    ledger = SqlLedger(url)

    with pytest.raises(ContractInvalid, match=rf"has {there}.*starter\.py ledger migrate"):
        await ledger.ready()

    await ledger.close()


async def test_a_role_that_reads_and_writes_rows_can_work(postgres: PostgresServer) -> None:
    """Workers need no right to change tables, once somebody who has it has migrated."""
    owner, worker = f"owner_{uuid4().hex}", f"worker_{uuid4().hex}"
    await migrate(postgres.new_url(owner))
    url = postgres.new_url(worker)
    for statement in (
        f"GRANT USAGE ON SCHEMA {owner} TO {worker}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {owner} TO {worker}",
        *(f"GRANT INSERT, UPDATE ON {owner}.{table} TO {worker}" for table in WRITTEN),
        f"GRANT INSERT ON {owner}.own_store TO {worker}",
        f"GRANT DELETE ON {owner}.workers TO {worker}",
        f"ALTER ROLE {worker} SET search_path = {owner}",
    ):
        postgres.say(statement)
    ledger = SqlLedger(url)

    await work_with(ledger)

    assert await migrate(url) == (CURRENT, CURRENT)
    await ledger.close()


async def test_a_user_who_may_not_migrate_is_told(postgres: PostgresServer) -> None:
    """Whoever forgot to let the ledger's owner make tables is told."""
    url = postgres.new_url("guest")
    postgres.say(f"ALTER SCHEMA guest OWNER TO {USER}; GRANT USAGE ON SCHEMA guest TO guest")

    with pytest.raises(ContractInvalid, match="permission denied for schema guest"):
        await migrate(url)
