"""The ledger remembers executions, whatever happens at the same time."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from activities import ledger as ledger_module
from activities.ledger import SqlLedger
from contracts import CampaignPayload, CampaignState, ContractInvalid, PlatformUnavailable

ONE = UUID("3f0c6c3e-0000-4000-8000-000000000001")
FIRST, SECOND = "a" * 64, "b" * 64
PROCESSES, EXECUTIONS = 4, 30

CONTENDER = f"""
import asyncio, sys
from uuid import UUID, uuid5
from activities.ledger import SqlLedger
from contracts import CampaignPayload, CampaignState

async def main() -> None:
    ledger = SqlLedger(sys.argv[1])
    for number in range({EXECUTIONS}):
        one = uuid5(UUID(int=0), str(number))
        await ledger.open(one, "a" * 64)
        await ledger.count_duplicate(one)
        await ledger.conclude(CampaignPayload(
            campaign_id=UUID(int=int(sys.argv[2])), tenant_id=UUID(int=2), execution_id=one,
            current_state=CampaignState.IDLE,
        ), "a" * 64)
        concluded = await ledger.open(one, "a" * 64)
        print(one, concluded.campaign_id.int)
    await ledger.close()

asyncio.run(main())
"""


def url(path: Path) -> str:
    """Return the URL of a ledger in this file."""
    return f"sqlite+aiosqlite:///{path}"


def payload(execution_id: UUID, name: str) -> CampaignPayload:
    """Return a finished campaign of this name."""
    return CampaignPayload(
        campaign_id=UUID(int=1),
        tenant_id=UUID(int=2),
        execution_id=execution_id,
        current_state=CampaignState.IDLE,
        name=name,
    )


async def drivers_have_ended() -> None:
    """Wait for the threads that aiosqlite leaves behind when it could not open a file.

    They answer to the event loop that began them, so they must not outlive it.
    """
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


async def test_a_concluded_execution_answers_with_its_outcome(tmp_path: Path) -> None:
    """An execution that Temporal has forgotten is answered and not run again."""
    ledger = SqlLedger(url(tmp_path / "new" / "ledger.db"))
    before = await ledger.open(ONE, FIRST)
    running = await ledger.open(ONE, FIRST)
    await ledger.conclude(payload(ONE, "Café"), FIRST)
    await ledger.close()
    later = SqlLedger(url(tmp_path / "new" / "ledger.db"))

    outcome = await later.open(ONE, FIRST)

    await later.close()
    assert (before, running) == (None, None)
    assert outcome == payload(ONE, "Café")


async def test_the_first_conclusion_stands(tmp_path: Path) -> None:
    """A stale worker cannot rewrite how a campaign ended."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))
    await ledger.open(ONE, FIRST)
    await ledger.conclude(payload(ONE, "first"), FIRST)

    await ledger.conclude(payload(ONE, "second"), FIRST)

    outcome = await ledger.open(ONE, FIRST)
    await ledger.close()
    assert outcome == payload(ONE, "first")


async def test_a_conclusion_of_another_request_is_not_taken(tmp_path: Path) -> None:
    """A run that was refused cannot write the outcome of the one whose id it took."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))
    await ledger.open(ONE, FIRST)

    await ledger.conclude(payload(ONE, "refused"), SECOND)

    outcome = await ledger.open(ONE, FIRST)
    await ledger.close()
    assert outcome is None


async def test_a_different_request_under_the_same_id_is_refused(tmp_path: Path) -> None:
    """An operator who changes a request and keeps its execution_id is told what is wrong."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))
    await ledger.open(ONE, FIRST)

    with pytest.raises(ContractInvalid, match=f"execution {ONE} is known with a different request"):
        await ledger.open(ONE, SECOND)

    assert await ledger.open(ONE, FIRST) is None
    await ledger.close()


async def test_an_outcome_without_an_opening_is_kept_for_the_first_who_asks(tmp_path: Path) -> None:
    """A ledger restored from an old backup takes the end of a run that it saw no beginning of."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))
    await ledger.conclude(payload(ONE, "restored"), FIRST)

    outcome = await ledger.open(ONE, FIRST)

    assert outcome == payload(ONE, "restored")
    with pytest.raises(ContractInvalid, match="different request"):
        await ledger.open(ONE, SECOND)
    await ledger.close()


async def test_every_suppressed_start_is_counted(tmp_path: Path) -> None:
    """Fifty duplicates at once are fifty in the books."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))

    counts = await asyncio.gather(*(ledger.count_duplicate(ONE) for _ in range(50)))

    await ledger.close()
    assert sorted(counts) == list(range(1, 51))


