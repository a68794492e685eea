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
    and_,
    delete,
    exists,
    func,
    select,
)

from activities.ledger.database import Database
from activities.ledger.tables import CONCLUSIONS, EXECUTIONS, RECIPIENTS, STEPS
from activities.ledger.tombstones import mailings_among
from activities.ports import StepStatus
from contracts import CampaignState
from contracts.names import retry_id, step_named

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
        old = STEPS.c.changed_at < before
        first = (
            select(STEPS.c.step_key).where(old).distinct().order_by(STEPS.c.step_key).limit(_PAGE)
        )
        keys = await self._database.transact(partial(_keys, statement=first))
        while keys:
            steps, mailings = await self._database.transact(partial(_old, keys=keys, before=before))
            if steps:
                yield Outlived(steps=await self._gone(steps, old, removing=removing))
            for key in mailings:
                async for recipients in self._recipients(key, removing=removing):
                    yield Outlived(recipients=recipients)
            further = first.where(STEPS.c.step_key > keys[-1])
            keys = await self._database.transact(partial(_keys, statement=further))

    async def _gone(self, keys: Sequence[str], old: ColumnElement[bool], *, removing: bool) -> int:
        # Asked again by the statement itself: somebody may have claimed one meanwhile.
        free = and_(STEPS.c.step_key.in_(keys), old, STEPS.c.lease_until <= self._database.now)
        if removing:
            return await self._database.transact_politely(
                lambda connection: connection.execute(delete(STEPS).where(free)).rowcount
            )
        count = select(func.count()).where(free)
        return await self._database.transact(
            lambda connection: int(connection.execute(count).scalar_one())
        )

    async def _recipients(self, key: str, *, removing: bool) -> AsyncGenerator[int]:
        here = RECIPIENTS.c.step_key == key
        count = select(func.count()).where(here, _is_done(key))
        some = select(RECIPIENTS.c.recipient).where(here).limit(_RECIPIENTS)
        going = delete(RECIPIENTS).where(here, RECIPIENTS.c.recipient.in_(some), _is_done(key))

        if not removing:
            yield await self._database.transact(
                lambda connection: int(connection.execute(count).scalar_one())
            )
            return
        while number := await self._database.transact_politely(
            lambda connection: connection.execute(going).rowcount
        ):
            yield number


def _keys(connection: Connection, *, statement: Any) -> Sequence[str]:
    return connection.execute(statement).scalars().all()


def _old(
    connection: Connection, *, keys: Sequence[str], before: float
) -> tuple[list[str], Sequence[str]]:
    """Return which of these steps nothing can need, and which mailings need no recipients."""
    named = {key: name for key in keys if (name := step_named(key)) is not None}
    ended = _ended(connection, {name.execution_id for name in named.values()}, before)
    steps = [
        key
        for key, name in named.items()
        if name.state is not CampaignState.PUBLISH and ended.get(name.execution_id)
    ]
    published = [
        key
        for key, name in named.items()
        if name.state is CampaignState.PUBLISH and name.execution_id in ended
    ]
    return steps, mailings_among(connection, keys=published)


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
