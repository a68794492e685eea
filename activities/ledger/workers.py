"""Which workers take work, and the settings that all of them have to share."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, literal, select

from activities.ledger.database import Database
from activities.ledger.tables import WORKERS
from activities.ports import KnownWorker

_SETTINGS: TypeAdapter[Mapping[str, str]] = TypeAdapter(dict[str, str])


class SqlWorkers:
    """One row per worker; one that was not heard of for long counts as gone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, worker: KnownWorker, within: timedelta) -> Sequence[KnownWorker]:
        """Note that a worker is there, and return the others; see the port."""
        now = self._database.now
        new = {
            WORKERS.c.id: literal(str(worker.id)),
            WORKERS.c.name: literal(worker.name),
            WORKERS.c.settings: literal(_SETTINGS.dump_json(worker.settings).decode()),
            WORKERS.c.seen_at: now,
        }
        insertion = self._database.insert(WORKERS, new)
        columns = (WORKERS.c.settings, WORKERS.c.seen_at)
        noting = insertion.on_conflict_do_update(
            index_elements=[WORKERS.c.id],
            set_={column.name: insertion.excluded[column.name] for column in columns},
        )
        gone = delete(WORKERS).where(WORKERS.c.seen_at < now - within.total_seconds())

        await self._database.transact(
            lambda connection: (connection.execute(noting), connection.execute(gone))
        )
        return [one for one in await self.living(within) if one.id != worker.id]

    async def living(self, within: timedelta) -> Sequence[KnownWorker]:
        """Return every worker that was heard of within so long; see the port."""
        young = WORKERS.c.seen_at >= self._database.now - within.total_seconds()
        chosen = select(WORKERS).where(young).order_by(WORKERS.c.name, WORKERS.c.id)
        rows = await self._database.transact(lambda connection: connection.execute(chosen).all())
        return [worker for row in rows if (worker := _read(row)) is not None]

    async def forget(self, worker: UUID) -> None:
        """Note that a worker has stopped; see the port."""
        gone = delete(WORKERS).where(WORKERS.c.id == str(worker))
        await self._database.transact(lambda connection: connection.execute(gone))


def _read(row: Any) -> KnownWorker | None:
    """Return a worker; `None` where a later release says it in a way of its own."""
    try:
        return KnownWorker(UUID(row.id), row.name, _SETTINGS.validate_json(row.settings))
    except ValidationError:
        return None
