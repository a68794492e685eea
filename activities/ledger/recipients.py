"""Recipients in the ledger: each is begun once."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, String, and_, bindparam, delete, exists, literal, select, update

from activities.ledger.database import Database
from activities.ledger.tables import IDENTITY, RECIPIENTS, STEPS
from activities.ports import Deliveries, Delivery


class SqlRecipients:
    """One row per publication and recipient, kept until its step alone proves enough."""

    def __init__(self, database: Database) -> None:
        self._database = database
        now = database.now
        key = bindparam("key", type_=String)
        who, what = bindparam("who", type_=String), bindparam("what", type_=String)
        here = and_(RECIPIENTS.c.step_key == key, RECIPIENTS.c.recipient == who)
        self._known: Final = select(RECIPIENTS.c.recipient, RECIPIENTS.c.status).where(
            RECIPIENTS.c.step_key == key
        )
        epoch = select(IDENTITY.c.epoch).scalar_subquery()
        self._is_incomplete: Final = select(
            exists().where(STEPS.c.step_key == key, STEPS.c.epoch < epoch)
        )
        new = {
            RECIPIENTS.c.step_key: key,
            RECIPIENTS.c.recipient: who,
            RECIPIENTS.c.status: literal(Delivery.UNDER_WAY.value),
            RECIPIENTS.c.changed_at: now,
        }
        self._begin: Final = database.insert(RECIPIENTS, new).on_conflict_do_nothing()
        self._end: Final = update(RECIPIENTS).where(here).values(status=what, changed_at=now)
        self._forget: Final = delete(RECIPIENTS).where(here)

    async def known(self, step_key: str) -> Deliveries:
        """Return what has become of everybody; see the port."""

        def look(connection: Connection) -> Deliveries:
            rows = connection.execute(self._known, {"key": step_key})
            return Deliveries(
                {row.recipient: Delivery(row.status) for row in rows},
                not connection.execute(self._is_incomplete, {"key": step_key}).scalar_one(),
            )

        return await self._database.transact(look)

    async def note(
        self,
        step_key: str,
        *,
        ended: Mapping[str, Delivery | None],
        begins: Sequence[str] = (),
    ) -> frozenset[str]:
        """Note outcomes, and whom it is sent to next; see the port."""

        def work(connection: Connection) -> frozenset[str]:
            for who, what in ended.items():
                values = {"key": step_key, "who": who}
                if what is None:
                    connection.execute(self._forget, values)
                else:
                    connection.execute(self._end, values | {"what": what.value})
            return frozenset(
                who
                for who in begins
                if connection.execute(self._begin, {"key": step_key, "who": who}).rowcount
            )

        return await self._database.transact(work)