def test_processes_that_begin_at_once_agree(tmp_path: Path) -> None:
    """Four workers on a new file make one ledger, lose no count and see one outcome each."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CONTENDER, url(tmp_path / "ledger.db"), str(number)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(1, PROCESSES + 1)
    ]

    outputs = [worker.communicate(timeout=60)[0] for worker in workers]

    assert [worker.returncode for worker in workers] == [0] * PROCESSES
    assert len(set(outputs)) == 1
    with sqlite3.connect(tmp_path / "ledger.db") as database:
        rows = database.execute("SELECT execution_id, duplicates FROM executions").fetchall()
        journal = database.execute("PRAGMA journal_mode").fetchone()
    database.close()
    assert sorted(rows) == sorted(
        (str(uuid5(UUID(int=0), str(number))), PROCESSES) for number in range(EXECUTIONS)
    )
    assert journal == ("wal",)


async def test_an_outcome_that_no_longer_fits_is_named(tmp_path: Path) -> None:
    """A damaged record is reported with the execution it belongs to, and not run again."""
    ledger = SqlLedger(url(tmp_path / "ledger.db"))
    await ledger.conclude(payload(ONE, "Café"), FIRST)
    with sqlite3.connect(tmp_path / "ledger.db") as database:
        database.execute("""UPDATE executions SET outcome = '{"name": "x"}'""")
    database.close()

    with pytest.raises(ContractInvalid, match=f"outcome of execution {ONE}.*campaign_id"):
        await ledger.open(ONE, FIRST)

    await ledger.close()


async def test_a_ledger_that_cannot_be_opened_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose ledger is gone waits and says so, since it may have been run already."""
    monkeypatch.setattr(ledger_module, "_PATIENCE", 0.05)
    (tmp_path / "ledger.db").mkdir()
    ledger = SqlLedger(url(tmp_path / "ledger.db"))

    with pytest.raises(PlatformUnavailable, match=r"ledger\.db does not answer.*unable to open"):
        await ledger.open(ONE, FIRST)

    await ledger.close()
    await drivers_have_ended()


async def test_a_ledger_in_an_impossible_folder_is_unavailable(tmp_path: Path) -> None:
    """A file in the place of the ledger's folder is reported, too."""
    (tmp_path / "file").write_text("")
    ledger = SqlLedger(url(tmp_path / "file" / "deeper" / "ledger.db"))

    with pytest.raises(PlatformUnavailable, match="does not answer"):
        await ledger.count_duplicate(ONE)

    await ledger.close()


async def test_a_ledger_that_is_locked_is_unavailable_for_the_moment(tmp_path: Path) -> None:
    """A process that keeps the database to itself delays a campaign and does not end it."""
    ledger = SqlLedger(url(tmp_path / "ledger.db") + "?timeout=0.05")
    await ledger.open(ONE, FIRST)
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(PlatformUnavailable, match="database is locked"):
        await ledger.count_duplicate(ONE)

    other.execute("ROLLBACK")
    other.close()
    assert await ledger.count_duplicate(ONE) == 1
    await ledger.close()


@pytest.mark.parametrize(
    "wrong", ["ledger.db", "mysql+aiomysql://host/ledger", "sqlite:///ledger.db", "nonsense://"]
)
def test_a_url_that_names_no_usable_database_is_refused(wrong: str) -> None:
    """A mistyped setting is reported when the worker starts, with an example of a right one."""
    with pytest.raises(ContractInvalid, match=r"must be like sqlite\+aiosqlite:///ledger\.db"):
        SqlLedger(wrong)


def test_a_driver_that_is_not_installed_is_named() -> None:
    """Whoever points the ledger at PostgreSQL learns which package is missing."""
    with pytest.raises(ContractInvalid, match="psycopg_of_nobody"):
        SqlLedger("postgresql+psycopg_of_nobody://phoenix:secret@database/phoenix")
