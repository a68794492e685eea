"""Steps in the ledger: each is held by one attempt at a time, and done once."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Integer,
    String,
    Update,
    and_,
    bindparam,
    case,
    exists,
    literal,
    not_,
    null,
    or_,
    select,
    update,
)

from activities.ledger.database import Database
from activities.ledger.identity import as_identity, check_meant
from activities.ledger.reading import texts
from activities.ledger.stops import first_that_holds, stops_that_hold
from activities.ledger.tables import IDENTITY, STEPS
from activities.ports import Claim, Claimed, Finished, Reach, StepStatus, Taken
from contracts import ContractInvalid, LedgerIdentity, StepLost, Stopped

TOKENS_OF_AN_EPOCH: Final = 2**32
"""Tokens begin anew, and higher, after a restore: whoever still holds one that was forgotten must
not write in the name of whoever was given it a second time."""
_FIRST_EPOCH: Final = 1
_TOLERATED: Final = 1.0
"""Seconds by which a clock may have gone back before a lease is not believed any more."""


class SqlSteps:
    """One row per step and revision.

    A claim is one statement. Every change after it names the claim's fencing token, so whoever
    lost a step can no longer write to it, however long it slept. The database's clock decides only
    how soon a step is free: a lease that lies further ahead than a lease can be, because the clock
    went back, holds nobody up. Statements are put together once: that takes as long as it takes the
    database to carry one out.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        now = database.now
        key, said = bindparam("key", type_=String), bindparam("said", type_=String)
        revision, since = bindparam("which", type_=Integer), bindparam("since", type_=Integer)
        meant, seconds = bindparam("meant", type_=String), bindparam("seconds", type_=Double)
        epoch = select(IDENTITY.c.epoch).scalar_subquery()
        before_first = (IDENTITY.c.epoch - 1) * literal(TOKENS_OF_AN_EPOCH)
        floor = select(before_first).scalar_subquery()
        seen = (
            STEPS.c.input_sha256,
            STEPS.c.status,
            STEPS.c.token,
            STEPS.c.holder,
            STEPS.c.result,
            STEPS.c.call_seconds,
            (STEPS.c.lease_until - now).label("lease_left"),
            (STEPS.c.epoch >= epoch).label("is_complete"),
            (STEPS.c.token == floor + 1).label("is_new"),
        )
        is_free = or_(
            STEPS.c.lease_until <= now,
            STEPS.c.lease_until > now + STEPS.c.lease_seconds + _TOLERATED,
        )
        is_unfinished = STEPS.c.status == StepStatus.CLAIMED.value
        is_this_order = or_(STEPS.c.input_sha256 == "", STEPS.c.input_sha256 == said)
        is_meant = and_(or_(meant == "", IDENTITY.c.id == meant), IDENTITY.c.epoch >= since)

        def claim_where(condition: ColumnElement[bool]) -> Any:
            # A ledger that is not meant has no row to insert, and so notes nothing.
            new = {
                STEPS.c.step_key: key,
                STEPS.c.revision: revision,
                STEPS.c.input_sha256: said,
                STEPS.c.status: literal(StepStatus.CLAIMED.value),
                STEPS.c.token: before_first + 1,
                STEPS.c.holder: bindparam("who", type_=String),
                STEPS.c.lease_until: now + seconds,
                STEPS.c.lease_seconds: seconds,
                STEPS.c.epoch: since,
                STEPS.c.changed_at: now,
            }
            values = database.insert(STEPS, new, is_meant)
            return values.on_conflict_do_update(
                index_elements=["step_key", "revision"],
                set_={
                    "token": case((STEPS.c.token <= floor, floor + 2), else_=STEPS.c.token + 1),
                    "holder": values.excluded.holder,
                    "lease_until": values.excluded.lease_until,
                    "lease_seconds": values.excluded.lease_seconds,
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
        here = and_(STEPS.c.step_key == key, STEPS.c.revision == revision)
        self._look = select(*seen, IDENTITY.c.id, IDENTITY.c.epoch).select_from(
            IDENTITY.join(STEPS, here, isouter=True)
        )

        def change(*conditions: ColumnElement[bool], **values: Any) -> Update:
            fence = bindparam("fence", type_=BigInteger)
            # A claim from before a restore is nobody's any more, also where its token fits again.
            held = and_(here, STEPS.c.token == fence, fence > floor, *conditions)
            return update(STEPS).where(held).values(changed_at=now, **values)

        outcome = {"status": bindparam("what"), "result": bindparam("text"), "lease_until": now}
        self._renew = change(lease_until=now + seconds, lease_seconds=seconds)
        begun = {"call_seconds": seconds, "calls": STEPS.c.calls + 1}
        self._begin_call = change(**begun)
        self._begin_publishing = change(not_(exists(stops_that_hold())), **begun)
        self._call_is_over = change(call_seconds=0.0)
        self._end_call = change(call_seconds=null(), epoch=epoch)
        self._finish_done = change(**outcome, call_seconds=null(), epoch=epoch)
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
        ledger: LedgerIdentity | None = None,
    ) -> Claimed | Taken | Finished:
        """Take a step that nobody holds; see the port."""
        statement = self._claim_to_settle if input_sha256 is None else self._claim_to_work
        values = {
            "key": step_key,
            "which": revision,
            "said": input_sha256 or "",
            "who": holder,
            "seconds": lease.total_seconds(),
            "meant": "" if ledger is None else str(ledger.id),
            "since": _FIRST_EPOCH if ledger is None else ledger.epoch,
        }

        def claim_or_look(connection: Connection) -> tuple[bool, Any]:
            row = connection.execute(statement, values).one_or_none()
            if row is not None:
                return True, row
            which = {"key": step_key, "which": revision}
            return False, connection.execute(self._look, which).one()

        is_ours, row = await self._database.transact(claim_or_look)
        if is_ours:
            return Claimed(
                Claim(step_key, revision, row.token),
                StepStatus(row.status),
                row.result,
                None if row.call_seconds is None else timedelta(seconds=row.call_seconds),
                input_sha256=row.input_sha256,
                is_new=bool(row.is_new),
                is_complete=bool(row.is_complete),
            )
        if ledger is not None:
            check_meant(as_identity(row), ledger)
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

    async def begin_call(
        self, claim: Claim, limit: timedelta, publishes: Reach | None = None
    ) -> None:
        """Note that a call begins; see the port.

        Whether a stop holds it is asked by the very statement that notes it: so there is no moment
        between the two, and nobody can forget to ask.
        """
        if publishes is None:
            await self._change(self._begin_call, claim, seconds=limit.total_seconds())
            return
        reach = {"tenant": str(publishes.tenant_id), "channel": publishes.channel}
        try:
            await self._change(
                self._begin_publishing, claim, seconds=limit.total_seconds(), **reach
            )
        except StepLost:
            stop = await self._database.transact(partial(first_that_holds, reach=reach))
            if stop is not None:
                raise Stopped(f"Nothing was sent: {stop}.") from None
            raise

    async def call_is_over(self, claim: Claim) -> None:
        """Note that an open call can have no effect any more; see the port."""
        await self._change(self._call_is_over, claim)

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
            Infrastructure: The database does not answer.
        """
        return texts(self._database, [STEPS.c.step_key, STEPS.c.revision], STEPS.c.result)

    async def _change(self, statement: Update, claim: Claim, **values: Any) -> None:
        fence = {"key": claim.step_key, "which": claim.revision, "fence": claim.token}
        rows = await self._database.transact(
            lambda connection: connection.execute(statement, fence | values).rowcount
        )
        if rows != 1:
            raise StepLost(f"Another worker has taken the step {claim.step_key} over.")
