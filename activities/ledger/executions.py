"""Executions in the ledger: each is let in with one request, and how its runs ended stands."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Integer, exists, func, literal, not_, select

from activities.ledger.database import Database
from activities.ledger.identity import as_identity, check_meant, identity_of
from activities.ledger.publications import noted, steps_of
from activities.ledger.reading import texts
from activities.ledger.retries import take_over
from activities.ledger.tables import BEFORE_THE_FIRST, CONCLUSIONS, EXECUTIONS, IDENTITY
from activities.ports import Opened
from contracts import (
    CampaignPayload,
    CampaignRequest,
    ContractInvalid,
    LedgerIdentity,
    Publication,
    Unreadable,
    read_kept,
)

_BEFORE_THE_FIRST: Final = literal(BEFORE_THE_FIRST, Integer)


class SqlExecutions:
    """One row per execution, and one for each of its runs that has ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self, request: CampaignRequest, request_sha256: str, *, ran_before: bool = False
    ) -> Opened:
        """Note that a run begins, and return what is known of earlier ones; see the port."""
        epoch = _BEFORE_THE_FIRST if ran_before else IDENTITY.c.epoch
        opening = self._noting(request.execution_id, request_sha256, epoch)

        def note(connection: Connection) -> tuple[Any, Sequence[str], Sequence[Any]]:
            row = connection.execute(opening).one()
            taken: Sequence[str] = ()
            if row.outcome is None and row.request_sha256 == request_sha256:
                taken = take_over(self._database, connection, request)
            return row, taken, connection.execute(steps_of(request, self._database.now)).all()

        row, taken, steps = await self._database.transact(note)
        if row.request_sha256 != request_sha256:
            raise ContractInvalid(
                f"execution {request.execution_id} is known with a different request "
                f"(digest {row.request_sha256[:12]}…, not {request_sha256[:12]}…): "
                "a changed request needs an execution_id of its own."
            )
        return Opened(
            ledger=as_identity(row),
            outcome=None if row.outcome is None else _payload(row.outcome, request.execution_id),
            publications=noted(request, steps),
            taken_over=tuple(taken),
        )

    async def publications(self, request: CampaignRequest) -> tuple[Publication, ...] | None:
        """Return what is proven about the request's places; see the port."""
        opened = select(EXECUTIONS.c.request_sha256).where(
            EXECUTIONS.c.execution_id == str(request.execution_id)
        )

        def look(connection: Connection) -> tuple[str | None, Sequence[Any]]:
            steps = connection.execute(steps_of(request, self._database.now)).all()
            return connection.execute(opened).scalar_one_or_none(), steps

        known, steps = await self._database.transact(look)
        return noted(request, steps) if known is not None or steps else None

    async def conclude(
        self,
        payload: CampaignPayload,
        request_sha256: str,
        run_id: str,
        *,
        ledger: LedgerIdentity | None = None,
    ) -> None:
        """Note how a run ended; see the port."""
        execution = str(payload.execution_id)
        noting = self._noting(payload.execution_id, request_sha256, _BEFORE_THE_FIRST)
        new = {
            CONCLUSIONS.c.execution_id: literal(execution),
            CONCLUSIONS.c.run_id: literal(run_id),
            CONCLUSIONS.c.number: func.coalesce(func.max(CONCLUSIONS.c.number), 0) + 1,
            CONCLUSIONS.c.outcome: literal(payload.model_dump_json()),
        }
        ended = self._database.insert(
            CONCLUSIONS, new, CONCLUSIONS.c.execution_id == execution
        ).on_conflict_do_nothing(index_elements=["execution_id", "run_id"])

        def note(connection: Connection) -> None:
            if ledger is not None:
                check_meant(identity_of(connection), ledger)
            # It holds the execution's row until the end, so two runs do not get one number.
            if connection.execute(noting).one().request_sha256 == request_sha256:
                connection.execute(ended)

        await self._database.transact(note)

    async def count_duplicate(self, execution_id: UUID) -> int:
        """Count one more suppressed start and return how many there were.

        Raises:
            Infrastructure: The database does not answer.
        """
        new = {
            EXECUTIONS.c.execution_id: literal(str(execution_id)),
            EXECUTIONS.c.duplicates: literal(1),
            EXECUTIONS.c.epoch: _BEFORE_THE_FIRST,
        }
        values = self._database.insert(EXECUTIONS, new)
        statement = values.on_conflict_do_update(
            index_elements=["execution_id"], set_={"duplicates": EXECUTIONS.c.duplicates + 1}
        ).returning(EXECUTIONS.c.duplicates)
        return await self._database.transact(
            lambda connection: int(connection.execute(statement).scalar_one())
        )

    def unended(self) -> AsyncGenerator[list[str]]:
        """Return the request's digest of every execution without an outcome, some at a time.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        ended = exists().where(CONCLUSIONS.c.execution_id == EXECUTIONS.c.execution_id)
        key, request = [EXECUTIONS.c.execution_id], EXECUTIONS.c.request_sha256
        return texts(self._database, key, request, not_(ended))

    def outcomes(self) -> AsyncGenerator[list[str]]:
        """Return the payload of every run that has ended, as JSON, some at a time.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            Infrastructure: The database does not answer.
        """
        key = [CONCLUSIONS.c.execution_id, CONCLUSIONS.c.run_id]
        return texts(self._database, key, CONCLUSIONS.c.outcome)

    def _noting(self, execution_id: UUID, request_sha256: str, epoch: Any) -> Any:
        """Return the statement that notes an execution, and gives what is known of it."""
        new = {
            EXECUTIONS.c.execution_id: literal(str(execution_id)),
            EXECUTIONS.c.request_sha256: literal(request_sha256),
            EXECUTIONS.c.epoch: epoch,
        }
        values = self._database.insert(EXECUTIONS, new)
        known = func.coalesce(EXECUTIONS.c.request_sha256, values.excluded.request_sha256)
        last = (
            select(CONCLUSIONS.c.outcome)
            .where(CONCLUSIONS.c.execution_id == str(execution_id))
            .order_by(CONCLUSIONS.c.number.desc())
            .limit(1)
        )
        return values.on_conflict_do_update(
            index_elements=["execution_id"], set_={"request_sha256": known}
        ).returning(
            EXECUTIONS.c.request_sha256,
            EXECUTIONS.c.epoch,
            select(IDENTITY.c.id).scalar_subquery().label("id"),
            last.scalar_subquery().label("outcome"),
        )


def _payload(outcome: str, execution_id: UUID) -> CampaignPayload:
    try:
        return read_kept(CampaignPayload, outcome)
    except Unreadable as error:
        raise Unreadable(f"The outcome of execution {execution_id}: {error}.") from error
