"""What is remembered of executions in a database, when Temporal has forgotten them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.schema import CreateTable

from contracts import CampaignPayload, ContractInvalid, PlatformUnavailable, explain

_EXECUTIONS: Final = Table(
    "executions",
    MetaData(),
    Column("execution_id", String(36), primary_key=True),
    Column("request_sha256", String(64)),
    Column("opened_at", DateTime(timezone=True), server_default=func.current_timestamp()),
    Column("concluded_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("duplicates", Integer, nullable=False, server_default=text("0")),
)
_PAUSE: Final = 0.02
"""Seconds between two attempts to make the table while another process makes it."""
_PATIENCE: Final = 10.0
"""Seconds for which that is tried."""


@dataclass(frozen=True)
class _Backend:
    """What differs between the databases."""

    insert: Callable[[Table], Any]
    query: Mapping[str, str]
    """What the URL's query says when it does not say otherwise."""
    on_first_use: tuple[str, ...]
    on_connect: tuple[str, ...]


_BACKENDS: Final = {
    "sqlite": _Backend(
        insert=sqlite.insert,
        query={"timeout": f"{_PATIENCE}"},
        on_first_use=("PRAGMA journal_mode=WAL",),
        on_connect=("PRAGMA synchronous=FULL",),
    ),
    "postgresql": _Backend(postgresql.insert, {}, (), ()),
}


class SqlLedger:
    """One row per execution, in SQLite or PostgreSQL. Times are the database's own.

    The table is made on first use, and any number of processes may begin at once. SQLite writes
    ahead (WAL) and synchronises each commit, so what was noted outlives a power cut; `timeout`
    in the URL's query says how many seconds a statement waits for another process (10 by default).
    """

    def __init__(self, url: str) -> None:
        """Take the database's URL, such as `sqlite+aiosqlite:///ledger.db`.

        Raises:
            ContractInvalid: The URL names no database that the ledger can use.
        """
        try:
            address = make_url(url)
            self._backend = _BACKENDS[address.get_backend_name()]
            self._address = address.set(query={**self._backend.query, **address.query})
            self._engine = create_async_engine(self._address)
        except (ArgumentError, KeyError, ImportError, ValueError, SQLAlchemyError) as error:
            raise ContractInvalid(
                "The ledger's URL must be like sqlite+aiosqlite:///ledger.db or "
                f"postgresql+asyncpg://host/database, with its driver installed: {error}."
            ) from error
        self._name = address.set(query={}).render_as_string(hide_password=True)
        self._first_use = asyncio.Lock()
        self._is_ready = False

    async def close(self) -> None:
        """Give the connections back; the ledger may be used again."""
        await self._engine.dispose()

    async def open(self, execution_id: UUID, request_sha256: str) -> CampaignPayload | None:
        """Note that an execution begins; return its outcome when it has already ended.

        Raises:
            ContractInvalid: The execution is known with a different request, or its outcome
                does not fit the contract.
            PlatformUnavailable: The database does not answer.
        """
        values = self._backend.insert(_EXECUTIONS).values(
            execution_id=str(execution_id), request_sha256=request_sha256
        )
        known = func.coalesce(_EXECUTIONS.c.request_sha256, values.excluded.request_sha256)
        row = await self._row(
            values.on_conflict_do_update(
                index_elements=["execution_id"], set_={"request_sha256": known}
            ).returning(_EXECUTIONS.c.request_sha256, _EXECUTIONS.c.outcome)
        )
        if row.request_sha256 != request_sha256:
            raise ContractInvalid(
                f"execution {execution_id} is known with a different request "
                f"(digest {row.request_sha256[:12]}…, not {request_sha256[:12]}…): "
                "a changed request needs an execution_id of its own."
            )
        if row.outcome is None:
            return None
        try:
            return CampaignPayload.model_validate_json(row.outcome)
        except ValidationError as error:
            raise ContractInvalid(
                f"The recorded outcome of execution {execution_id} does not fit the contract: "
                f"{explain(error)}."
            ) from error

    async def conclude(self, payload: CampaignPayload, request_sha256: str) -> None:
        """Note how an execution ended; the first conclusion of the same request stands.

        Raises:
            PlatformUnavailable: The database does not answer.
        """
        values = self._backend.insert(_EXECUTIONS).values(
            execution_id=str(payload.execution_id),
            request_sha256=request_sha256,
            concluded_at=func.current_timestamp(),
            outcome=payload.model_dump_json(),
        )
        async with self._transaction() as connection:
            await connection.execute(
                values.on_conflict_do_update(
                    index_elements=["execution_id"],
                    set_={
                        "outcome": values.excluded.outcome,
                        "request_sha256": values.excluded.request_sha256,
                        "concluded_at": func.current_timestamp(),
                    },
                    where=_EXECUTIONS.c.outcome.is_(None)
                    & (
                        _EXECUTIONS.c.request_sha256.is_(None)
                        | (_EXECUTIONS.c.request_sha256 == values.excluded.request_sha256)
                    ),
                )
            )

    async def count_duplicate(self, execution_id: UUID) -> int:
        """Count one more suppressed start and return how many there were.

        Raises:
            PlatformUnavailable: The database does not answer.
        """
        values = self._backend.insert(_EXECUTIONS).values(
            execution_id=str(execution_id), duplicates=1
        )
        row = await self._row(
            values.on_conflict_do_update(
                index_elements=["execution_id"],
                set_={"duplicates": _EXECUTIONS.c.duplicates + 1},
            ).returning(_EXECUTIONS.c.duplicates)
        )
        return int(row.duplicates)

    async def _row(self, statement: Any) -> Any:
        async with self._transaction() as connection:
            return (await connection.execute(statement)).one()

    @asynccontextmanager
    async def _transaction(self) -> AsyncGenerator[AsyncConnection, None]:
        try:
            await self._prepare()
            async with self._engine.connect() as connection:
                for statement in self._backend.on_connect:
                    await connection.execute(text(statement))
                yield connection
                await connection.commit()
        except (SQLAlchemyError, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise PlatformUnavailable(
                f"The ledger {self._name} does not answer, and the execution waits for it: {cause}."
            ) from error

    async def _prepare(self) -> None:
        async with self._first_use:
            if self._is_ready:
                return
            Path(self._address.database or ".").parent.mkdir(parents=True, exist_ok=True)
            loop = asyncio.get_running_loop()
            deadline = loop.time() + _PATIENCE
            while not self._is_ready:
                # SQLite fails at once, whatever its timeout, when two processes change the
                # journal; PostgreSQL does when two make the same table.
                try:
                    await self._make_table()
                except DBAPIError:
                    if loop.time() > deadline:
                        raise
                    await asyncio.sleep(_PAUSE)
                else:
                    self._is_ready = True

    async def _make_table(self) -> None:
        async with self._engine.begin() as connection:
            for statement in self._backend.on_first_use:
                await connection.execute(text(statement))
            await connection.execute(CreateTable(_EXECUTIONS, if_not_exists=True))
