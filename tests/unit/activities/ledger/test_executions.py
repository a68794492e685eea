"""The ledger remembers executions, in every database alike."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger
from contracts import CampaignPayload, CampaignState, ContractInvalid

ONE = UUID("3f0c6c3e-0000-4000-8000-000000000001")
FIRST, SECOND = "a" * 64, "b" * 64


def payload(execution_id: UUID, name: str) -> CampaignPayload:
    """Return a finished campaign of this name."""
    return CampaignPayload(
        campaign_id=UUID(int=1),
        tenant_id=UUID(int=2),
        execution_id=execution_id,
        current_state=CampaignState.IDLE,
        name=name,
    )


async def test_a_concluded_execution_answers_with_its_outcome(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """An execution that Temporal has forgotten is answered and not run again."""
    before = await ledger.executions.open(ONE, FIRST)
    running = await ledger.executions.open(ONE, FIRST)
    await ledger.executions.conclude(payload(ONE, "Café"), FIRST)
    later = SqlLedger(ledger_url)

    outcome = await later.executions.open(ONE, FIRST)

    await later.close()
    assert (before, running) == (None, None)
    assert outcome == payload(ONE, "Café")


async def test_the_first_conclusion_stands(ledger: SqlLedger) -> None:
    """A stale worker cannot rewrite how a campaign ended."""
    await ledger.executions.open(ONE, FIRST)
    await ledger.executions.conclude(payload(ONE, "first"), FIRST)

    await ledger.executions.conclude(payload(ONE, "second"), FIRST)

    outcome = await ledger.executions.open(ONE, FIRST)
    assert outcome == payload(ONE, "first")


async def test_a_conclusion_of_another_request_is_not_taken(ledger: SqlLedger) -> None:
    """A run that was refused cannot write the outcome of the one whose id it took."""
    await ledger.executions.open(ONE, FIRST)

    await ledger.executions.conclude(payload(ONE, "refused"), SECOND)

    outcome = await ledger.executions.open(ONE, FIRST)
    assert outcome is None


async def test_a_different_request_under_the_same_id_is_refused(ledger: SqlLedger) -> None:
    """An operator who changes a request and keeps its execution_id is told what is wrong."""
    await ledger.executions.open(ONE, FIRST)

    with pytest.raises(ContractInvalid, match=f"execution {ONE} is known with a different request"):
        await ledger.executions.open(ONE, SECOND)

    assert await ledger.executions.open(ONE, FIRST) is None
    await ledger.close()


async def test_an_outcome_without_an_opening_is_kept_for_the_first_who_asks(
    ledger: SqlLedger,
) -> None:
    """A ledger restored from an old backup takes the end of a run that it saw no beginning of."""
    await ledger.executions.conclude(payload(ONE, "restored"), FIRST)

    outcome = await ledger.executions.open(ONE, FIRST)

    assert outcome == payload(ONE, "restored")
    with pytest.raises(ContractInvalid, match="different request"):
        await ledger.executions.open(ONE, SECOND)
    await ledger.close()


async def test_every_suppressed_start_is_counted(ledger: SqlLedger) -> None:
    """Fifty duplicates at once are fifty in the books."""
    counts = await asyncio.gather(*(ledger.executions.count_duplicate(ONE) for _ in range(50)))

    assert sorted(counts) == list(range(1, 51))


async def test_an_outcome_that_no_longer_fits_is_named(ledger: SqlLedger) -> None:
    """A damaged record is reported with the execution it belongs to, and not run again."""
    await ledger.executions.conclude(payload(ONE, "Café"), FIRST)
    await ledger._database.transact(
        lambda connection: connection.execute(
            text("""UPDATE executions SET outcome = '{"name": "x"}'""")
        )
    )

    with pytest.raises(ContractInvalid, match=f"outcome of execution {ONE}.*campaign_id"):
        await ledger.executions.open(ONE, FIRST)
