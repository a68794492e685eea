"""Emergency stops in the ledger."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    update,
)

from activities.ledger.database import Database
from activities.ledger.tables import STOPS
from contracts import Stop

_NAME: Final = "stop"
"""What their names begin with; a number follows, which no other stop has had."""


class SqlStops:
    """One row per stop, for ever; those that were not lifted hold."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self) -> Sequence[Stop]:
        """Return every stop that has not been lifted; see the port."""
        return await self._database.transact(
            lambda connection: [_stop(row) for row in connection.execute(_in_force())]
        )

    async def set(self, tenant_id: UUID | None, channel: str | None, *, why: str, by: str) -> Stop:
        """Stop what a tenant publishes on a channel; see the port."""
        new = {
            STOPS.c.name: literal(_NAME) + cast(func.count(STOPS.c.name) + 1, String),
            STOPS.c.tenant_id: literal(None if tenant_id is None else str(tenant_id), String),
            STOPS.c.channel: literal(channel, String),
            STOPS.c.why: literal(why),
            STOPS.c.set_by: literal(by),
            STOPS.c.set_at: self._database.now,
        }
        inserted = self._database.insert(STOPS, new).on_conflict_do_nothing()
        statement = inserted.returning(*STOPS.c)
        while True:
            row = await self._database.transact(
                lambda connection: connection.execute(statement).one_or_none()
            )
            if row is not None:
                return _stop(row)
            # Somebody else has just taken the number; another look counts that one in.

    async def lift(self, name: str, *, by: str) -> Stop | None:
        """Let what a stop held go on; see the port."""
        statement = (
            update(STOPS)
            .where(STOPS.c.name == name, STOPS.c.lifted_at.is_(None))
            .values(lifted_by=by, lifted_at=self._database.now)
            .returning(*STOPS.c)
        )
        row = await self._database.transact(
            lambda connection: connection.execute(statement).one_or_none()
        )
        return None if row is None else _stop(row)


def stops_that_hold() -> Select[Any]:
    """Return the question which stops hold what `tenant` publishes on `channel`, oldest first."""
    tenant, channel = bindparam("tenant", type_=String), bindparam("channel", type_=String)
    return _in_force().where(
        or_(STOPS.c.tenant_id.is_(None), STOPS.c.tenant_id == tenant),
        or_(STOPS.c.channel.is_(None), STOPS.c.channel == channel),
    )


def first_that_holds(connection: Connection, reach: Mapping[str, str]) -> Stop | None:
    """Return the oldest stop that holds what `tenant` publishes on `channel`, if one does."""
    row = connection.execute(stops_that_hold(), reach).first()
    return None if row is None else _stop(row)


def _in_force() -> Select[Any]:
    return (
        select(*STOPS.c).where(STOPS.c.lifted_at.is_(None)).order_by(STOPS.c.set_at, STOPS.c.name)
    )


def _stop(row: Any) -> Stop:
    return Stop(
        name=row.name,
        tenant_id=None if row.tenant_id is None else UUID(row.tenant_id),
        channel=row.channel,
        why=row.why,
        by=row.set_by,
        since=datetime.fromtimestamp(row.set_at, UTC),
    )
