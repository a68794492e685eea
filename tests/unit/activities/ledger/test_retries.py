"""The ledger lets a retry in once its campaign has failed, and closes what might still publish."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger
from activities.ports import Claimed, Finished, StepStatus
from contracts import (
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CancelMessage,
    ContractInvalid,
    FailureReason,
    Place,
    Publication,
    PublicationStatus,
    PublishResult,
    StepLost,
    Unreadable,
    step_key,
)
from domain.retries import retry_of
from domain.signing import digest
from tests.support.builders import MOMENT, request

ONE = request()
AGAIN = retry_of(ONE)
X, INSTAGRAM = Place("x", "post"), Place("instagram", "feed")
LEASE = timedelta(minutes=1)


def ended(wanted: CampaignRequest, **changes: Any) -> CampaignPayload:
    """Return how a campaign failed."""
    values: dict[str, Any] = {
        "campaign_id": wanted.campaign_id,
        "tenant_id": wanted.tenant_id,
        "execution_id": wanted.execution_id,
        "current_state": CampaignState.FAILED,
        "terminal_reason": FailureReason.PLATFORM_ERROR,
    }
    return CampaignPayload(**values | changes)


async def fail(ledger: SqlLedger, wanted: CampaignRequest = ONE, **changes: Any) -> None:
    """Let a campaign run and fail."""
    await ledger.executions.open(wanted, digest(wanted))
    await ledger.executions.conclude(ended(wanted, **changes), digest(wanted), "run")


async def held(
    ledger: SqlLedger, state: CampaignState, place: Place | None = None, of: CampaignRequest = ONE
) -> Claimed | Finished:
    """Claim a step, as a worker does."""
    key = step_key(of.campaign_id, of.execution_id, state, place)
    claimed = await ledger.steps.claim(
        key, 0, input_sha256="d" * 64, holder="a worker", lease=LEASE
    )
    assert isinstance(claimed, Claimed | Finished)
    return claimed


async def made(ledger: SqlLedger) -> None:
    """Do every step that a campaign is made of."""
    once = [(CampaignState.RADAR_SCAN, None), (CampaignState.STRATEGY_GEN, None)]
    places = [(CampaignState.CONTENT_PROD, plan.place) for plan in ONE.channels]
    for state, place in [*once, *places]:
        claimed = await held(ledger, state, place)
        assert isinstance(claimed, Claimed)
        await ledger.steps.finish(claimed.claim, StepStatus.DONE, f'"{state}"')


async def test_a_late_worker_of_the_failed_execution_sends_nothing(ledger: SqlLedger) -> None:
    """One that sleeps with its step, and one that never had it: the retry has closed both."""
    await made(ledger)
    sleeping = await held(ledger, CampaignState.PUBLISH, X)
    assert isinstance(sleeping, Claimed)
    await fail(ledger)

    opened = await ledger.executions.open(AGAIN, digest(AGAIN))
    twice = await ledger.executions.open(AGAIN, digest(AGAIN))

    with pytest.raises(StepLost):
        await ledger.steps.begin_call(sleeping.claim, LEASE)
    assert isinstance(await held(ledger, CampaignState.PUBLISH, INSTAGRAM), Finished)
    assert isinstance(await held(ledger, CampaignState.PUBLISH, X), Finished)
    assert isinstance(await held(ledger, CampaignState.PUBLISH, X, AGAIN), Claimed)
    assert await held(ledger, CampaignState.RADAR_SCAN, of=AGAIN) == Finished(
        StepStatus.DONE, '"RADAR_SCAN"'
    )
    assert opened == twice
    assert sorted(opened.taken_over) == [
        "CONTENT_PROD:channel:instagram:placement:feed",
        "CONTENT_PROD:channel:x:placement:post",
        "RADAR_SCAN",
        "STRATEGY_GEN",
    ]


async def test_what_may_be_out_is_taken_over_along_the_chain(ledger: SqlLedger) -> None:
    """A call in flight is unknown, a post is sent, under the first key, also two retries later."""
    await made(ledger)
    calling, posting = (
        await held(ledger, CampaignState.PUBLISH, X),
        await held(ledger, CampaignState.PUBLISH, INSTAGRAM),
    )
    assert isinstance(calling, Claimed)
    assert isinstance(posting, Claimed)
    await ledger.steps.begin_call(calling.claim, LEASE)
    post = Publication(
        channel="instagram",
        placement="feed",
        status=PublicationStatus.SENT,
        remote_id="1",
        at=MOMENT,
    )
    result = PublishResult(publication=post).model_dump_json()
    await ledger.steps.finish(posting.claim, StepStatus.DONE, result)
    await fail(ledger)
    # The first retry was not even let in: what it did not note is looked for before it.
    await ledger.executions.conclude(ended(AGAIN), digest(AGAIN), "run")
    third = retry_of(AGAIN)

    opened = await ledger.executions.open(third, digest(third))

    known = {one.place: one.status for one in opened.publications}
    assert known == {X: PublicationStatus.UNKNOWN, INSTAGRAM: PublicationStatus.SENT}
    for place in (X, INSTAGRAM):
        found = await held(ledger, CampaignState.PUBLISH, place, third)
        assert isinstance(found, Finished)
        assert PublishResult.model_validate_json(found.result or "").by == ONE.execution_id


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"current_state": CampaignState.IDLE, "terminal_reason": None},
            "has not failed, and only what failed is retried",
        ),
        ({"revision": 1}, "had its content revised"),
        ({"cancellation": CancelMessage(by="Ana")}, "was cancelled"),
    ],
)
async def test_only_what_failed_is_retried(
    ledger: SqlLedger, changes: dict[str, Any], why: str
) -> None:
    """What ended otherwise is refused by the ledger, whoever started the retry."""
    await fail(ledger, **changes)

    with pytest.raises(ContractInvalid, match=why):
        await ledger.executions.open(AGAIN, digest(AGAIN))


async def test_a_ledger_that_contradicts_the_retry_refuses_it(ledger: SqlLedger) -> None:
    """Nothing of another tenant's, of one at work, or of a ledger that was changed is taken."""

    async def refusal(wanted: CampaignRequest = AGAIN) -> str:
        with pytest.raises((ContractInvalid, Unreadable)) as caught:
            await ledger.executions.open(wanted, digest(wanted))
        return str(caught.value)

    assert "is not known to this ledger" in await refusal()
    await ledger.executions.open(ONE, digest(ONE))
    assert "has not ended by itself" in await refusal()
    await fail(ledger)
    stranger = AGAIN.model_copy(update={"tenant_id": UUID(int=9)})
    assert "had a different request" in await refusal(stranger)

    async def tamper(statement: str) -> None:
        database = ledger.executions._database
        await database.transact(lambda connection: connection.execute(text(statement)))

    calling = await held(ledger, CampaignState.PUBLISH, X)
    assert isinstance(calling, Claimed)
    await ledger.steps.begin_call(calling.claim, LEASE)
    assert "from what it was made" in await refusal()
    await tamper("UPDATE conclusions SET outcome = '{}'")
    assert "The outcome of execution" in await refusal()
