"""Tombstones in the ledger's tables: what is put there, what goes, and what is not one yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update

from activities.ledger.tables import (
    BEFORE_THE_FIRST,
    CONCLUSIONS,
    EXECUTIONS,
    RECIPIENTS,
    STEPS,
)
from activities.ports import StepStatus
from contracts import CampaignState
from contracts.names import step_named
from domain.tombstones import (
    ERASED,
    outcome_left,
    outcome_of_unconcluded,
    publication_left,
)

_RECIPIENTS: Final = 1000
"""Recipients that one transaction takes away: some milliseconds."""


@dataclass(frozen=True)
class Claimant:
    """An execution that somebody beside the ledger knows as a tenant's."""

    execution_id: UUID
    campaign_id: UUID
    request_sha256: str
    """Digest of its request: whose execution it is follows from that."""


def claimed(connection: Connection, *, claimants: Sequence[Claimant]) -> Mapping[UUID, UUID]:
    """Return those of the claimants whose execution is theirs, as far as is known here."""
    ids = [str(one.execution_id) for one in claimants]
    known = select(EXECUTIONS.c.execution_id, EXECUTIONS.c.request_sha256).where(
        EXECUTIONS.c.execution_id.in_(ids)
    )
    digests = {row.execution_id: row.request_sha256 for row in connection.execute(known)}
    ended = select(CONCLUSIONS.c.execution_id).where(CONCLUSIONS.c.execution_id.in_(ids))
    others = set(connection.execute(ended).scalars())  # whose the ended are, they say themselves
    found: dict[UUID, UUID] = {}
    for one in claimants:
        execution = str(one.execution_id)
        request = digests.get(execution)
        if request == one.request_sha256 or (request is None and execution not in others):
            found[one.execution_id] = one.campaign_id
    return found


def unended(connection: Connection, *, executions: Sequence[UUID]) -> set[UUID]:
    """Return the executions of which no outcome that can be read is known."""
    ids = [str(one) for one in executions]
    rows = connection.execute(
        select(CONCLUSIONS.c.execution_id, CONCLUSIONS.c.outcome).where(
            CONCLUSIONS.c.execution_id.in_(ids)
        )
    ).all()
    ended = {row.execution_id for row in rows if _left_of(row.outcome) is not None}
    return {one for one in executions if str(one) not in ended}


def unburied(connection: Connection, *, executions: Sequence[UUID]) -> int:
    """Count executions without an outcome, or with one that says more than has to be known."""
    ids = [str(one) for one in executions]
    rows = connection.execute(
        select(CONCLUSIONS.c.execution_id, CONCLUSIONS.c.outcome).where(
            CONCLUSIONS.c.execution_id.in_(ids)
        )
    ).all()
    wordy = {row.execution_id for row in rows if _left_of(row.outcome) != row.outcome}
    return len(wordy) + len(set(ids) - {row.execution_id for row in rows})


def bury(
    connection: Connection, *, tenant_id: UUID, executions: Sequence[tuple[UUID, UUID]]
) -> None:
    """Put a tombstone in the place of every outcome, and where there is none."""
    ids = [str(execution) for execution, _ in executions]
    rows = connection.execute(select(CONCLUSIONS).where(CONCLUSIONS.c.execution_id.in_(ids))).all()
    concluded = {row.execution_id for row in rows}
    for execution, campaign in executions:
        if str(execution) not in concluded:
            _conclude(connection, tenant_id, execution, campaign)
    campaigns = {str(execution): campaign for execution, campaign in executions}
    for row in rows:
        left = _left_of(row.outcome) or outcome_of_unconcluded(
            campaigns[row.execution_id], tenant_id, UUID(row.execution_id)
        )
        if left != row.outcome:
            connection.execute(
                update(CONCLUSIONS)
                .where(
                    CONCLUSIONS.c.execution_id == row.execution_id,
                    CONCLUSIONS.c.run_id == row.run_id,
                )
                .values(outcome=left)
            )


def _conclude(connection: Connection, tenant_id: UUID, execution: UUID, campaign: UUID) -> None:
    known = select(EXECUTIONS.c.execution_id).where(EXECUTIONS.c.execution_id == str(execution))
    if connection.execute(known).one_or_none() is None:
        connection.execute(
            EXECUTIONS.insert().values(
                execution_id=str(execution), epoch=BEFORE_THE_FIRST, duplicates=0
            )
        )
    connection.execute(
        CONCLUSIONS.insert().values(
            execution_id=str(execution),
            run_id=ERASED,
            number=1,
            outcome=outcome_of_unconcluded(campaign, tenant_id, execution),
        )
    )


def silence(connection: Connection, *, keys: Sequence[str], now: Any) -> None:
    """Delete steps that published nothing, and leave of the others what proves them."""
    published = [key for key in keys if publishes(key)]
    others = [key for key in keys if not publishes(key)]
    connection.execute(delete(STEPS).where(STEPS.c.step_key.in_(others)))
    rows = connection.execute(select(STEPS).where(STEPS.c.step_key.in_(published))).all()
    for row in filter(_says_something, rows):
        connection.execute(
            update(STEPS)
            .where(
                STEPS.c.step_key == row.step_key,
                STEPS.c.revision == row.revision,
                # What a late worker notes in between is counted as left, and never overwritten.
                STEPS.c.changed_at == row.changed_at,
                STEPS.c.token == row.token,
            )
            .values(holder=ERASED, token=STEPS.c.token + 1, lease_until=now, **_proof(row))
        )


def _proof(row: Any) -> Mapping[str, Any]:
    if row.result is None:
        return {}
    try:
        return {"result": publication_left(row.result)}
    except ValueError:
        # Nobody can tell from it what is out, and that is what the step says from now on.
        return {"result": None, "status": StepStatus.UNKNOWN.value, "call_seconds": 0.0}


def wordy(connection: Connection, *, keys: Sequence[str]) -> tuple[int, int]:
    """Count steps that say more than has to be known, and recipients of their mailings."""
    rows = connection.execute(select(STEPS).where(STEPS.c.step_key.in_(keys))).all()
    letters = select(func.count()).where(RECIPIENTS.c.step_key.in_(keys))
    return sum(map(_says_something, rows)), int(connection.execute(letters).scalar_one())


def _says_something(row: Any) -> bool:
    if not publishes(row.step_key) or row.holder != ERASED:
        return True
    if row.result is None:
        return False
    try:
        return publication_left(row.result) != str(row.result)
    except ValueError:
        return True


def mailings_among(connection: Connection, *, keys: Sequence[str]) -> Sequence[str]:
    """Return the keys under which somebody was written to."""
    written_to = select(RECIPIENTS.c.step_key).where(RECIPIENTS.c.step_key.in_(keys)).distinct()
    return connection.execute(written_to).scalars().all()


def forget_recipients(connection: Connection, *, key: str) -> int:
    """Delete some of those to whom a mailing went, and return how many."""
    here = RECIPIENTS.c.step_key == key
    some = select(RECIPIENTS.c.recipient).where(here).limit(_RECIPIENTS)
    going = delete(RECIPIENTS).where(here, RECIPIENTS.c.recipient.in_(some))
    return connection.execute(going).rowcount


def _left_of(outcome: str) -> str | None:
    try:
        return outcome_left(outcome)
    except ValueError:
        return None


def publishes(key: str) -> bool:
    """Tell whether a step puts something out."""
    name = step_named(key)
    return name is not None and name.state is CampaignState.PUBLISH
