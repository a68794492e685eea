"""What of the ledger's rows nothing can need any more, and taking it away.

Rule 1: how an execution ended, and what became of its publications, is kept for ever: a step of
PUBLISH stays whatever its age, so that no run, reset, retry or late worker publishes twice.
Rule 2: another step goes when its execution ended long ago, nobody holds it, and no retry that has
not ended long ago may take it over. To do it again would cost money, and have no effect.
Rule 3: whom a mailing wrote to goes when its execution ended long ago and its own step is done:
then that step alone says that nobody is written to.
"""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    select,
    tuple_,
)

from activities.ledger.database import Database
from activities.ledger.tables import CONCLUSIONS, EXECUTIONS, RECIPIENTS, STEPS
from activities.ports import StepStatus
from contracts import CampaignState
from contracts.names import StepName, retry_id, step_named

_PAGE: Final = 200
"""Steps that one transaction looks at."""
_RECIPIENTS: Final = 1000
"""Recipients that one transaction takes away: some milliseconds."""


@dataclass(frozen=True)
class Outlived:
    """Numbers of rows that nothing can need any more."""

    steps: int = 0
    recipients: int = 0

    def __add__(self, other: "Outlived") -> "Outlived":
        """Return the sum."""
        return Outlived(self.steps + other.steps, self.recipients + other.recipients)


class SqlRetention:
    """Goes through the steps beside those who work on them: no transaction outlasts a page.

    Whatever stops it, what is gone is gone and the rest is as it was; two at once take away the
    same rows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def outlived(self, age: timedelta, *, removing: bool) -> AsyncGenerator[Outlived]:
        """Count what belongs to executions that ended longer ago than that, some at a time.

        Args:
            age: By the database's clock.
            removing: Whether it is taken away.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        since = await self._database.transact(
            lambda connection: connection.execute(select(self._database.now)).scalar_one()
        )
        before = float(since) - age.total_seconds()
        first = (
            select(STEPS.c.step_key, STEPS.c.revision)
            .where(STEPS.c.changed_at < before)
            .order_by(STEPS.c.step_key, STEPS.c.revision)
            .limit(_PAGE)
        )
        rows = await self._database.transact(partial(_all, statement=first))
        while rows:
            steps, mailings = await self._database.transact(partial(_old, rows=rows, before=before))
            if steps:
                gone = partial(self._steps, steps=steps, before=before, removing=removing)
                yield Outlived(steps=await self._database.transact(gone))
            for key in mailings:
                async for recipients in self._recipients(key, removing=removing):
                    yield Outlived(recipients=recipients)
            last = tuple_(rows[-1].step_key, rows[-1].revision)
            further = first.where(tuple_(STEPS.c.step_key, STEPS.c.revision) > last)
            rows = await self._database.transact(partial(_all, statement=further))

    def _steps(
        self,
        connection: Connection,
        *,
        steps: Sequence[tuple[str, int]],
        before: float,
        removing: bool,
    ) -> int:
        # Asked again by the statement itself: somebody may have claimed one meanwhile.
        free = and_(
            tuple_(STEPS.c.step_key, STEPS.c.revision).in_(steps),
            STEPS.c.changed_at < before,
            STEPS.c.lease_until <= self._database.now,
        )
        if removing:
            return connection.execute(delete(STEPS).where(free)).rowcount
        return int(connection.execute(select(func.count()).where(free)).scalar_one())

    async def _recipients(self, key: str, *, removing: bool) -> AsyncGenerator[int]:
        here = RECIPIENTS.c.step_key == key
        count = select(func.count()).where(here, _is_done(key))
        some = select(RECIPIENTS.c.recipient).where(here).limit(_RECIPIENTS)
        going = delete(RECIPIENTS).where(here, RECIPIENTS.c.recipient.in_(some), _is_done(key))

        def look(connection: Connection) -> int:
            return int(connection.execute(count).scalar_one())

        def remove(connection: Connection) -> int:
            return connection.execute(going).rowcount

        while number := await self._database.transact(remove if removing else look):
            yield number
            if not removing:
                return


def _all(connection: Connection, *, statement: Any) -> Sequence[Row[Any]]:
    return connection.execute(statement).all()


def _old(
    connection: Connection, *, rows: Sequence[Any], before: float
) -> tuple[list[tuple[str, int]], list[str]]:
    """Return which of these steps nothing can need, and which mailings need no recipients."""
    named: list[tuple[Any, StepName]] = [
        (row, name) for row in rows if (name := step_named(row.step_key)) is not None
    ]
    ended = _ended(connection, {name.execution_id for _, name in named}, before)
    steps = [
        (row.step_key, row.revision)
        for row, name in named
        if name.state is not CampaignState.PUBLISH and ended.get(name.execution_id)
    ]
    published = [
        row.step_key
        for row, name in named
        if name.state is CampaignState.PUBLISH and name.execution_id in ended
    ]
    written_to = (
        select(RECIPIENTS.c.step_key).where(RECIPIENTS.c.step_key.in_(published)).distinct()
    )
    return steps, list(connection.execute(written_to).scalars())


def _ended(
    connection: Connection, executions: Collection[UUID], before: float
) -> Mapping[UUID, bool]:
    """Return which executions ended before a moment, and whether no retry of theirs goes on."""
    retries = {retry_id(one): one for one in executions}
    ids = [str(one) for one in {*executions, *retries}]
    then = datetime.fromtimestamp(before, UTC)
    conclusions = (
        select(CONCLUSIONS.c.execution_id)
        .where(CONCLUSIONS.c.execution_id.in_(ids))
        .group_by(CONCLUSIONS.c.execution_id)
        .having(func.max(CONCLUSIONS.c.concluded_at) < then)
    )
    begun = select(EXECUTIONS.c.execution_id).where(EXECUTIONS.c.execution_id.in_(ids))
    over = {UUID(one) for one in connection.execute(conclusions).scalars()}
    known = {UUID(one) for one in connection.execute(begun).scalars()}
    going_on = {retries[one] for one in known - over if one in retries}
    return {one: one not in going_on for one in over & set(executions)}


def _is_done(key: str) -> ColumnElement[bool]:
    """Tell whether a publication is settled for ever: no call is open that may change it."""
    return exists(
        select(STEPS.c.step_key).where(
            STEPS.c.step_key == key,
            STEPS.c.status == StepStatus.DONE.value,
            STEPS.c.call_seconds.is_(None),
        )
    )
