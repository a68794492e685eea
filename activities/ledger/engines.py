"""How a transaction is carried out in each database, durably, without holding up the event loop."""

import asyncio
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeVar

from sqlalchemy import URL, Connection, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError

from activities.ledger.place import Place, place_of, shared_filesystem
from activities.ledger.unusable import Unusable
from contracts.repeating import repeated

T = TypeVar("T")

_LONGEST_WAIT: Final = 10
"""Seconds for which a statement waits for a lock, or a connection for its server."""
_POSTGRESQL_LOCK: Final = 0x50686F656E6978
"""Key of the advisory lock under which tables change: the letters of Phoenix."""

_MODES: Final = {
    "journal_mode=WAL": ("journal_mode", "wal"),
    "synchronous=FULL": ("synchronous", 2),
    # macOS keeps what was synchronised in the drive's cache; elsewhere it changes nothing.
    "fullfsync=ON": ("fullfsync", 1),
}
"""What SQLite is told, and what it must answer when it is asked (https://sqlite.org/pragma.html).
Where several processes cannot share the memory of a write-ahead log, it keeps another mode."""
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
"""How a driver repeats what it cannot read."""
_DURABLE: Final = ("synchronous_commit", "fsync", "full_page_writes")
"""Settings of PostgreSQL without which what was committed can be lost
(https://www.postgresql.org/docs/current/runtime-config-wal.html)."""


class LedgerEngine(Protocol):
    """Something that carries out transactions, and what differs in what it is told."""

    now: ClassVar[str]
    """An expression for the database's clock in Unix seconds, at the statement's own time."""
    migration_lock: ClassVar[str]
    """A statement that keeps others from changing tables until the transaction ends."""
    migrates_itself: ClassVar[bool]
    """Whether whoever comes first makes the tables: it cannot be another ledger by mistake."""
    migrates_again_on: ClassVar[tuple[type[DBAPIError], ...]]
    """Errors of a first use that only say that another process is at it."""

    @staticmethod
    def insert(table: Table) -> Any:
        """Return an insertion that can say what happens when the row is there already."""
        ...

    def place(self) -> Place | None:
        """Return where the ledger's file lies; `None` when it is on a server."""
        ...

    def file_number(self) -> int:
        """Return a number that changes when another file is put in the ledger's place.

        Raises:
            OSError: There is none.
        """
        ...

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Do work on a connection; its changes are kept when it ends well, and only then.

        Raises:
            Unusable: The database would not keep what is committed.
            SQLAlchemyError: The database refuses or does not answer.
            OSError: It cannot be reached.
        """
        ...

    async def close(self) -> None:
        """Give the connections back; they are made anew when they are needed."""
        ...


class SqliteEngine:
    """One thread of its own for one file: a whole transaction is one change of threads.

    An asynchronous driver changes threads for every step of a transaction, about ten times, and
    took twice as long (`benchmarks/ledger_cost.py`).
    """

    now: ClassVar[str] = "((julianday('now') - 2440587.5) * 86400.0)"
    migration_lock: ClassVar[str] = "BEGIN IMMEDIATE"
    migrates_itself: ClassVar[bool] = True
    # It fails at once, whatever its timeout, when two processes change the journal.
    migrates_again_on: ClassVar[tuple[type[DBAPIError], ...]] = (OperationalError,)

    def __init__(self, address: URL, *, must_exist: bool) -> None:
        query = {"timeout": f"{_LONGEST_WAIT}", **address.query}
        self._file = Path(address.database or "")
        self._must_exist = must_exist
        self._engine = create_engine(address.set(query=query))
        event.listen(self._engine, "do_connect", self._prepare_file)
        event.listen(self._engine, "connect", _write_durably)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    @staticmethod
    def insert(table: Table) -> Any:
        """See the port."""
        return sqlite.insert(table)

    def place(self) -> Place | None:
        """See the port."""
        return place_of(self._file)

    def file_number(self) -> int:
        """See the port."""
        return self._file.stat().st_ino

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See the port."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._transact, work)

    async def close(self) -> None:
        """See the port."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._engine.dispose)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    def _prepare_file(self, *_: object) -> None:
        if self._must_exist and not self._file.exists():
            raise Unusable("is not there")
        kind = shared_filesystem(self._file)
        if kind is not None:
            raise Unusable(
                f"lies on a file system that machines share ({kind}), where SQLite's locks do not "
                "hold: put it on a disk of this machine, or use PostgreSQL"
            )
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            # Its owner's alone, wherever it lies; SQLite gives the files beside it the same rights.
            os.close(os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


class PostgresqlEngine:
    """A pool of connections to one server."""

    now: ClassVar[str] = "extract(epoch from clock_timestamp())::float8"
    migration_lock: ClassVar[str] = f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})"
    migrates_itself: ClassVar[bool] = False
    migrates_again_on: ClassVar[tuple[type[DBAPIError], ...]] = ()

    def __init__(self, address: URL, *, must_exist: bool) -> None:
        del must_exist  # nobody makes a database by connecting to it
        import asyncpg  # noqa: PLC0415 - an extra: its absence is told at once
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - it loads the ORM

        query = dict(address.query)
        wait = int(str(query.pop("connect_timeout", _LONGEST_WAIT)))
        url = address.set(drivername="postgresql", query=query)
        self._open = partial(
            asyncpg.connect,
            # asyncpg reads the parameters of libpq in a URL, and no other way.
            url.render_as_string(hide_password=False),
            timeout=wait,
            command_timeout=_LONGEST_WAIT,
            server_settings={"synchronous_commit": "on"},
        )
        self._engine = create_async_engine("postgresql+asyncpg://", async_creator=self._connect)
        event.listen(self._engine.sync_engine, "checkout", _check_open)

    @staticmethod
    def insert(table: Table) -> Any:
        """See the port."""
        return postgresql.insert(table)

    def place(self) -> Place | None:
        """See the port."""
        return None

    def file_number(self) -> int:
        """See the port."""
        return 0

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See the port."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """See the port."""
        await self._engine.dispose()

    async def _connect(self) -> Any:
        try:
            connection = await self._open()
        except ValueError as error:
            # It may quote what stands in libpq's variables in a wrong place.
            said = _QUOTED.sub(lambda found: repeated(found[0][1:-1]), str(error))
            raise Unusable("cannot be connected to as its URL says", said) from None
        try:
            await _check_durable(connection)
        except BaseException:  # a cancellation, too, leaves no connection open; it goes on
            connection.terminate()
            raise
        return connection


async def _check_durable(connection: Any) -> None:
    off = [name for name in _DURABLE if await connection.fetchval(f"SHOW {name}") != "on"]
    if off:
        raise Unusable(
            f"would lose what is committed: its server has {' and '.join(off)} off; turn "
            f"{'it' if len(off) == 1 else 'them'} on"
        )


def _write_durably(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for told, (asked, right) in _MODES.items():
        cursor.execute(f"PRAGMA {told}")
        (answer,) = cursor.execute(f"PRAGMA {asked}").fetchone()
        if answer != right:
            connection.close()
            raise Unusable(
                f"would lose what is committed: SQLite keeps {asked} at {answer} there; put it on "
                "a disk of this machine, or use PostgreSQL"
            )
    cursor.close()


def _check_open(connection: Any, *_: object) -> None:
    # A ping before every use would cost half as much again as the statement itself.
    if connection.driver_connection.is_closed():
        raise DisconnectionError("The server has closed this connection.")
