"""Steps in the ledger: each is held by one attempt at a time, and done once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.ledger.database import STEPS, Database
from activities.steps import Claim, Claimed, Finished, StepStatus, Taken
from contracts import ContractInvalid, StepLost


class SqlSteps:
    """One row per step and revision.

    A claim is one statement. Every change after it names the claim's fencing token, so whoever
    lost a step can no longer write to it, however long it slept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        now = database.now
        self._seen = (
            STEPS.c.order_sha256,
            STEPS.c.status,
            STEPS.c.token,
            STEPS.c.holder,
            STEPS.c.result,
            (STEPS.c.lease_until - now).label("lease_left"),
            (STEPS.c.call_until - now).label("call_left"),
        )

    async def claim(
        self,
        step_key: str,
        revision: int,
        *,
        order_sha256: str | None,
        holder: str,
        lease: timedelta,
    ) -> Claimed | Taken | Finished:
        """Take a step that nobody holds; see the port."""
        now = self._database.now
        values = self._database.insert(STEPS).values(
            step_key=step_key,
            revision=revision,
            order_sha256=order_sha256 or "",
            status=StepStatus.CLAIMED.value,
            token=1,
            holder=holder,
            lease_until=now + lease.total_seconds(),
            changed_at=now,
        )
        is_free = STEPS.c.lease_until <= now
        if order_sha256 is not None:
            is_free = and_(
                is_free,
                STEPS.c.status == StepStatus.CLAIMED.value,
                STEPS.c.order_sha256.in_(["", order_sha256]),
            )
        claim = values.on_conflict_do_update(
            index_elements=["step_key", "revision"],
            set_={
                "token": STEPS.c.token + 1,
                "holder": holder,
                "lease_until": now + lease.total_seconds(),
                "changed_at": now,
                "order_sha256": case(
                    (STEPS.c.order_sha256 == "", order_sha256 or ""), else_=STEPS.c.order_sha256
                ),
            },
            where=is_free,
        ).returning(*self._seen)
        is_this = and_(STEPS.c.step_key == step_key, STEPS.c.revision == revision)

        async def claim_or_look(connection: AsyncConnection) -> tuple[bool, Any]:
            row = (await connection.execute(claim)).one_or_none()
            if row is not None:
                return True, row
            return False, (await connection.execute(select(*self._seen).where(is_this))).one()

        is_ours, row = await self._database.transact(claim_or_look)
        if is_ours:
            return Claimed(
                Claim(step_key, revision, row.token),
                StepStatus(row.status),
                row.result,
                None if row.call_left is None else timedelta(seconds=row.call_left),
            )
        if order_sha256 is not None and row.order_sha256 not in {"", order_sha256}:
            raise ContractInvalid(
                f"The step {step_key} is known with another order (digest "
                f"{row.order_sha256[:12]}…, not {order_sha256[:12]}…): what a step does is "
                "decided once, and a changed campaign needs an execution_id of its own."
            )
        if order_sha256 is not None and row.status != StepStatus.CLAIMED:
            return Finished(StepStatus(row.status), row.result)
        return Taken(row.holder, timedelta(seconds=max(row.lease_left, 0.0)))

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """Keep the step; see the port."""
        await self._change(claim, lease_until=self._database.now + lease.total_seconds())

    async def begin_call(self, claim: Claim, limit: timedelta) -> None:
        """Note that a call begins; see the port."""
        until = self._database.now + limit.total_seconds()
        await self._change(claim, call_until=until, calls=STEPS.c.calls + 1)

    async def end_call(self, claim: Claim) -> None:
        """Note that no call has had an effect; see the port."""
        await self._change(claim, call_until=None)

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """Note what the step came to; see the port."""
        await self._change(
            claim,
            status=status.value,
            result=result,
            lease_until=self._database.now,
            call_until=None if status is StepStatus.DONE else STEPS.c.call_until,
        )

    async def release(self, claim: Claim) -> None:
        """Let the step go; see the port."""
        await self._change(claim, lease_until=self._database.now)

    async def _change(self, claim: Claim, **values: Any) -> None:
        change = (
            update(STEPS)
            .where(
                STEPS.c.step_key == claim.step_key,
                STEPS.c.revision == claim.revision,
                STEPS.c.token == claim.token,
            )
            .values(changed_at=self._database.now, **values)
        )
        result = await self._database.transact(lambda connection: connection.execute(change))
        if result.rowcount != 1:
            raise StepLost(f"Another worker has taken the step {claim.step_key} over.")
