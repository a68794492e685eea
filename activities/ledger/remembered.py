"""What the ledger keeps of one execution, for people who look back at it: nothing is noted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from activities.ledger.database import Database
from activities.ledger.tables import CONCLUSIONS, EXECUTIONS, STEPS
from activities.ports import StepStatus
from contracts import CampaignPayload, CampaignState, Place, Unreadable, read_kept, step_key


@dataclass(frozen=True)
class RememberedStep:
    """One step of one revision, as its row stands."""

    step_key: str
    revision: int
    status: StepStatus
    token: int
    """The fencing token: 1 is the first holder, and each later one has a greater number."""
    holder: str
    """The worker that had it last."""
    calls: int
    """Calls to a channel that were begun."""
    is_open: bool
    """Whether a call began whose outcome nobody has noted."""
    input_sha256: str | None
    """Digest of what was ordered; `None` when nothing was: it was settled first, or taken over."""
    result_sha256: str | None
    """Digest of the result's text as it is kept; `None` while there is none."""
    changed_at: datetime


@dataclass(frozen=True)
class Remembered:
    """One execution."""

    request_sha256: str | None
    """`None` when nothing but duplicates of it were counted."""
    outcome: CampaignPayload | None
    """How the last run that ended of itself did; `None` when none has."""


class SqlRemembered:
    """Reads what other parts of the ledger wrote."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def execution(self, execution_id: UUID) -> Remembered | None:
        """Return what is known of an execution; `None` when it never began here.

        Raises:
            Infrastructure: The database does not answer.
            Unreadable: A later release wrote its outcome, in words that this one does not know.
        """
        key = str(execution_id)
        known = select(EXECUTIONS.c.request_sha256).where(EXECUTIONS.c.execution_id == key)
        last = (
            select(CONCLUSIONS.c.outcome)
            .where(CONCLUSIONS.c.execution_id == key)
            .order_by(CONCLUSIONS.c.number.desc())
            .limit(1)
        )

        def look(connection: Connection) -> tuple[Any, str | None]:
            row = connection.execute(known).one_or_none()
            return row, connection.execute(last).scalar_one_or_none()

        row, outcome = await self._database.transact(look)
        if row is None:
            return None
        try:
            payload = None if outcome is None else read_kept(CampaignPayload, outcome)
        except Unreadable as error:
            raise Unreadable(f"The outcome of execution {execution_id}: {error}.") from error
        return Remembered(row.request_sha256, payload)

    async def steps(self, payload: CampaignPayload) -> Sequence[RememberedStep]:
        """Return every step of a campaign's run, in the order in which they last changed.

        Raises:
            Infrastructure: The database does not answer.
        """
        places = [None, *map(Place.parse, payload.places)]
        keys = [
            step_key(payload.campaign_id, payload.execution_id, state, place)
            for state in CampaignState
            for place in places
        ]
        # Whole keys: every database answers them by its index, whatever order its texts have.
        wanted = (
            select(STEPS)
            .where(STEPS.c.step_key.in_(keys))
            .order_by(STEPS.c.changed_at, STEPS.c.step_key, STEPS.c.revision)
        )
        rows = await self._database.transact(lambda connection: connection.execute(wanted).all())
        return [_step(row) for row in rows]


def _step(row: Any) -> RememberedStep:
    result = row.result
    return RememberedStep(
        step_key=row.step_key,
        revision=row.revision,
        status=StepStatus(row.status),
        token=row.token,
        holder=row.holder,
        calls=row.calls,
        is_open=row.call_seconds is not None,
        input_sha256=row.input_sha256 or None,
        result_sha256=None if result is None else hashlib.sha256(result.encode()).hexdigest(),
        changed_at=datetime.fromtimestamp(row.changed_at, UTC),
    )
