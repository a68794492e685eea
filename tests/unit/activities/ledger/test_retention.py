"""Rows that nothing can need any more go, and what keeps a publication from a second time stays."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger, retention
from activities.ledger.retention import Outlived
from activities.ports import Claimed, Delivery, Finished, StepStatus
from contracts import CampaignPayload, CampaignState, Place, retry_id, step_key
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request

PLACE = Place("email", "mail")
RADAR = step_key(CAMPAIGN, EXECUTION, CampaignState.RADAR_SCAN)
CONTENT = step_key(CAMPAIGN, EXECUTION, CampaignState.CONTENT_PROD, PLACE)
PUBLISH = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, PLACE)
ASKED = "a" * 64
LEASE = timedelta(minutes=1)
YEAR = timedelta(days=366)
_IN_SQLITE = "UPDATE conclusions SET concluded_at = datetime(concluded_at, '-' || :days || ' days')"
_IN_POSTGRESQL = (
    "UPDATE conclusions SET concluded_at = concluded_at - make_interval(days => CAST(:days AS int))"
)


async def execute(ledger: SqlLedger, statement: str, **values: object) -> None:
    """Change the ledger behind everybody's back."""
    await ledger.retention._database.transact(
        lambda connection: connection.execute(text(statement), values)
    )


async def finish(
    ledger: SqlLedger, *keys: str, status: StepStatus = StepStatus.DONE, revision: int = 0
) -> None:
    """Let steps come to something."""
    for key in keys:
        held = await ledger.steps.claim(key, revision, input_sha256=ASKED, holder="we", lease=LEASE)
        assert isinstance(held, Claimed)
        await ledger.steps.finish(held.claim, status, "{}")


async def conclude(ledger: SqlLedger, execution: UUID = EXECUTION) -> None:
    """Let an execution begin and end."""
    await ledger.executions.open(request(execution_id=execution), ASKED)
    ended = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=execution,
        current_state=CampaignState.IDLE,
    )
    await ledger.executions.conclude(ended, ASKED, "run")


async def grow_old(ledger: SqlLedger, days: int = 400) -> None:
    """Let everything so far have happened so many days ago."""
    seconds = days * 86400.0
    for statement in (
        "UPDATE steps SET changed_at = changed_at - :by, lease_until = lease_until - :by",
        "UPDATE recipients SET changed_at = changed_at - :by",
    ):
        await execute(ledger, statement, by=seconds)
    is_sqlite = ledger.name.startswith("sqlite")
    await execute(ledger, _IN_SQLITE if is_sqlite else _IN_POSTGRESQL, days=days)


async def total(counted: AsyncGenerator[Outlived]) -> Outlived:
    """Return the sum."""
    found = Outlived()
    async for some in counted:
        found += some
    return found


async def keys_left(ledger: SqlLedger) -> list[tuple[str, int]]:
    """Return every step that is still there."""
    return await ledger.retention._database.transact(
        lambda connection: [
            (row.step_key, row.revision)
            for row in connection.execute(
                text("SELECT step_key, revision FROM steps ORDER BY step_key, revision")
            )
        ]
    )


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_PAGE", 2)
    monkeypatch.setattr(retention, "_RECIPIENTS", 2)


async def test_steps_of_an_execution_that_ended_long_ago_go_and_its_publications_stay(
    ledger: SqlLedger,
) -> None:
    """Whoever asks for the publication once more is told that it is done; nothing is sent."""
    await finish(ledger, RADAR, CONTENT, PUBLISH)
    await finish(ledger, CONTENT, revision=1)
    await conclude(ledger)
    await grow_old(ledger)

    listed = await total(ledger.retention.outlived(YEAR, removing=False))
    removed = await total(ledger.retention.outlived(YEAR, removing=True))
    again = await total(ledger.retention.outlived(YEAR, removing=True))

    assert listed == removed == Outlived(steps=3)
    assert again == Outlived()
    assert await keys_left(ledger) == [(PUBLISH, 0)]
    asked = await ledger.steps.claim(PUBLISH, 0, input_sha256=ASKED, holder="it", lease=LEASE)
    assert asked == Finished(StepStatus.DONE, "{}")
    known = await ledger.executions.open(request(), ASKED)
    assert known.outcome is not None


@pytest.mark.parametrize("days", [0, 365])
async def test_what_ended_not_long_enough_ago_is_left_alone(ledger: SqlLedger, days: int) -> None:
    """A failed campaign can be retried without paying twice for as long as the setting says."""
    await finish(ledger, RADAR)
    await conclude(ledger)
    await grow_old(ledger, days)

    assert await total(ledger.retention.outlived(YEAR, removing=True)) == Outlived()
    assert await keys_left(ledger) == [(RADAR, 0)]


