"""Emergency stops hold what they are about, from the moment they are set until they are lifted."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from activities.ledger import SqlLedger
from activities.ports import Claim, Claimed, Reach
from contracts import Stop, Stopped
from tests.support.builders import TENANT

ORDER = "a" * 64
OTHER = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0009")
LIMIT = timedelta(seconds=10)
SCOPES = {
    "everything": (None, None),
    "the tenant": (TENANT, None),
    "the channel": (None, "x"),
    "the tenant's channel": (TENANT, "x"),
}
HELD = [
    pytest.param(scope, reach, held, id=f"{name}, {of}")
    for name, scope in SCOPES.items()
    for of, reach, held in (
        ("this", Reach(TENANT, "x"), True),
        ("another tenant", Reach(OTHER, "x"), scope[0] is None),
        ("another channel", Reach(TENANT, "email"), scope[1] is None),
        ("another of both", Reach(OTHER, "email"), scope == (None, None)),
    )
]


async def claim_of(ledger: SqlLedger) -> Claim:
    """Hold a step."""
    answer = await ledger.steps.claim("step", 0, order_sha256=ORDER, holder="me", lease=LIMIT)
    assert isinstance(answer, Claimed)
    return answer.claim


async def stop(ledger: SqlLedger, tenant: UUID | None = None, channel: str | None = None) -> Stop:
    """Set a stop."""
    return await ledger.stops.set(tenant, channel, why="a wrong price", by="ada")


@pytest.mark.parametrize(("scope", "reach", "held"), HELD)
async def test_a_stop_holds_what_it_is_about_and_nothing_else(
    ledger: SqlLedger, scope: tuple[UUID | None, str | None], reach: Reach, *, held: bool
) -> None:
    """A tenant or a channel can be stopped alone, or a channel of a tenant, or everything."""
    claim = await claim_of(ledger)
    told = await stop(ledger, *scope)

    assert told.holds(reach.tenant_id, reach.channel) is held
    if not held:
        await ledger.steps.begin_call(claim, LIMIT, reach)
        return
    with pytest.raises(Stopped, match=r"Nothing was sent: ada has stopped .*: a wrong price"):
        await ledger.steps.begin_call(claim, LIMIT, reach)


async def test_what_is_stopped_leaves_no_note_of_a_call(ledger: SqlLedger) -> None:
    """Nobody has to look later what became of a call that was not made."""
    claim = await claim_of(ledger)
    await stop(ledger)

    with pytest.raises(Stopped):
        await ledger.steps.begin_call(claim, LIMIT, Reach(TENANT, "x"))

    await ledger.steps.release(claim)
    again = await ledger.steps.claim("step", 0, order_sha256=ORDER, holder="me", lease=LIMIT)
    assert isinstance(again, Claimed)
    assert again.call_left is None


async def test_what_makes_nothing_public_is_not_stopped(ledger: SqlLedger) -> None:
    """A post can be taken back while everything is stopped."""
    claim = await claim_of(ledger)
    await stop(ledger)

    await ledger.steps.begin_call(claim, LIMIT)


async def test_what_is_lifted_goes_on(ledger: SqlLedger) -> None:
    """Whoever lifts a stop by its name lets go on what it held, and nothing else."""
    claim = await claim_of(ledger)
    first, second = await stop(ledger), await stop(ledger, channel="x")

    lifted = await ledger.stops.lift(first.name, by="bob")
    with pytest.raises(Stopped, match="on x"):
        await ledger.steps.begin_call(claim, LIMIT, Reach(TENANT, "x"))
    await ledger.stops.lift(second.name, by="bob")

    assert lifted == first
    await ledger.steps.begin_call(claim, LIMIT, Reach(TENANT, "x"))


async def test_stops_in_force_are_listed_oldest_first(ledger: SqlLedger) -> None:
    """Who looks sees who stopped what, since when and why, and nothing that was lifted."""
    told = [await stop(ledger, TENANT), await stop(ledger), await stop(ledger, channel="email")]
    await ledger.stops.lift(told[1].name, by="bob")

    known = await ledger.stops.current()

    assert known == [told[0], told[2]]
    assert [one.scope for one in known] == [
        f"all publishing of tenant {TENANT}",
        "all publishing on email",
    ]
    assert abs(known[0].since - datetime.now(UTC)) < timedelta(minutes=1)
    assert str(known[1]).startswith("ada has stopped all publishing on email since 20")
    assert str(known[1]).endswith(": a wrong price; it goes on when stop3 is lifted")


async def test_a_name_is_never_used_again(ledger: SqlLedger) -> None:
    """Whoever lifts a stop by a name that he wrote down does not lift somebody else's."""
    await ledger.stops.lift((await stop(ledger)).name, by="bob")

    again = await stop(ledger)

    assert again.name == "stop2"
    assert await ledger.stops.lift("stop1", by="bob") is None
    assert await ledger.stops.current() == [again]


async def test_stops_that_are_set_at_once_have_names_of_their_own(ledger: SqlLedger) -> None:
    """Several people who stop everything at the same moment have set a stop each."""
    told = await asyncio.gather(*(stop(ledger) for _ in range(9)))

    assert sorted(one.name for one in told) == sorted(f"stop{number}" for number in range(1, 10))
