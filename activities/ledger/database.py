"""The ledger's database: its connections, its clock, and its tables in their current version."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Double,
    Table,
    literal_column,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from temporalio import activity

from activities.http.secrecy import without
from activities.ledger import migrations
from activities.ledger.address import POSTGRESQL, SQLITE, backend_of, hidden_in, read_address, shown
from activities.ledger.engines import LedgerEngine, PostgresqlEngine, SqliteEngine
from activities.ledger.identity import check_place
from activities.ledger.place import Place
from activities.ledger.unusable import Unusable
from activities.retrying import Pauses, retry
from activities.steps import uncut
from activities.telemetry import observe
from contracts import CampaignError, ContractInvalid, Infrastructure, LedgerUnusable
from domain.telemetry import GIVEN, LEDGER_CALL_DURATION, UNAVAILABLE, UNUSABLE

T = TypeVar("T")

_ENGINES: Final[Mapping[str, type[SqliteEngine | PostgresqlEngine]]] = MappingProxyType(
    {SQLITE: SqliteEngine, POSTGRESQL: PostgresqlEngine}
)
_FIRST_USE: Final = Pauses(first=0.02, longest=0.16, within=10.0)
"""Between two attempts to make the tables while another process makes them."""
_REFUSED: Final = frozenset({"28000", "28P01", "3D000", "42501"})
"""SQLSTATE of PostgreSQL for a refused user, a wrong password, no such database and no permission
(https://www.postgresql.org/docs/current/errcodes-appendix.html): waiting mends none of them."""
_RESTORE: Final = """put its backup in its place, and say 'starter.py ledger restored' \
(docs/operations.md, Restore the ledger)"""
_DAMAGED: Final = frozenset({"XX001", sqlite3.SQLITE_CORRUPT})
"""What they call damaged data."""
_PRIMARY: Final = 0xFF
"""The bits of SQLite's codes that say which of these it is
(https://www.sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes)."""
_FULL: Final = frozenset({"53100", sqlite3.SQLITE_FULL})
"""What PostgreSQL and SQLite call a disk without room."""


class Database:
    """One database. SQLite's tables are brought up to date on first use, PostgreSQL's are not."""

    def __init__(self, url: str, *, must_exist: bool = False) -> None:
        """Take the database's URL.

        Args:
            url: Where it is.
            must_exist: Whether a file that is not there is refused, and not made.

        Raises:
            ContractInvalid: The URL names no database that the ledger can use.
        """
        address = read_address(url)
        self.name: Final = shown(address)
        self._hidden: Final = hidden_in(url)
        try:
            self._engine: LedgerEngine = _ENGINES[backend_of(address)](
                address, must_exist=must_exist
            )
        except ImportError as error:
            raise ContractInvalid(
                f"The ledger {self.name} needs a package that is not installed: {error}. The "
                "extra postgres holds it: install leadboost-phoenix[postgres]."
            ) from None
        self.now: Final = literal_column(self._engine.now, Double)
        self._first_use = asyncio.Lock()
        self._ready_in: int | None = None
        """The number of the file that was found fit for use."""

    def insert(
        self, table: Table, new: Mapping[Column[Any], Any], *conditions: ColumnElement[bool]
    ) -> Any:
        """Return an insertion of a row that can say what happens when the row is there already.

        Args:
            table: Where it goes.
            new: What it consists of; expressions may read other tables.
            conditions: When there is such a row; always, if there are none.
        """
        # SQLite needs a condition to tell ON CONFLICT from a join's ON.
        row = select(*new.values()).where(*(conditions or (text("1 = 1"),)))
        return self._engine.insert(table).from_select([column.name for column in new], row)

    async def prepare(self) -> None:
        """See once that the tables are up to date; any number of processes may begin at once.

        Raises:
            LedgerUnusable: The database refuses this user, does not exist, would lose what is
                committed, is a copy, or has tables that this release cannot use.
            Infrastructure: The database does not answer.
        """
        async with self._first_use:
            if self._ready_in is not None:
                return
            await self.transact_unprepared(self._begin)
            self._ready_in = self._engine.file_number()

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Return what work comes to whose changes are all kept when it ends well, or none.

        A cancellation takes effect after the transaction: a connection that is left in the middle
        of one may keep its locks for as long as the process lives.

        Raises:
            LedgerUnusable: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        task = asyncio.ensure_future(self._timed(work))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            with suppress(CampaignError):
                await uncut(task)
            raise

    async def transact_politely(self, work: Callable[[Connection], T]) -> T:
        """Do the same as one of many, and leave the database to others for as long as it took.

        SQLite lets whoever asks first write next, and who waits asks ten times a second.

        Raises:
            LedgerUnusable: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        begun = time.monotonic()
        done = await self.transact(work)
        await asyncio.sleep(time.monotonic() - begun)
        return done

    async def transact_unprepared(self, work: Callable[[Connection], T]) -> T:
        """Do the same with tables of any version, or none, in whatever file they are.

        It is tried again while another process makes the tables.

        Raises:
            LedgerUnusable: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        with self._classified():
            return await retry(
                lambda: self._engine.transact(work), self._engine.migrates_again_on, _FIRST_USE
            )

    def migrate(self, connection: Connection) -> None:
        """Bring the tables to this release's version.

        Raises:
            Unusable: They are a newer release's.
        """
        migrations.migrate(connection, self._engine.migration_lock)

    def place(self) -> Place | None:
        """Return where the database's file lies; `None` when it is on a server."""
        return self._engine.place()

    async def close(self) -> None:
        """Give the connections back; they are made anew when they are needed."""
        await self._engine.close()

    def _begin(self, connection: Connection) -> None:
        if self._engine.migrates_itself:
            self.migrate(connection)
        elif (found := migrations.version_of(connection)) != migrations.CURRENT:
            there = f"tables of version {found}" if found else "no tables"
            raise Unusable(
                f"has {there}, and this release needs version {migrations.CURRENT}: run "
                "'starter.py ledger migrate' once, as a user who may change tables"
            )
        check_place(connection, self.place())

    async def _timed(self, work: Callable[[Connection], T]) -> T:
        begun, answer = time.monotonic(), GIVEN
        try:
            return await self._transact(work)
        except Infrastructure:
            answer = UNAVAILABLE
            raise
        except LedgerUnusable:
            answer = UNUSABLE
            raise
        finally:
            if activity.in_activity():
                spent = timedelta(seconds=time.monotonic() - begun)
                meter = activity.metric_meter()
                observe(meter, LEDGER_CALL_DURATION, spent, answer=answer)

    async def _transact(self, work: Callable[[Connection], T]) -> T:
        with self._classified():
            ready = self._ready_in
            if ready is not None and self._engine.file_number() != ready:
                # A file that was replaced under a running worker would still be written to.
                self._ready_in = None
                await self._engine.close()
        await self.prepare()
        with self._classified():
            return await self._engine.transact(work)

    @contextmanager
    def _classified(self) -> Generator[None]:
        try:
            yield
        except Unusable as error:
            said = without(f": {error.said}" if error.said else "", self._hidden)
            raise LedgerUnusable(f"The ledger {self.name} {error}{said}.") from error
        except (SQLAlchemyError, OSError) as error:
            cause: object = getattr(error, "orig", None) or error
            code, said = _code(cause), without(str(cause), self._hidden)
            if code in _DAMAGED:
                raise LedgerUnusable(
                    f"The ledger {self.name} is damaged ({said}): {_RESTORE}."
                ) from error
            if code == sqlite3.SQLITE_NOTADB:
                raise LedgerUnusable(
                    f"The ledger {self.name} cannot be used: {said}. If this is it, {_RESTORE}; "
                    "otherwise let PHOENIX_LEDGER_URL name the ledger's file."
                ) from error
            if code in _REFUSED:
                raise LedgerUnusable(f"The ledger {self.name} cannot be used: {said}.") from error
            if code in _FULL:
                said = "is full, and nothing goes on until there is room on it"
                raise Infrastructure(f"The disk of the ledger {self.name} {said}.") from error
            raise Infrastructure(
                f"The ledger {self.name} does not answer, and the execution waits for it: "
                f"{said or type(cause).__name__}."
            ) from error


def _code(error: object) -> str | int | None:
    """Return the database's own code of an error; of SQLite's without its details."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & _PRIMARY if isinstance(code, int) else getattr(error, "sqlstate", None)
