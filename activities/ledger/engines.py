"""How a transaction is carried out in each database, without holding up the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

T = TypeVar("T")

_LONGEST_WAIT: Final = 10.0
"""Seconds for which a statement waits for a lock, or a connection for its server."""


class LedgerEngine(Protocol):
    """Something that carries out transactions."""

    @property
    def events(self) -> Engine:
        """What tells of its connections."""
        ...

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Do work on a connection; its changes are kept when it ends well, and only then.

        Raises:
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

    def __init__(self, address: URL) -> None:
        query = {"timeout": f"{_LONGEST_WAIT}", **address.query}
        self._folder = Path(address.database or ".").parent
        self._engine = create_engine(address.set(query=query))
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    @property
    def events(self) -> Engine:
        """See the port."""
        return self._engine

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See the port."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._transact, work)

    async def close(self) -> None:
        """See the port."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._engine.dispose)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._engine.begin() as connection:
            return work(connection)


class PostgresqlEngine:
    """A pool of connections to one server."""

    def __init__(self, address: URL) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - it loads the ORM

        arguments = {"timeout": _LONGEST_WAIT, "command_timeout": _LONGEST_WAIT}
        self._engine = create_async_engine(address, connect_args=arguments)
        event.listen(self.events, "checkout", _check_open)

    @property
    def events(self) -> Engine:
        """See the port."""
        return self._engine.sync_engine

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See the port."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """See the port."""
        await self._engine.dispose()


def _check_open(connection: Any, *_: object) -> None:
    # A ping before every use would cost half as much again as the statement itself.
    if connection.driver_connection.is_closed():
        raise DisconnectionError("The server has closed this connection.")
