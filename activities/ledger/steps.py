"""Steps in the ledger: each is held by one attempt at a time, and done once."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Update,
    and_,
    bindparam,
    case,
    null,
    select,
    update,
)

from activities.ledger.database import STEPS, Database
from activities.ledger.reading import texts
from activities.ports import Claim, Claimed, Finished, StepStatus, Taken
from contracts import ContractInvalid, StepLost


class SqlSteps:
    """One row per step and revision.

    A claim is one statement. Every change after it names the claim's fencing token, so whoever
    lost a step can no longer write to it, however long it slept. Statements are put together
    once: that takes as long as it takes the database to carry one out.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        now = database.now
        later = now + bindparam("seconds", type_=Double)
        seen = (
            STEPS.c.input_sha256,
            STEPS.c.status,
            STEPS.c.token,
            STEPS.c.holder,
            STEPS.c.result,
            (STEPS.c.lease_until - now).label("lease_left"),
            (STEPS.c.call_until - now).label("call_left"),
        )
        is_free = STEPS.c.lease_until <= now
        is_unfinished = STEPS.c.status == StepStatus.CLAIMED.value
        is_this_order = STEPS.c.input_sha256.in_(["", bindparam("said")])

        def claim_where(condition: ColumnElement[bool]) -> Any:
            values = database.insert(STEPS).values(
                step_key=bindparam("key"),
                revision=bindparam("which"),
                input_sha256=bindparam("said"),
                status=StepStatus.CLAIMED.value,
                token=1,
                holder=bindparam("who"),
                lease_until=later,
                changed_at=now,
            )
            return values.on_conflict_do_update(
                index_elements=["step_key", "revision"],
                set_={
                    "token": STEPS.c.token + 1,
                    "holder": values.excluded.holder,
                    "lease_until": values.excluded.lease_until,
                    "changed_at": values.excluded.changed_at,
                    "input_sha256": case(
                        (STEPS.c.input_sha256 == "", values.excluded.input_sha256),
                        else_=STEPS.c.input_sha256,
                    ),
                },
                where=condition,
            ).returning(*seen)

        self._claim_to_work = claim_where(and_(is_free, is_unfinished, is_this_order))
        self._claim_to_settle = claim_where(is_free)
        self._look = select(*seen).where(
            STEPS.c.step_key == bindparam("key"), STEPS.c.revision == bindparam("which")
        )

        def change(**values: Any) -> Update:
            return (
                update(STEPS)
                .where(
                    STEPS.c.step_key == bindparam("key"),
                    STEPS.c.revision == bindparam("which"),
                    STEPS.c.token == bindparam("fence"),
                )
                .values(changed_at=now, **values)
            )

        outcome = {"status": bindparam("what"), "result": bindparam("text"), "lease_until": now}
        self._renew = change(lease_until=later)
        self._begin_call = change(call_until=later, calls=STEPS.c.calls + 1)
        self._end_call = change(call_until=null())
        self._finish_done = change(**outcome, call_until=null())
        self._finish_unknown = change(**outcome)
        self._release = change(lease_until=now)

    async def claim(
        self,
        step_key: str,
        revision: int,
        *,
        input_sha256: str | None,
        holder: str,
        lease: timedelta,
    ) -> Claimed | Taken | Finished:
        """Take a step that nobody holds; see the port."""
        statement = self._claim_to_settle if input_sha256 is None else self._claim_to_work
        which = {"key": step_key, "which": revision}
        values = which | {
            "said": input_sha256 or "",
            "who": holder,
            "seconds": lease.total_seconds(),
        }

        def claim_or_look(connection: Connection) -> tuple[bool, Any]:
            row = connection.execute(statement, values).one_or_none()
            if row is not None:
                return True, row
            return False, connection.execute(self._look, which).one()

        is_ours, row = await self._database.transact(claim_or_look)
        if is_ours:
            return Claimed(
                Claim(step_key, revision, row.token),
                StepStatus(row.status),
                row.result,
                None if row.call_left is None else timedelta(seconds=row.call_left),
            )
        if input_sha256 is not None and row.input_sha256 not in {"", input_sha256}:
            raise ContractInvalid(
                f"The step {step_key} is known with another order (digest "
                f"{row.input_sha256[:12]}…, not {input_sha256[:12]}…): what a step does is "
                "decided once, and a changed campaign needs an execution_id of its own."
            )
        if input_sha256 is not None and row.status != StepStatus.CLAIMED:
            return Finished(StepStatus(row.status), row.result)
        return Taken(row.holder, timedelta(seconds=max(row.lease_left, 0.0)))

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """Keep the step; see the port."""
        await self._change(self._renew, claim, seconds=lease.total_seconds())

    async def begin_call(self, claim: Claim, limit: timedelta) -> None:
        """Note that a call begins; see the port."""
        await self._change(self._begin_call, claim, seconds=limit.total_seconds())

    async def end_call(self, claim: Claim) -> None:
        """Note that no call has had an effect; see the port."""
        await self._change(self._end_call, claim)

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """Note what the step came to; see the port."""
        is_done = status is StepStatus.DONE
        statement = self._finish_done if is_done else self._finish_unknown
        await self._change(statement, claim, what=status.value, text=result)

    async def release(self, claim: Claim) -> None:
        """Let the step go; see the port."""
        await self._change(self._release, claim)

    def results(self) -> AsyncGenerator[list[str]]:
        """Return what every step came to that has a result, as JSON, some at a time.

        Raises:
            ContractInvalid: The database cannot be used by this release or user.
            PlatformUnavailable: The database does not answer.
        """
        return texts(self._database, [STEPS.c.step_key, STEPS.c.revision], STEPS.c.result)

    async def _change(self, statement: Update, claim: Claim, **values: Any) -> None:
        fence = {"key": claim.step_key, "which": claim.revision, "fence": claim.token}
        rows = await self._database.transact(
            lambda connection: connection.execute(statement, fence | values).rowcount
        )
        if rows != 1:
            raise StepLost(f"Another worker has taken the step {claim.step_key} over.")
