"""What was erased from a ledger in SQLite is in none of its files, and the ledger goes on."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from activities.ledger import SqlLedger, upkeep
from activities.ledger.upkeep import compact
from activities.ports import Claimed, StepStatus
from activities.retrying import Pauses
from contracts import Infrastructure, LedgerUnusable

ORDER = "a" * 64
WORD = "zafirobravo"
LEASE = timedelta(minutes=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a ledger lies."""
    return tmp_path / "ledger.db"


async def spoken(file: Path) -> SqlLedger:
    """Return a ledger in use, from which something that it said was deleted."""
    ledger = SqlLedger(f"sqlite:///{file}")
    for number in range(50):
        held = await ledger.steps.claim(
            f"step {number}", 0, input_sha256=ORDER, holder="me", lease=LEASE
        )
        assert isinstance(held, Claimed)
        await ledger.steps.finish(held.claim, StepStatus.DONE, f'"{WORD * 200}"')
    with closing(sqlite3.connect(file)) as other:
        other.execute("DELETE FROM steps")
        other.commit()
    return ledger


def is_there(file: Path) -> bool:
    """Tell whether there is a file."""
    return file.exists()


def places(file: Path) -> set[str]:
    """Return the ledger's files in which the word stands."""
    return {one.name for one in file.parent.iterdir() if WORD.encode() in one.read_bytes()}


async def test_what_was_deleted_is_gone_from_pages_and_log(file: Path) -> None:
    """Deleting alone leaves it in free pages and in the write-ahead log."""
    ledger = await spoken(file)
    before, identity = places(file), await ledger.identity()

    assert await compact(f"sqlite:///{file}")

    assert before
    assert places(file) == set()
    assert await ledger.identity() == identity
    held = await ledger.steps.claim("step", 0, input_sha256=ORDER, holder="me", lease=LEASE)
    assert isinstance(held, Claimed)
    await ledger.close()


@pytest.mark.parametrize(
    ("begun", "told"),
    [("BEGIN IMMEDIATE", "cannot be compacted: database is locked"), ("BEGIN", "is in use")],
)
async def test_a_ledger_that_is_busy_is_not_said_to_be_compact(
    file: Path, begun: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes, or reads what was there: the operator says it again."""
    monkeypatch.setattr(upkeep, "_PATIENCE", 0)
    monkeypatch.setattr(upkeep, "_WHILE_IN_USE", Pauses(first=0.01, longest=0.01, within=0.03))
    ledger = await spoken(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(begun)
        other.execute("SELECT count(*) FROM steps").fetchone()

        with pytest.raises(Infrastructure, match=told):
            await compact(f"sqlite:///{file}")

        other.execute("ROLLBACK")
    assert await compact(f"sqlite:///{file}")
    assert places(file) == set()
    await ledger.close()


async def test_a_ledger_on_a_server_is_left_to_it() -> None:
    """Nobody is connected to for it."""
    assert not await compact("postgresql+asyncpg://nobody@127.0.0.1:1/none")


async def test_a_ledger_that_is_not_there_is_not_made(file: Path) -> None:
    """A wrong path is told, and nothing lies there afterwards."""
    with pytest.raises(LedgerUnusable, match="is not there"):
        await compact(f"sqlite:///{file}")
    assert not is_there(file)
