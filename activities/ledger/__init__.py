"""What is remembered in a database beside Temporal: executions for ever, and steps once each."""

from activities.ledger.database import Database
from activities.ledger.executions import SqlExecutions
from activities.ledger.steps import SqlSteps

__all__ = ["SqlLedger"]


class SqlLedger:
    """Executions and steps in one database, SQLite or PostgreSQL. Times are the database's own.

    SQLite writes ahead (WAL) and synchronises each commit, so what was noted outlives a power
    cut; `timeout` in the URL's query says how many seconds a statement waits for another process
    (10 by default). The tables are made on first use, by whichever process comes first.
    """

    def __init__(self, url: str) -> None:
        """Take the database's URL, such as `sqlite:///ledger.db`.

        Raises:
            ContractInvalid: The URL names no database that the ledger can use.
        """
        self._database = Database(url)
        self.executions = SqlExecutions(self._database)
        self.steps = SqlSteps(self._database)

    async def ready(self) -> None:
        """Reach the database and bring its tables up to date.

        Raises:
            ContractInvalid: It refuses this user or has no such database, or its tables belong to
                a newer release.
            PlatformUnavailable: The database does not answer.
        """
        await self._database.prepare()

    async def close(self) -> None:
        """Give the connections back; the ledger may be used again."""
        await self._database.close()
