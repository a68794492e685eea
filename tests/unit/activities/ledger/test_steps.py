"""A step is held by one attempt at a time and done once, in every database alike."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger
from activities.ports import Claim, Claimed, Finished, Reach, StepLedger, StepStatus, Taken
from contracts import ContractInvalid, StepLost
from tests.support.builders import TENANT

ORDER, OTHER_ORDER = "a" * 64, "b" * 64
LONG, OVER = timedelta(minutes=1), timedelta()
RESULT = '{"ok": "ñ"}'
REACH = Reach(TENANT, "x")


async def ask(
    ledger: SqlLedger,
    order: str | None = ORDER,
    *,
    lease: timedelta = LONG,
    holder: str = "first",
    revision: int = 0,
) -> Claimed | Taken | Finished:
    """Ask for the step."""
    return await ledger.steps.claim(
        "step", revision, order_sha256=order, holder=holder, lease=lease
    )


async def claimed(
    ledger: SqlLedger, order: str | None = ORDER, *, lease: timedelta = LONG
) -> Claimed:
    """Ask for the step and get it."""
    answer = await ask(ledger, order, lease=lease)
    assert isinstance(answer, Claimed)
    return answer


def mine(token: int, *, is_new: bool = False) -> Claimed:
    """Return what whoever gets the step is told, when nothing has been done for it."""
    claim = Claim("step", 0, token)
    return Claimed(claim, StepStatus.CLAIMED, None, order_sha256=ORDER, is_new=is_new)


async def test_a_step_is_claimed_once(ledger: SqlLedger) -> None:
    """While one worker holds a step, others learn who it is and for how long."""
    first = await ask(ledger)

    second = await ask(ledger, holder="second")

    assert first == mine(1, is_new=True)
    assert isinstance(second, Taken)
    assert second.holder == "first"
    assert timedelta(seconds=50) < second.lease_left <= LONG


async def test_another_revision_is_another_step(ledger: SqlLedger) -> None:
    """What was done for one revision of the content is done anew for the next."""
    await ask(ledger)

    other = await ask(ledger, OTHER_ORDER, revision=1)

    assert other == Claimed(
        Claim("step", 1, 1), StepStatus.CLAIMED, None, order_sha256=OTHER_ORDER, is_new=True
    )


async def test_a_step_is_free_when_its_lease_is_over(ledger: SqlLedger) -> None:
    """A worker that died holds nobody up for longer than its lease."""
    await ask(ledger, lease=timedelta(milliseconds=100))
    waited = [await ask(ledger)]

    while isinstance(waited[-1], Taken):
        waited.append(await ask(ledger))

    left = [answer.lease_left for answer in waited if isinstance(answer, Taken)]
    assert left == sorted(left, reverse=True)
    assert waited[-1] == mine(2)


async def test_a_renewed_step_stays_held(ledger: SqlLedger) -> None:
    """A worker that lives keeps its step for as long as it works."""
    first = await claimed(ledger, lease=OVER)

    await ledger.steps.renew(first.claim, LONG)

    assert isinstance(await ask(ledger), Taken)


async def test_a_released_step_is_free_at_once(ledger: SqlLedger) -> None:
    """An attempt that failed does not make the next one wait."""
    first = await claimed(ledger)

    await ledger.steps.release(first.claim)

    assert await ask(ledger) == mine(2)


WRITES: dict[str, Callable[[StepLedger, Claim], Awaitable[None]]] = {
    "renew": lambda steps, claim: steps.renew(claim, LONG),
    "begin_call": lambda steps, claim: steps.begin_call(claim, LONG),
    "begin_publishing": lambda steps, claim: steps.begin_call(claim, LONG, REACH),
    "call_is_over": lambda steps, claim: steps.call_is_over(claim),
    "end_call": lambda steps, claim: steps.end_call(claim),
    "finish": lambda steps, claim: steps.finish(claim, StepStatus.DONE, RESULT),
    "release": lambda steps, claim: steps.release(claim),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
async def test_who_lost_a_step_changes_nothing(
    ledger: SqlLedger, write: Callable[[StepLedger, Claim], Awaitable[None]]
) -> None:
    """A worker that woke up late cannot touch what its successor does."""
    stale = await claimed(ledger, lease=OVER)
    await claimed(ledger)
    before = await row(ledger)

    with pytest.raises(StepLost, match="Another worker has taken the step step over"):
        await write(ledger.steps, stale.claim)

    assert await row(ledger) == before


async def row(ledger: SqlLedger) -> tuple[object, ...]:
    """Return all that the ledger says about the step."""
    return await ledger._database.transact(
        lambda connection: tuple(connection.execute(text("SELECT * FROM steps")).one())
    )


@pytest.mark.parametrize("status", [StepStatus.DONE, StepStatus.UNKNOWN])
async def test_what_a_step_came_to_is_answered_ever_after(
    ledger: SqlLedger, status: StepStatus
) -> None:
    """A step that is over is not done again, and whoever asks has its result."""
    first = await claimed(ledger)

    await ledger.steps.finish(first.claim, status, RESULT)

    assert await ask(ledger) == Finished(status, RESULT)


async def test_one_step_has_one_order(ledger: SqlLedger) -> None:
    """Something else under the same key is refused, before, while and after it is done."""
    first = await claimed(ledger)
    with pytest.raises(ContractInvalid, match="step is known with another order"):
        await ask(ledger, OTHER_ORDER)
    await ledger.steps.release(first.claim)
    with pytest.raises(ContractInvalid, match=r"digest aaaaaaaaaaaa…, not bbbbbbbbbbbb…"):
        await ask(ledger, OTHER_ORDER)
    second = await claimed(ledger)
    await ledger.steps.finish(second.claim, StepStatus.DONE, RESULT)

    with pytest.raises(ContractInvalid, match="needs an execution_id of its own"):
        await ask(ledger, OTHER_ORDER)

    assert await ask(ledger) == Finished(StepStatus.DONE, RESULT)


async def test_settling_takes_a_step_that_nobody_began(ledger: SqlLedger) -> None:
    """A step can be closed before it is done, and the first order that comes fits it."""
    settling = await claimed(ledger, None)
    await ledger.steps.release(settling.claim)

    ordered = await ask(ledger)

    assert settling == Claimed(Claim("step", 0, 1), StepStatus.CLAIMED, None, is_new=True)
    assert ordered == mine(2)
    with pytest.raises(ContractInvalid, match="another order"):
        await ask(ledger, OTHER_ORDER)


async def test_settling_waits_for_who_holds_the_step(ledger: SqlLedger) -> None:
    """Nobody settles what another is in the middle of doing."""
    await claimed(ledger)

    answer = await ask(ledger, None, holder="settler")

    assert isinstance(answer, Taken)
    assert answer.holder == "first"


@pytest.mark.parametrize("status", [StepStatus.DONE, StepStatus.UNKNOWN])
async def test_settling_takes_a_step_that_is_over(ledger: SqlLedger, status: StepStatus) -> None:
    """What is settled begins with what is known, and its new result stands for every order."""
    first = await claimed(ledger)
    await ledger.steps.finish(first.claim, status, RESULT)

    settling = await claimed(ledger, None)
    await ledger.steps.finish(settling.claim, StepStatus.DONE, '"settled"')

    assert settling == Claimed(Claim("step", 0, 2), status, RESULT, order_sha256=ORDER)
    assert await ask(ledger) == Finished(StepStatus.DONE, '"settled"')


async def test_a_call_without_an_outcome_is_known_to_who_comes_next(ledger: SqlLedger) -> None:
    """Whoever takes over learns that a call is open, and how long it may take at most."""
    first = await claimed(ledger, lease=OVER)
    await ledger.steps.begin_call(first.claim, timedelta(seconds=30), REACH)

    second = await claimed(ledger)

    assert second.call_left == timedelta(seconds=30)


async def test_a_call_that_is_over_is_still_open(ledger: SqlLedger) -> None:
    """That a call can have no effect any more does not say that it had none."""
    first = await claimed(ledger, lease=OVER)
    await ledger.steps.begin_call(first.claim, LONG)

    await ledger.steps.call_is_over(first.claim)

    assert (await claimed(ledger)).call_left == timedelta()


async def test_a_call_that_had_no_effect_is_no_longer_open(ledger: SqlLedger) -> None:
    """A refusal leaves nothing to find out."""
    first = await claimed(ledger, lease=OVER)
    await ledger.steps.begin_call(first.claim, LONG)

    await ledger.steps.end_call(first.claim)

    assert (await claimed(ledger)).call_left is None


@pytest.mark.parametrize(
    ("status", "is_open"), [(StepStatus.DONE, False), (StepStatus.UNKNOWN, True)]
)
async def test_only_a_proven_result_closes_a_call(
    ledger: SqlLedger, status: StepStatus, *, is_open: bool
) -> None:
    """Where nobody can tell what a call did, it stays on record that there was one."""
    first = await claimed(ledger)
    await ledger.steps.begin_call(first.claim, LONG)

    await ledger.steps.finish(first.claim, status, RESULT)

    assert ((await claimed(ledger, None)).call_left is not None) is is_open


async def test_a_result_may_be_any_json(ledger: SqlLedger) -> None:
    """A long result in any language comes back as it was."""
    result = '{"text": "' + "ñ漢😀\\u0000" * 20_000 + '"}'
    first = await claimed(ledger)

    await ledger.steps.finish(first.claim, StepStatus.DONE, result)

    assert await ask(ledger) == Finished(StepStatus.DONE, result)
