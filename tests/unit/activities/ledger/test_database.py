"""A ledger that cannot be used says why, and one that is away for a while is used again.

Longer than 250 lines because both databases are put to the same faults, and each fault is told
once.
"""

import asyncio
import os
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from activities.ledger import SqlLedger, database
from activities.ledger.migrations import CURRENT
from activities.ledger.upkeep import migrate
from activities.ports import Claimed, StepStatus
from activities.retrying import Pauses
from contracts import ContractInvalid, Infrastructure
from tests.support.worlds.postgres import PostgresServer

ONE = UUID("3f0c6c3e-0000-4000-8000-000000000001")
FIRST = "a" * 64
LEASE = timedelta(minutes=1)


def url(path: Path) -> str:
    """Return the URL of a ledger in this file."""
    return f"sqlite:///{path}"


async def migrated(address: str) -> SqlLedger:
    """Return a ledger whose tables have been made."""
    await migrate(address)
    return SqlLedger(address)


async def test_a_ledger_s_files_are_its_owner_s_alone(tmp_path: Path) -> None:
    """Whoever made the folder may have let others in."""
    ledger = await migrated(url(tmp_path / "ledger.db"))
    await ledger.identity()

    files = [each for each in os.scandir(tmp_path) if each.name.startswith("ledger.db")]
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
    await ledger.close()


async def test_many_that_begin_at_once_look_at_the_tables_once(ledger: SqlLedger) -> None:
    """Whoever waited for the first look goes by what it saw."""
    await asyncio.gather(*(ledger._database.prepare() for _ in range(3)))

    await ledger.ready()


async def test_a_ledger_is_ready_again_and_again(ledger: SqlLedger, ledger_url: str) -> None:
    """A worker that starts anew finds the tables as they are, and what is in them."""
    await ledger.ready()
    await ledger.executions.count_duplicate(ONE)
    await ledger.close()
    later = SqlLedger(ledger_url)

    await later.ready()
    await later.ready()

    assert await later.executions.count_duplicate(ONE) == 2
    await later.close()
    assert await ledger.executions.count_duplicate(ONE) == 3


def slowly(connection: Connection) -> None:
    """Let the database work for a tenth of a second or so."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_sleep(0.1)"))
        return
    connection.execute(
        text(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
            "SELECT max(i) FROM n"
        )
    ).one()


async def test_a_cancelled_transaction_is_finished_first(ledger: SqlLedger) -> None:
    """A campaign that is cancelled leaves no lock behind that would hold up all the others."""
    begun = threading.Event()
    await ledger.ready()

    def work(connection: Connection) -> None:
        connection.execute(text("DELETE FROM executions"))  # which takes SQLite's lock
        begun.set()
        slowly(connection)
        connection.execute(text("INSERT INTO schema_versions (version) VALUES (0)"))

    writing = asyncio.create_task(ledger._database.transact(work))
    await asyncio.to_thread(begun.wait, 10)
    for _ in range(2):
        writing.cancel()
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await writing
    rows = await ledger._database.transact(
        lambda connection: connection.execute(
            text("SELECT version FROM schema_versions ORDER BY version")
        ).all()
    )
    assert [row.version for row in rows] == [*range(CURRENT + 1)]
    assert await ledger.executions.count_duplicate(ONE) == 1


async def test_a_cancelled_transaction_that_fails_is_cancelled_all_the_same(
    ledger: SqlLedger,
) -> None:
    """Who is cancelled hears of that, and of nothing else."""
    begun = threading.Event()
    await ledger.ready()

    def work(connection: Connection) -> None:
        begun.set()
        slowly(connection)
        raise OSError("the line broke")

    writing = asyncio.create_task(ledger._database.transact(work))
    await asyncio.to_thread(begun.wait, 10)
    writing.cancel()

    with pytest.raises(asyncio.CancelledError):
        await writing


async def test_a_ledger_in_a_new_folder_makes_it(tmp_path: Path) -> None:
    """The default place needs no preparation."""
    ledger = SqlLedger(url(tmp_path / "new" / "folder" / "ledger.db"))

    await ledger.ready()

    await ledger.close()


async def test_a_ledger_that_cannot_be_opened_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose ledger is gone waits and says so, since it may have been run already."""
    monkeypatch.setattr(database, "_FIRST_USE", Pauses(0.02, 0.02, within=0.05))
    (tmp_path / "ledger.db").mkdir()
    ledger = SqlLedger(url(tmp_path / "ledger.db"))

    with pytest.raises(Infrastructure, match=r"ledger\.db does not answer.*unable to open"):
        await ledger.ready()

    await ledger.close()


