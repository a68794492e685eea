"""What operators do to a ledger as a whole: migrate, back up, compact, say it was restored."""

import asyncio
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection

from activities.ledger.address import SQLITE, backend_of, read_address
from activities.ledger.database import Database
from activities.ledger.identity import check_whole, identity_of, raise_epoch
from activities.ledger.migrations import CURRENT, version_of
from activities.ledger.own_store import forget_store
from activities.retrying import Pauses, retry
from contracts import ContractInvalid, Infrastructure, LedgerIdentity

_PATIENCE: Final = 10
"""Seconds for which a compaction waits for those who use the ledger."""
_WHILE_IN_USE: Final = Pauses(first=0.01, longest=0.05, within=float(_PATIENCE))
"""Between two attempts to empty the log: each fails at once while somebody reads or writes."""


class _InUse(Infrastructure):
    """Somebody reads or writes at this moment."""


async def migrate(url: str) -> tuple[int, int]:
    """Bring the tables to this release's version; return which one they had, and have.

    Raises:
        ContractInvalid: The database cannot be used by this release or user.
        Infrastructure: The database does not answer.
    """
    database = Database(url)

    def work(connection: Connection) -> int:
        before = version_of(connection)
        database.migrate(connection)
        return before

    try:
        return await database.transact_unprepared(work), CURRENT
    finally:
        await database.close()


async def restored(url: str) -> LedgerIdentity:
    """Raise the epoch of a ledger that was restored from a backup, or takes another one's place.

    From then on nothing that it says of an open publication counts as the whole truth.

    Raises:
        ContractInvalid: There is none, it is damaged, or this user or release cannot use it.
        Infrastructure: The database does not answer.
    """
    database = Database(url, must_exist=True)

    def work(connection: Connection) -> LedgerIdentity:
        here = database.place()
        if here is not None:
            check_whole(connection)
        database.migrate(connection)
        forget_store(connection)  # the backup may be older than what a person has said of it since
        return raise_epoch(connection, here)

    try:
        return await database.transact_unprepared(work)
    finally:
        await database.close()


async def back_up(url: str, target: Path) -> LedgerIdentity:
    """Copy a ledger in SQLite into a new file while it is used; the copy is whole, or not there.

    The copy knows that it is one, so nobody works with it before `restored` was said.

    Raises:
        ContractInvalid: It is not in SQLite, cannot be read, or the file cannot be written or is
            there already.
        Infrastructure: The ledger does not answer.
    """
    address = read_address(url)
    if backend_of(address) != SQLITE or address.database is None:
        raise ContractInvalid(
            "Only a ledger in SQLite is backed up by this command. Back a PostgreSQL up by its own "
            "means (pg_dump, or a base backup with its log), and say 'starter.py ledger restored' "
            "after it was restored."
        )
    database = Database(url, must_exist=True)
    try:
        identity = await database.transact(identity_of)
    finally:
        await database.close()
    await asyncio.to_thread(_copy, Path(address.database), target)
    return identity


async def compact(url: str) -> bool:
    """Write a ledger in SQLite anew, without what was erased from it, and empty its log.

    Workers go on meanwhile, but for the moments in which it is written: a second or so for each
    100 MB. Of a ledger on a server nothing is done, and false returned: that cleans up by itself.

    Raises:
        ContractInvalid: There is none, or this user or release cannot use it.
        Infrastructure: It does not answer, or is in use so that its log cannot be emptied.
    """
    address = read_address(url)
    if backend_of(address) != SQLITE or address.database is None:
        return False
    database = Database(url, must_exist=True)
    try:
        await database.prepare()
    finally:
        await database.close()
    file = Path(address.database)
    await asyncio.to_thread(_compact, file)
    await retry(lambda: asyncio.to_thread(_empty_log, file), _InUse, _WHILE_IN_USE)
    return True


def _compact(file: Path) -> None:
    with _told_of(file), closing(_opened(file)) as ledger:
        ledger.isolation_level = None
        ledger.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")
        ledger.execute("VACUUM")


def _empty_log(file: Path) -> None:
    with _told_of(file), closing(_opened(file)) as ledger:
        # It does not wait while it holds others up: who waits to write is reading meanwhile.
        ledger.execute("PRAGMA busy_timeout=0")
        (busy, *_) = ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise _InUse(
            f"The ledger {file} is in use, so that its log {file}-wal could not be emptied."
        )


@contextmanager
def _told_of(file: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Infrastructure(f"The ledger {file} cannot be compacted: {error}.") from error


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True)


def _copy(source: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if os.path.lexists(target):
            raise FileExistsError(f"{target} is there already")
        with _private(draft):
            _write(source, draft)
            os.link(draft, target)  # unlike a renaming, it never replaces anything
        _synchronise(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise ContractInvalid(
            f"No backup was written to {target}: {_told(error, target)}."
        ) from error


def _told(error: Exception, target: Path) -> str:
    """Say what is wrong, without a number that means nothing to people."""
    if not target.parent.exists():
        return f"the folder {target.parent} is not there"
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def _private(draft: Path) -> Generator[None]:
    """Make a file that only its owner reads, and leave nothing of it."""
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield
    finally:
        draft.unlink()


def _write(source: Path, draft: Path) -> None:
    with (
        closing(_opened(source)) as ledger,
        closing(sqlite3.connect(draft, isolation_level=None)) as copy,
    ):
        ledger.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that the one file is all of it
        copy.execute("UPDATE identity SET is_backup = 1")
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"what was copied is damaged ({found})")
    _synchronise(draft)


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
