"""What is remembered in a database beside Temporal: executions for ever, and steps once each."""

from datetime import UTC, datetime

from sqlalchemy import select

from activities.ledger.database import Database
from activities.ledger.erasure import SqlErasure
from activities.ledger.executions import SqlExecutions
from activities.ledger.identity import check_meant, identity_of
from activities.ledger.own_store import SqlOwnStore
from activities.ledger.recipients import SqlRecipients
from activities.ledger.remembered import SqlRemembered
from activities.ledger.retention import SqlRetention
from activities.ledger.steps import SqlSteps
from activities.ledger.stops import SqlStops
from activities.ledger.workers import SqlWorkers
from contracts import LedgerIdentity

__all__ = ["SqlLedger"]


class SqlLedger:
    """Executions, steps and stops in one database, SQLite or PostgreSQL.

    What was noted outlives a power cut, or the database is refused: SQLite writes ahead (WAL) and
    synchronises each commit, PostgreSQL waits for its own log. `timeout` in the query of SQLite's
    URL says how many seconds a statement waits for another process (10 by default). SQLite's tables
    are made on first use, by whichever process comes first; PostgreSQL's by `ledger migrate`.
    """

    def __init__(self, url: str, *, must_exist: bool = False) -> None:
        """Take the database's URL, such as `sqlite:///ledger.db`.

        Args:
            url: Where it is.
            must_exist: Whether a file that is not there is refused, and not made.

        Raises:
            ContractInvalid: The URL names no database that the ledger can use.
        """
        self._database = Database(url, must_exist=must_exist)
        self.name = self._database.name
        """Its URL as people may see it: without a password."""
        self.executions = SqlExecutions(self._database)
        self.steps = SqlSteps(self._database)
        self.recipients = SqlRecipients(self._database)
        self.stops = SqlStops(self._database)
        self.own_store = SqlOwnStore(self._database)
        self.workers = SqlWorkers(self._database)
        self.remembered = SqlRemembered(self._database)
        self.retention = SqlRetention(self._database)
        self.erasure = SqlErasure(self._database)

    async def identity(self) -> LedgerIdentity:
        """Return which ledger this is; see the port."""
        return await self._database.transact(identity_of)

    async def moment(self) -> datetime:
        """Return the present time by the database's clock.

        Raises:
            Infrastructure: The database does not answer.
        """
        seconds = await self._database.transact(
            lambda connection: connection.execute(select(self._database.now)).scalar_one()
        )
        return datetime.fromtimestamp(float(seconds), UTC)

    async def check(self, meant: LedgerIdentity) -> None:
        """Return if this is the ledger that is meant; see the port."""
        check_meant(await self.identity(), meant)

    async def ready(self) -> None:
        """Reach the database, and see that its tables are up to date.

        Raises:
            ContractInvalid: It refuses this user, would lose what is committed, is a copy, or its
                tables are not those of this release.
            Infrastructure: The database does not answer.
        """
        await self._database.prepare()

    async def close(self) -> None:
        """Give the connections back; the ledger may be used again."""
        await self._database.close()
