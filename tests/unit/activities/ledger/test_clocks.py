"""Whatever the database's clock says, no call is overlooked and nobody waits for an hour."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger
from activities.ledger.engines import PostgresqlEngine, SqliteEngine
from activities.ledger.upkeep import migrate
from activities.ports import Claimed, Finished, StepStatus, Taken
from contracts import StepLost

ORDER = "a" * 64
HOUR = timedelta(hours=1)
LEASE, CALL = timedelta(seconds=6), timedelta(seconds=10)


class SteppedLedger:
    """A ledger whose database's clock can be put forward or back."""

    def __init__(self, url: str) -> None:
        self.real = SqlLedger(url)

    async def step_clock(self, by: timedelta) -> None:
        """Put the clock forward, or back, by so much."""
        await self._say("UPDATE stepped SET seconds = seconds + :by", by=by.total_seconds())

    async def begin(self) -> None:
        """Make what the clock is read from."""
        await self._say("CREATE TABLE stepped (seconds DOUBLE PRECISION)")
        await self._say("INSERT INTO stepped VALUES (0)")

    async def ask(self, holder: str) -> Claimed | Taken | Finished:
        """Ask for the step."""
        return await self.real.steps.claim(
            "step", 0, order_sha256=ORDER, holder=holder, lease=LEASE
        )

    async def claimed(self, holder: str) -> Claimed:
        """Ask for the step and get it."""
        answer = await self.ask(holder)
        assert isinstance(answer, Claimed)
        return answer

    async def _say(self, statement: str, **values: float) -> None:
        await self.real._database.transact(
            lambda connection: connection.execute(text(statement), values)
        )


@pytest.fixture
async def ledger(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SteppedLedger]:
    """Give a test a ledger whose clock it can step, in each database in turn."""
    for engine in (SqliteEngine, PostgresqlEngine):
        stepped = f"({engine.now} + (SELECT seconds FROM stepped))"  # noqa: S608 - of this test
        monkeypatch.setattr(engine, "now", stepped)
    await migrate(ledger_url)
    ledger = SteppedLedger(ledger_url)
    await ledger.begin()
    yield ledger
    await ledger.real.close()


@pytest.mark.parametrize("by", [HOUR, -HOUR], ids=["forward", "back"])
async def test_a_call_is_waited_for_in_full_whatever_the_clock_says(
    ledger: SteppedLedger, by: timedelta
) -> None:
    """A clock that was stepped in mid-call makes nobody ask the channel too early."""
    first = await ledger.claimed("first")
    await ledger.real.steps.begin_call(first.claim, CALL)

    await ledger.step_clock(by)

    assert (await ledger.claimed("second")).call_left == CALL


@pytest.mark.parametrize("by", [HOUR, -HOUR], ids=["forward", "back"])
async def test_a_step_is_not_blocked_by_a_stepped_clock(
    ledger: SteppedLedger, by: timedelta
) -> None:
    """A lease that lies an hour ahead is not believed, and one of the past is over."""
    await ledger.claimed("first")

    await ledger.step_clock(by)

    assert isinstance(await ledger.ask("second"), Claimed)


async def test_a_clock_that_goes_back_after_a_renewal_blocks_nothing(
    ledger: SteppedLedger,
) -> None:
    """A lease that was renewed while the clock was ahead is over with it."""
    first = await ledger.claimed("first")
    await ledger.step_clock(HOUR)
    await ledger.real.steps.renew(first.claim, LEASE)
    assert isinstance(await ledger.ask("second"), Taken)

    await ledger.step_clock(-HOUR)

    assert isinstance(await ledger.ask("second"), Claimed)


async def test_a_small_correction_of_the_clock_takes_no_step_away(ledger: SteppedLedger) -> None:
    """A clock that is put right by half a second costs nobody the step at which he works."""
    await ledger.claimed("first")

    await ledger.step_clock(timedelta(seconds=-0.5))

    assert isinstance(await ledger.ask("second"), Taken)


@pytest.mark.parametrize("by", [HOUR, -HOUR], ids=["forward", "back"])
async def test_who_was_overtaken_by_the_clock_writes_nothing_any_more(
    ledger: SteppedLedger, by: timedelta
) -> None:
    """Of a living holder and whoever took it for dead, only one notes what came of the step."""
    first = await ledger.claimed("first")
    await ledger.step_clock(by)
    second = await ledger.claimed("second")

    with pytest.raises(StepLost):
        await ledger.real.steps.begin_call(first.claim, CALL)
    with pytest.raises(StepLost):
        await ledger.real.steps.finish(first.claim, StepStatus.DONE, '"first"')

    await ledger.real.steps.finish(second.claim, StepStatus.DONE, '"second"')
    assert await ledger.ask("third") == Finished(StepStatus.DONE, '"second"')
