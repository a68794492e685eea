"""A ledger is backed up while it is used, and its backup knows that it is one."""

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from activities.ledger import SqlLedger, upkeep
from activities.ledger.migrations import CURRENT
from activities.ledger.upkeep import back_up, migrate, restored
from activities.ports import Claimed, StepStatus
from contracts import ContractInvalid

ORDER = "a" * 64
LEASE = timedelta(minutes=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the URL of a ledger in SQLite."""
    (tmp_path / "home").mkdir()
    return f"sqlite:///{tmp_path / 'home' / 'ledger.db'}"


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """Return a folder for backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


async def done(ledger: SqlLedger, key: str) -> None:
    """Do a step."""
    claimed = await ledger.steps.claim(key, 0, input_sha256=ORDER, holder="me", lease=LEASE)
    assert isinstance(claimed, Claimed)
    await ledger.steps.finish(claimed.claim, StepStatus.DONE, '"' + "long " * 2000 + '"')


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def stamp(file: Path) -> tuple[int, int, int]:
    """Return what changes when a file is replaced or written to."""
    known = file.stat()
    return known.st_ino, known.st_size, known.st_mtime_ns


def mode_of(file: Path) -> int:
    """Return who may do what with a file."""
    return stat.S_IMODE(file.stat().st_mode)


def spoil(file: Path) -> None:
    """Write over a part of a database's file."""
    whole = bytearray(file.read_bytes())
    whole[-40_000:-30_000] = b"\xff" * 10_000
    file.write_bytes(whole)


def keys_in(file: Path) -> list[str]:
    """Return the steps that a file knows."""
    with closing(sqlite3.connect(file)) as copy:
        return sorted(key for (key,) in copy.execute("SELECT step_key FROM steps"))


async def test_a_backup_has_everything_that_was_noted_before_it(url: str, backups: Path) -> None:
    """Also what stands in the write-ahead log only, which a plain copy of the file leaves out."""
    ledger = SqlLedger(url)
    for number in range(5):
        await done(ledger, f"step {number}")

    identity = await back_up(url, backups / "ledger.db")

    assert identity == await ledger.identity()
    assert keys_in(backups / "ledger.db") == [f"step {number}" for number in range(5)]
    assert names_in(backups) == ["ledger.db"]
    assert mode_of(backups / "ledger.db") == 0o600
    await ledger.close()


async def test_a_backup_is_one_moment_while_work_goes_on(url: str, backups: Path) -> None:
    """Each backup that is made under way is whole, and holds no step without those before it."""
    ledger = SqlLedger(url)
    await done(ledger, "step 000")

    async def work() -> None:
        for number in range(1, 60):
            await done(ledger, f"step {number:03}")

    working = asyncio.create_task(work())
    files: list[Path] = []
    while not working.done():
        files.append(backups / f"{len(files)}.db")
        await back_up(url, files[-1])
    await working

    found = [keys_in(file) for file in files]
    assert all(keys == [f"step {n:03}" for n in range(len(keys))] for keys in found)
    assert found == sorted(found, key=len)
    await ledger.close()


async def test_a_backup_is_not_used_by_mistake(url: str, backups: Path) -> None:
    """Nobody works with a backup before he has said that it was restored."""
    ledger = SqlLedger(url)
    await done(ledger, "step")
    await back_up(url, backups / "ledger.db")
    await ledger.close()
    shutil.move(backups / "ledger.db", url.removeprefix("sqlite:///"))
    again = SqlLedger(url)

    with pytest.raises(ContractInvalid, match=r"is a backup.*starter\.py ledger restored"):
        await again.ready()
    raised = await restored(url)

    assert await again.identity() == raised
    assert raised.epoch == 2
    await again.close()


async def test_a_file_that_is_there_is_not_replaced(url: str, backups: Path) -> None:
    """No backup is lost to a mistyped name, and nothing else either."""
    await migrate(url)
    await back_up(url, backups / "ledger.db")
    before = stamp(backups / "ledger.db")

    with pytest.raises(ContractInvalid, match=r"No backup was written to .* is there already"):
        await back_up(url, backups / "ledger.db")

    assert stamp(backups / "ledger.db") == before
    assert names_in(backups) == ["ledger.db"]


@pytest.mark.parametrize("what", ["write", "damage"])
async def test_a_backup_is_whole_or_not_there(
    url: str, backups: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """A disk that fills up in the middle leaves nothing behind that looks like a backup."""
    await migrate(url)
    write = upkeep._write

    def fails(*given: Path) -> None:
        write(*given)
        if what == "write":
            raise OSError("no space left on device")
        raise sqlite3.DatabaseError("what was copied is damaged")

    monkeypatch.setattr(upkeep, "_write", fails)

    with pytest.raises(ContractInvalid, match="No backup was written"):
        await back_up(url, backups / "ledger.db")

    assert names_in(backups) == []


async def test_a_place_where_no_file_can_be_is_told_in_words(url: str, backups: Path) -> None:
    """The folder is named that is not there, and no number of the system's."""
    await migrate(url)

    with pytest.raises(ContractInvalid, match=r"absent/l\.db: the folder .*/absent is not there\."):
        await back_up(url, backups / "absent" / "l.db")
    with pytest.raises(ContractInvalid, match=r"long\.{3}.*: File name too long\."):
        await back_up(url, backups / ("long..." * 50))


async def test_a_file_that_comes_into_being_meanwhile_is_not_replaced(
    url: str, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two backups under one name that are made at once, one is refused."""
    await migrate(url)
    write = upkeep._write

    def overtaken(source: Path, draft: Path) -> None:
        write(source, draft)
        write(source, backups / "ledger.db")

    monkeypatch.setattr(upkeep, "_write", overtaken)

    with pytest.raises(ContractInvalid, match="No backup was written"):
        await back_up(url, backups / "ledger.db")

    assert names_in(backups) == ["ledger.db"]


async def test_what_was_copied_is_read_once_more(url: str, backups: Path) -> None:
    """A ledger that is damaged already makes no backup that nobody can use."""
    ledger = SqlLedger(url)
    for number in range(60):
        await done(ledger, f"step {number}")
    await ledger.close()
    spoil(Path(url.removeprefix("sqlite:///")))

    with pytest.raises(ContractInvalid, match=r"No backup was written to .*damaged"):
        await back_up(url, backups / "ledger.db")

    assert names_in(backups) == []


async def test_a_ledger_that_is_not_there_is_not_backed_up(url: str, backups: Path) -> None:
    """A mistyped URL makes no empty ledger and no empty backup."""
    with pytest.raises(ContractInvalid, match="is not there"):
        await back_up(url, backups / "ledger.db")

    assert names_in(backups) == []
    assert names_in(backups.with_name("home")) == []


async def test_a_server_is_backed_up_by_its_own_means(backups: Path) -> None:
    """Who asks for a backup of PostgreSQL is told what to use, and what to say after a restore."""
    with pytest.raises(ContractInvalid, match=r"pg_dump.*starter\.py ledger restored"):
        await back_up("postgresql+asyncpg://phoenix@database/phoenix", backups / "ledger.db")


async def test_a_migration_says_what_it_did(url: str) -> None:
    """From nothing to this release's version, and then nothing more."""
    assert [await migrate(url), await migrate(url)] == [(0, CURRENT), (CURRENT, CURRENT)]