async def test_a_campaign_that_has_not_ended_keeps_every_step(ledger: SqlLedger) -> None:
    """Whatever its age: it may wait for a year, and go on."""
    await ledger.executions.open(request(), ASKED)
    await finish(ledger, RADAR, PUBLISH)
    await ledger.recipients.note(PUBLISH, ended={}, begins=["ana"])
    await grow_old(ledger)

    assert await total(ledger.retention.outlived(YEAR, removing=True)) == Outlived()
    assert await keys_left(ledger) == [(PUBLISH, 0), (RADAR, 0)]


async def test_a_step_that_somebody_works_on_is_left_alone(ledger: SqlLedger) -> None:
    """A run that was reset after the end of its execution keeps what it holds at the moment."""
    await finish(ledger, CONTENT)
    await conclude(ledger)
    await grow_old(ledger)
    await ledger.steps.claim(RADAR, 0, input_sha256=ASKED, holder="it", lease=LEASE)
    held = "UPDATE steps SET changed_at = changed_at - 40000000.0 WHERE step_key = :key"
    await execute(ledger, held, key=RADAR)

    assert await total(ledger.retention.outlived(YEAR, removing=True)) == Outlived(steps=1)
    assert await keys_left(ledger) == [(RADAR, 0)]


@pytest.mark.parametrize("has_ended", [False, True])
async def test_what_a_retry_may_take_over_stays_until_that_has_ended_long_ago(
    ledger: SqlLedger, *, has_ended: bool
) -> None:
    """A retry whose run was cut off can be started again, and finds what was made before it."""
    await finish(ledger, RADAR)
    await conclude(ledger)
    if has_ended:
        await conclude(ledger, retry_id(EXECUTION))
    else:
        await ledger.executions.open(request(execution_id=retry_id(EXECUTION)), ASKED)
    await grow_old(ledger)

    found = await total(ledger.retention.outlived(YEAR, removing=True))

    assert found == Outlived(steps=int(has_ended))


async def test_recipients_of_a_finished_mailing_go(ledger: SqlLedger) -> None:
    """That the mailing is done stands in its step; nobody is written to a second time by it."""
    await finish(ledger, PUBLISH)
    readers = ["ana", "luis", "mar"]
    await ledger.recipients.note(PUBLISH, ended={}, begins=readers)
    await ledger.recipients.note(PUBLISH, ended=dict.fromkeys(readers, Delivery.ACCEPTED))
    await conclude(ledger)
    await grow_old(ledger)

    listed = await total(ledger.retention.outlived(YEAR, removing=False))
    removed = await total(ledger.retention.outlived(YEAR, removing=True))

    assert listed == removed == Outlived(recipients=3)
    assert (await ledger.recipients.known(PUBLISH)).by_recipient == {}
    asked = await ledger.steps.claim(PUBLISH, 0, input_sha256=ASKED, holder="it", lease=LEASE)
    assert isinstance(asked, Finished)


@pytest.mark.parametrize("doubt", ["unknown", "open"])
async def test_recipients_of_a_mailing_in_doubt_stay(ledger: SqlLedger, doubt: str) -> None:
    """Only they can say who has the letter, whenever somebody looks into it."""
    is_unknown = doubt == "unknown"
    await finish(ledger, PUBLISH, status=StepStatus.UNKNOWN if is_unknown else StepStatus.DONE)
    if not is_unknown:
        await execute(ledger, "UPDATE steps SET call_seconds = 1.0")
    await ledger.recipients.note(PUBLISH, ended={}, begins=["ana"])
    await conclude(ledger)
    await grow_old(ledger)

    for removing in (False, True):
        assert await total(ledger.retention.outlived(YEAR, removing=removing)) == Outlived()
    assert set((await ledger.recipients.known(PUBLISH)).by_recipient) == {"ana"}


async def test_steps_under_names_that_are_none_are_left_alone(ledger: SqlLedger) -> None:
    """What a later release may note in other words is not this one's to take away."""
    await finish(ledger, "campaign:1:exec:2:step:RADAR_SCAN", "something else")
    await conclude(ledger)
    await grow_old(ledger)

    assert await total(ledger.retention.outlived(YEAR, removing=True)) == Outlived()
    assert len(await keys_left(ledger)) == 2


async def test_a_look_that_is_left_in_the_middle_is_gone_on_with(ledger: SqlLedger) -> None:
    """Killed between two transactions, the next one finds the rest; two at once do no harm."""
    executions = [UUID(int=number) for number in range(1, 8)]
    for one in executions:
        await finish(ledger, step_key(CAMPAIGN, one, CampaignState.RADAR_SCAN))
        await conclude(ledger, one)
    await grow_old(ledger)

    begun = ledger.retention.outlived(YEAR, removing=True)
    first = await anext(begun)
    await begun.aclose()
    both = await asyncio.gather(
        *(total(ledger.retention.outlived(YEAR, removing=True)) for _ in range(2))
    )

    assert first == Outlived(steps=2)
    assert both[0] + both[1] == Outlived(steps=5)
    assert await keys_left(ledger) == []
