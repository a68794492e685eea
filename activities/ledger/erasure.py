"""What the ledger has of a tenant's words, and taking it away; that each execution was stays.

Rule 1: an execution of the tenant's has a tombstone before anything else of it goes, so that at no
moment it could run again; its publications keep what proves them.
Rule 2: an execution that is another tenant's is never touched, whoever has used its id.
Rule 3: what is done twice is done once, and whatever stops it, the next time goes on.
"""

from collections.abc import AsyncGenerator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, tuple_, update

from activities.ledger.database import Database
from activities.ledger.tables import CONCLUSIONS, STEPS, STOPS
from activities.ledger.tombstones import (
    Claimant,
    bury,
    claimed,
    forget_recipients,
    mailings_among,
    publishes,
    silence,
    unburied,
    unended,
    wordy,
)
from contracts.names import step_named
from domain.tombstones import ERASED, campaign_of

__all__ = ["Claimant", "SqlErasure", "Words"]

T = TypeVar("T")

_PAGE: Final = 200
"""Rows that one transaction reads or changes."""
_KEYS: Final = 2000
"""Keys of steps that are read at a time."""


@dataclass(frozen=True)
class Words:
    """How much in the ledger says more of a tenant than that something was."""

    executions: int = 0
    steps: int = 0
    recipients: int = 0
    stops: int = 0


class SqlErasure:
    """Goes through the ledger beside those who work with it: no transaction outlasts a page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def concluded(self, tenant_id: UUID) -> Mapping[UUID, UUID]:
        """Return the campaign of every execution of a tenant's that has ended here.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        found: dict[UUID, UUID] = {}
        key = (CONCLUSIONS.c.execution_id, CONCLUSIONS.c.run_id)
        # The text is only a beginning: whose an outcome is, it says in its own field.
        mentioned = CONCLUSIONS.c.outcome.contains(str(tenant_id))
        rows = select(*key, CONCLUSIONS.c.outcome).where(mentioned).order_by(*key).limit(_PAGE)
        async for page in self._pages(rows, *key):
            for row in page:
                campaign = campaign_of(row.outcome, tenant_id)
                if campaign is not None:
                    found[UUID(row.execution_id)] = campaign
        return found

    async def owned(self, tenant_id: UUID, claimants: Collection[Claimant]) -> Mapping[UUID, UUID]:
        """Return the campaign of every execution of a tenant's: those that ended here, and claimed.

        What the ledger knows with another request is somebody else's, and left out.

        Raises:
            ContractInvalid: See `concluded`.
            Infrastructure: See `concluded`.
        """
        found = dict(await self.concluded(tenant_id))
        for some in _batches([one for one in claimants if one.execution_id not in found]):
            found |= await self._database.transact(partial(claimed, claimants=some))
        return found

    async def doubtful(self, executions: Collection[UUID]) -> Sequence[UUID]:
        """Return those that came to no end of their own, and have begun to publish.

        What is out of them is known by their steps alone, and a late worker may still go on.

        Raises:
            ContractInvalid: See `concluded`.
            Infrastructure: See `concluded`.
        """
        cut_off: set[UUID] = set()
        for some in _batches(list(executions)):
            cut_off |= await self._database.transact(partial(unended, executions=some))
        found: set[UUID] = set()
        async for keys in self._steps_of(cut_off):
            names = [step_named(key) for key in keys if publishes(key)]
            found |= {name.execution_id for name in names if name is not None}
        return sorted(found)

    async def words(self, tenant_id: UUID, executions: Mapping[UUID, UUID]) -> Words:
        """Count what of a tenant and of these executions, by campaign, is more than a tombstone.

        Raises:
            ContractInvalid: See `concluded`.
            Infrastructure: See `concluded`.
        """
        unended = steps = recipients = 0
        for some in _batches(list(executions)):
            unended += await self._database.transact(partial(unburied, executions=some))
        async for keys in self._steps_of(executions):
            more, letters = await self._database.transact(partial(wordy, keys=keys))
            steps, recipients = steps + more, recipients + letters
        spoken = select(func.count()).where(_lifted(tenant_id))
        stops = await self._database.transact(lambda here: here.execute(spoken).scalar_one())
        return Words(unended, steps, recipients, int(stops))

    async def erase(self, tenant_id: UUID, executions: Mapping[UUID, UUID]) -> None:
        """Leave of a tenant and of these executions, by campaign, no more than tombstones.

        Whoever still holds one of their steps has lost it. Stops that are in force stay whole.

        Raises:
            ContractInvalid: See `concluded`.
            Infrastructure: See `concluded`.
        """
        for some in _batches(list(executions.items())):
            await self._database.transact_politely(
                partial(bury, tenant_id=tenant_id, executions=some)
            )
        async for keys in self._steps_of(executions):
            await self._database.transact_politely(
                partial(silence, keys=keys, now=self._database.now)
            )
            for key in await self._database.transact(partial(mailings_among, keys=keys)):
                while await self._database.transact_politely(partial(forget_recipients, key=key)):
                    pass
        silent = update(STOPS).where(_lifted(tenant_id)).values(why=ERASED)
        await self._database.transact(lambda here: here.execute(silent))

    async def _steps_of(self, executions: Collection[UUID]) -> AsyncGenerator[Sequence[str]]:
        """Return the keys of all steps of these executions, some at a time."""
        key = STEPS.c.step_key
        async for page in self._pages(select(key).distinct().order_by(key).limit(_KEYS), key):
            ours = [
                row.step_key
                for row in page
                if (name := step_named(row.step_key)) and name.execution_id in executions
            ]
            for some in _batches(ours):
                yield some

    async def _pages(self, first: Any, *key: ColumnElement[Any]) -> AsyncGenerator[Sequence[Any]]:
        def read(connection: Connection, statement: Any) -> Sequence[Any]:
            return connection.execute(statement).all()

        rows = await self._database.transact(partial(read, statement=first))
        while rows:
            yield rows
            further = first.where(tuple_(*key) > tuple_(*rows[-1][: len(key)]))
            rows = await self._database.transact(partial(read, statement=further))


def _lifted(tenant_id: UUID) -> ColumnElement[bool]:
    """Tell whether a stop of the tenant's is over and still says why it was."""
    return and_(
        STOPS.c.tenant_id == str(tenant_id),
        STOPS.c.lifted_at.is_not(None),
        STOPS.c.why != literal(ERASED),
    )


def _batches(ones: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(ones), _PAGE):
        yield ones[start : start + _PAGE]
