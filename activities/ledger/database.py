"""The ledger's database: its connections, its clock, and its tables in their current version."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
    func,
    literal_column,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from activities.ledger.engines import PostgresqlEngine, SqliteEngine
from activities.retrying import Pauses, retry
from activities.steps import uncut
from contracts import CampaignError, ContractInvalid, PlatformUnavailable

T = TypeVar("T")

_METADATA: Final = MetaData()
EXECUTIONS: Final = Table(
    "executions",
    _METADATA,
    Column("execution_id", String(36), primary_key=True),
    Column("request_sha256", String(64)),
    Column("opened_at", DateTime(timezone=True), server_default=func.current_timestamp()),
    Column("concluded_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("duplicates", Integer, nullable=False, server_default=text("0")),
)
STEPS: Final = Table(
    "steps",
    _METADATA,
    Column("step_key", String(300), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("input_sha256", String(64), nullable=False),
    Column("status", String(8), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("holder", String(200), nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("call_until", Double),
    Column("calls", Integer, nullable=False, server_default=text("0")),
    Column("result", Text),
    Column("changed_at", Double, nullable=False),
)
"""One row per step and revision; times are Unix seconds of the database's clock."""

_VERSIONS: Final = Table("schema_versions", _METADATA, Column("version", Integer, primary_key=True))
_MIGRATIONS: Final[tuple[tuple[CreateTable, ...], ...]] = (
    (
        CreateTable(EXECUTIONS, if_not_exists=True),
        CreateTable(STEPS, if_not_exists=True),
    ),
)
"""What each version adds to the one before. A released one is never changed, only followed."""

_MIGRATION_PAUSES: Final = Pauses(first=0.02, longest=0.16, within=10.0)
"""Between two attempts to make the tables while another process makes them."""
_POSTGRESQL_LOCK: Final = 0x50686F656E6978
"""Key of the advisory lock under which tables change: the letters of Phoenix."""
_REFUSED: Final = frozenset({"28000", "28P01", "3D000", "42501"})
"""SQLSTATE of PostgreSQL for a refused user, a wrong password, no such database and no permission
(https://www.postgresql.org/docs/current/errcodes-appendix.html): waiting mends none of them."""


@dataclass(frozen=True)
class Backend:
    """What differs between the databases in what is said to them."""

    insert: Callable[[Table], Any]
    now: str
    """An expression for the database's clock in Unix seconds, at the statement's own time."""
    on_connect: tuple[str, ...]
    migration_lock: str
    """A statement that keeps others from changing tables until the transaction ends."""
    migrates_again_on: tuple[type[DBAPIError], ...]
    """Errors of a migration that only say that another process is at it."""


_BACKENDS: Final = {
    "sqlite": Backend(
        insert=sqlite.insert,
        now="((julianday('now') - 2440587.5) * 86400.0)",
        on_connect=("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"),
        migration_lock="BEGIN IMMEDIATE",
        # It fails at once, whatever its timeout, when two processes change the journal.
        migrates_again_on=(DBAPIError,),
    ),
    "postgresql": Backend(
        insert=postgresql.insert,
        now="extract(epoch from clock_timestamp())::float8",
        on_connect=(),
        migration_lock=f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})",
        migrates_again_on=(),
    ),
}


class Database:
    """One database, whose tables are brought up to date on first use."""

    def __init__(self, url: str) -> None:
        """Take the database's URL.

        Raises:
            ContractInvalid: The URL names no database that the ledger can use.
        """
        try:
            address = make_url(url)
            self._backend = _BACKENDS[address.get_backend_name()]
            is_file = address.get_backend_name() == "sqlite"
            self._engine = SqliteEngine(address) if is_file else PostgresqlEngine(address)
        except (ArgumentError, KeyError, ImportError, ValueError, SQLAlchemyError) as error:
            raise ContractInvalid(
                "The ledger's URL must be like sqlite:///ledger.db or "
                f"postgresql+asyncpg://host/database, with its driver installed: {error}."
            ) from error
        self._name = address.set(query={}).render_as_string(hide_password=True)
        event.listen(self._engine.events, "connect", self._on_connect)
        self.now: Final = literal_column(self._backend.now, Double)
        self._first_use = asyncio.Lock()
        self._is_ready = False

    def insert(self, table: Table) -> Any:
        """Return an insertion that can say what happens when the row is there already."""
        return self._backend.insert(table)

    async def prepare(self) -> None:
        """Bring the tables up to date, once; any number of processes may begin at once.

        Raises:
            ContractInvalid: The database refuses this user, does not exist, or was made by a
                newer release.
            PlatformUnavailable: The database does not answer.
        """
        async with self._first_use:
            if self._is_ready:
                return
            with self._classified():
                await retry(
                    lambda: self._engine.transact(self._migrate),
                    self._backend.migrates_again_on,
                    _MIGRATION_PAUSES,
                )
            self._is_ready = True

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Return what work comes to whose changes are all kept when it ends well, or none.

        A cancellation takes effect after the transaction: a connection that is left in the middle
        of one may keep its locks for as long as the process lives.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            PlatformUnavailable: The database does not answer.
        """
        task = asyncio.ensure_future(self._transact(work))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            with suppress(CampaignError):
                await uncut(task)
            raise

    async def close(self) -> None:
        """Give the connections back; they are made anew when they are needed."""
        await self._engine.close()

    async def _transact(self, work: Callable[[Connection], T]) -> T:
        await self.prepare()
        with self._classified():
            return await self._engine.transact(work)

    @contextmanager
    def _classified(self) -> Generator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            cause: object = getattr(error, "orig", None) or error
            if _sqlstate(cause) in _REFUSED:
                raise ContractInvalid(
                    f"The ledger {self._name} cannot be used: {cause}."
                ) from error
            raise PlatformUnavailable(
                f"The ledger {self._name} does not answer, and the execution waits for it: "
                f"{str(cause) or type(cause).__name__}."
            ) from error

    def _on_connect(self, connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for statement in self._backend.on_connect:
            cursor.execute(statement)
        cursor.close()

    def _migrate(self, connection: Connection) -> None:
        connection.execute(text(self._backend.migration_lock))
        connection.execute(CreateTable(_VERSIONS, if_not_exists=True))
        versions = connection.execute(select(_VERSIONS.c.version)).scalars().all()
        known = len(_MIGRATIONS)
        if max(versions, default=0) > known:
            raise ContractInvalid(
                f"The ledger {self._name} has version {max(versions)} and this release knows "
                f"version {known}: use the newer release."
            )
        for version, statements in enumerate(_MIGRATIONS, start=1):
            if version not in versions:
                for addition in statements:
                    connection.execute(addition)
                connection.execute(_VERSIONS.insert().values(version=version))


def _sqlstate(error: object) -> str | None:
    """Return PostgreSQL's code of an error; SQLite's errors have none."""
    state = getattr(error, "sqlstate", None)
    return state if isinstance(state, str) else None
