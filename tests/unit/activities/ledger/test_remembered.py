"""People can look back at an execution: what the ledger keeps of it is read, and nothing noted."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger
from activities.ports import Claimed, StepStatus
from contracts import CampaignPayload, CampaignState, Place, Unreadable, step_key
from tests.support.builders import CAMPAIGN, EXECUTION, request

ASKED = request("x")
ENDED = CampaignPayload(
    campaign_id=CAMPAIGN,
    tenant_id=ASKED.tenant_id,
    execution_id=EXECUTION,
    current_state=CampaignState.IDLE,
    places=["x.post"],
)


async def test_an_execution_is_remembered_with_how_it_ended(ledger: SqlLedger) -> None:
    """One that never began is not known, one under way has no outcome, an ended one has its."""
    assert await ledger.remembered.execution(EXECUTION) is None
    await ledger.executions.open(ASKED, "a" * 64)
    running = await ledger.remembered.execution(EXECUTION)
    assert running is not None
    assert (running.request_sha256, running.outcome) == ("a" * 64, None)
    await ledger.executions.conclude(ENDED, "a" * 64, "run 1")
    ended = await ledger.remembered.execution(EXECUTION)
    assert ended is not None
    assert ended.outcome == ENDED


async def test_an_outcome_of_a_later_release_is_refused_by_name(ledger: SqlLedger) -> None:
    """Nobody is shown half of what a later release wrote."""
    await ledger.executions.open(ASKED, "a" * 64)
    await ledger.executions.conclude(ENDED, "a" * 64, "run 1")
    spoiled = text("UPDATE conclusions SET outcome = '{}'")
    await ledger.remembered._database.transact(lambda connection: connection.execute(spoiled))

    with pytest.raises(Unreadable, match=f"The outcome of execution {EXECUTION}"):
        await ledger.remembered.execution(EXECUTION)


async def test_every_step_is_told_with_its_worker_and_its_digests(ledger: SqlLedger) -> None:
    """A step under way has no output, and steps of other executions are not among them."""
    key = step_key(CAMPAIGN, EXECUTION, CampaignState.RADAR_SCAN)
    lease = timedelta(minutes=1)
    claim = await ledger.steps.claim(key, 0, input_sha256="b" * 64, holder="worker 1", lease=lease)
    assert isinstance(claim, Claimed)
    (held,) = await ledger.remembered.steps(ENDED)
    assert (held.step_key, held.holder, held.status) == (key, "worker 1", StepStatus.CLAIMED)
    assert (held.input_sha256, held.result_sha256, held.is_open) == ("b" * 64, None, False)
    await ledger.steps.finish(claim.claim, StepStatus.DONE, "{}")
    (done,) = await ledger.remembered.steps(ENDED)
    assert done.status is StepStatus.DONE
    assert done.result_sha256 is not None


async def test_a_step_that_was_settled_before_it_was_ordered_has_no_input(
    ledger: SqlLedger,
) -> None:
    """What nobody ordered is told as such, and not as an order of nothing."""
    key = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, Place("x", "post"))
    await ledger.steps.claim(
        key, 0, input_sha256=None, holder="worker 1", lease=timedelta(minutes=1)
    )

    (settled,) = await ledger.remembered.steps(ENDED)

    assert settled.input_sha256 is None