async def test_a_ledger_in_an_impossible_folder_is_unavailable(tmp_path: Path) -> None:
    """A file in the place of the ledger's folder is reported, too."""
    (tmp_path / "file").write_text("")
    ledger = SqlLedger(url(tmp_path / "file" / "deeper" / "ledger.db"))

    with pytest.raises(Infrastructure, match="does not answer"):
        await ledger.ready()

    await ledger.close()


async def test_a_ledger_that_is_locked_is_unavailable_for_the_moment(tmp_path: Path) -> None:
    """A process that keeps the database to itself delays a campaign and does not end it."""
    ledger = SqlLedger(url(tmp_path / "ledger.db") + "?timeout=0.05")
    await ledger.executions.count_duplicate(ONE)
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Infrastructure, match="database is locked"):
        await ledger.executions.count_duplicate(ONE)

    other.execute("ROLLBACK")
    other.close()
    assert await ledger.executions.count_duplicate(ONE) == 2
    await ledger.close()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"password": "mistyped"}, "password authentication failed"),
        ({"user": "stranger"}, "password authentication failed"),
        ({"database": "nowhere"}, 'database "nowhere" does not exist'),
    ],
    ids=["password", "user", "database"],
)
async def test_a_server_that_refuses_is_a_mistake_in_the_settings(
    postgres: PostgresServer, wrong: dict[str, str], why: str
) -> None:
    """A worker with a wrong password does not wait for better days, and shows it to nobody."""
    ledger = SqlLedger(postgres.url(**wrong))

    with pytest.raises(ContractInvalid, match=why) as refusal:
        await ledger.ready()

    await ledger.close()
    assert "mistyped" not in str(refusal.value)


async def test_a_server_that_is_not_there_is_waited_for(unused_tcp_port: int) -> None:
    """A worker that is started before its database hears at once that nobody answers."""
    ledger = SqlLedger(f"postgresql+asyncpg://phoenix:x@127.0.0.1:{unused_tcp_port}/phoenix")

    async with asyncio.timeout(15):
        with pytest.raises(Infrastructure, match="does not answer"):
            await ledger.ready()

    await ledger.close()


async def test_a_server_that_was_restarted_is_used_again_at_once(postgres: PostgresServer) -> None:
    """A database that is maintained in the middle of a campaign costs no step and no attempt."""
    ledger = await migrated(postgres.new_url("restarted"))
    answers = await asyncio.gather(
        *(
            ledger.steps.claim(f"step {number}", 0, input_sha256=FIRST, holder="me", lease=LEASE)
            for number in range(8)
        )
    )
    claims = [answer.claim for answer in answers if isinstance(answer, Claimed)]

    await asyncio.to_thread(postgres.stop)
    with pytest.raises(Infrastructure, match="does not answer"):
        await ledger.steps.renew(claims[0], LEASE)
    await asyncio.to_thread(postgres.start)

    await asyncio.gather(*(ledger.steps.renew(claim, LEASE) for claim in claims))
    await ledger.steps.finish(claims[0], StepStatus.DONE, "{}")
    await ledger.close()


async def test_connections_that_a_restart_cut_are_not_used(postgres: PostgresServer) -> None:
    """A restart that nobody noticed fails no call: not even the first one after it."""
    ledger = await migrated(postgres.new_url("cut"))
    await asyncio.gather(*(ledger.executions.count_duplicate(ONE) for _ in range(8)))

    await asyncio.to_thread(postgres.stop)
    await asyncio.to_thread(postgres.start)
    counts = await asyncio.gather(*(ledger.executions.count_duplicate(ONE) for _ in range(8)))

    assert sorted(counts) == list(range(9, 17))
    await ledger.close()


async def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """Whoever looks why nothing goes on reads that the disk is full, and makes room."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))
    await ledger.ready()

    def fill(connection: Connection) -> None:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    await ledger._database.transact(fill)
    result = '"' + "long " * 100_000 + '"'
    claimed = await ledger.steps.claim("step", 0, input_sha256=FIRST, holder="me", lease=LEASE)
    assert isinstance(claimed, Claimed)

    with pytest.raises(Infrastructure, match=r"disk of the ledger .*ledger\.db is full"):
        await ledger.steps.finish(claimed.claim, StepStatus.DONE, result)

    await ledger.close()


async def test_a_server_without_room_is_named(postgres: PostgresServer) -> None:
    """PostgreSQL's own word for it is understood, too."""
    ledger = await migrated(postgres.new_url("full"))
    full = "DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$"

    with pytest.raises(Infrastructure, match=r"disk of the ledger .* is full"):
        await ledger._database.transact(lambda connection: connection.execute(text(full)))

    await ledger.close()
