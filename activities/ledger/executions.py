"""Executions in the ledger: each is let in with one request, and its outcome stands for ever."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func

from activities.ledger.database import EXECUTIONS, Database
from activities.ledger.reading import texts
from contracts import CampaignPayload, ContractInvalid, Unreadable, read_kept


class SqlExecutions:
    """One row per execution."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, execution_id: UUID, request_sha256: str) -> CampaignPayload | None:
        """Note that an execution begins; return its outcome when it has already ended.

        Raises:
            ContractInvalid: The execution is known with a different request, or its outcome
                does not fit the contract.
            PlatformUnavailable: The database does not answer.
        """
        values = self._database.insert(EXECUTIONS).values(
            execution_id=str(execution_id), request_sha256=request_sha256
        )
        known = func.coalesce(EXECUTIONS.c.request_sha256, values.excluded.request_sha256)
        row = await self._row(
            values.on_conflict_do_update(
                index_elements=["execution_id"], set_={"request_sha256": known}
            ).returning(EXECUTIONS.c.request_sha256, EXECUTIONS.c.outcome)
        )
        if row.request_sha256 != request_sha256:
            raise ContractInvalid(
                f"execution {execution_id} is known with a different request "
                f"(digest {row.request_sha256[:12]}…, not {request_sha256[:12]}…): "
                "a changed request needs an execution_id of its own."
            )
        if row.outcome is None:
            return None
        try:
            return read_kept(CampaignPayload, row.outcome)
        except Unreadable as error:
            raise ContractInvalid(
                f"The recorded outcome of execution {execution_id} does not fit: {error}."
            ) from error

    async def conclude(self, payload: CampaignPayload, request_sha256: str) -> None:
        """Note how an execution ended; the first conclusion of the same request stands.

        Raises:
            PlatformUnavailable: The database does not answer.
        """
        values = self._database.insert(EXECUTIONS).values(
            execution_id=str(payload.execution_id),
            request_sha256=request_sha256,
            concluded_at=func.current_timestamp(),
            outcome=payload.model_dump_json(),
        )
        conclusion: Executable = values.on_conflict_do_update(
            index_elements=["execution_id"],
            set_={
                "outcome": values.excluded.outcome,
                "request_sha256": values.excluded.request_sha256,
                "concluded_at": func.current_timestamp(),
            },
            where=EXECUTIONS.c.outcome.is_(None)
            & (
                EXECUTIONS.c.request_sha256.is_(None)
                | (EXECUTIONS.c.request_sha256 == values.excluded.request_sha256)
            ),
        )
        await self._database.transact(lambda connection: connection.execute(conclusion))

    async def count_duplicate(self, execution_id: UUID) -> int:
        """Count one more suppressed start and return how many there were.

        Raises:
            PlatformUnavailable: The database does not answer.
        """
        values = self._database.insert(EXECUTIONS).values(
            execution_id=str(execution_id), duplicates=1
        )
        row = await self._row(
            values.on_conflict_do_update(
                index_elements=["execution_id"],
                set_={"duplicates": EXECUTIONS.c.duplicates + 1},
            ).returning(EXECUTIONS.c.duplicates)
        )
        return int(row.duplicates)

    def outcomes(self) -> AsyncGenerator[list[str]]:
        """Return the payload of every execution that has ended, as JSON, some at a time.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            PlatformUnavailable: The database does not answer.
        """
        return texts(self._database, [EXECUTIONS.c.execution_id], EXECUTIONS.c.outcome)

    async def _row(self, statement: Any) -> Any:
        return await self._database.transact(lambda connection: connection.execute(statement).one())
