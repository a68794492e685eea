"""The ledger remembers executions and how their runs ended, in every database alike."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger
from activities.ledger.upkeep import restored
from activities.ports import Claimed, Opened, StepStatus
from contracts import (
    CampaignPayload,
    CampaignState,
    ContractInvalid,
    OtherLedger,
    Place,
    Publication,
    PublicationStatus,
    PublishResult,
    Unreadable,
    step_key,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, request

ONE = request()
FIRST, SECOND = "a" * 64, "b" * 64
RUN, LATER_RUN = "run 1", "run 2"
INSTAGRAM, X = Place("instagram", "feed"), Place("x", "post")
LEASE = timedelta(minutes=1)


def payload(name: str) -> CampaignPayload:
    """Return a finished campaign of this name."""
    return CampaignPayload(
        campaign_id=UUID(int=1),
        tenant_id=UUID(int=2),
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
        name=name,
    )


async def opened(ledger: SqlLedger, sha256: str = FIRST, *, ran_before: bool = False) -> Opened:
    """Let a run begin."""
    return await ledger.executions.open(ONE, sha256, ran_before=ran_before)


async def test_a_concluded_execution_answers_with_its_outcome(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """An execution that Temporal has forgotten is answered and not run again."""
    before = await opened(ledger)
    running = await opened(ledger)
    await ledger.executions.conclude(payload("Café"), FIRST, RUN)
    later = SqlLedger(ledger_url)

    again = await opened(later)

    await later.close()
    assert (before.outcome, running.outcome) == (None, None)
    assert again.outcome == payload("Café")


async def test_a_run_ends_once(ledger: SqlLedger) -> None:
    """A stale worker cannot rewrite how a run ended."""
    await opened(ledger)
    await ledger.executions.conclude(payload("first"), FIRST, RUN)

    await ledger.executions.conclude(payload("second"), FIRST, RUN)

    assert (await opened(ledger)).outcome == payload("first")


async def test_the_last_run_that_ended_is_the_executions_outcome(ledger: SqlLedger) -> None:
    """A campaign that was run a second time ended as its second run did; both stay on record."""
    await opened(ledger)
    for run, name in ((LATER_RUN, "first"), (RUN, "second"), (LATER_RUN, "late")):
        await ledger.executions.conclude(payload(name), FIRST, run)

    known = await opened(ledger)

    kept = [one async for page in ledger.executions.outcomes() for one in page]
    assert known.outcome == payload("second")
    assert sorted(kept) == sorted(payload(name).model_dump_json() for name in ("first", "second"))


async def test_runs_that_end_at_once_are_numbered(ledger: SqlLedger) -> None:
    """However many runs end at the same moment, each is on record with a number of its own."""
    await opened(ledger)

    await asyncio.gather(
        *(
            ledger.executions.conclude(payload(f"{number}"), FIRST, f"run {number}")
            for number in range(9)
        )
    )

    numbers = await ledger._database.transact(
        lambda connection: (
            connection.execute(text("SELECT number FROM conclusions")).scalars().all()
        )
    )
    assert sorted(numbers) == list(range(1, 10))


async def test_a_conclusion_of_another_request_is_not_taken(ledger: SqlLedger) -> None:
    """A run that was refused cannot write the outcome of the one whose id it took."""
    await opened(ledger)

    await ledger.executions.conclude(payload("refused"), SECOND, RUN)

    assert (await opened(ledger)).outcome is None


async def test_the_end_of_another_ledgers_campaign_is_not_taken(ledger: SqlLedger) -> None:
    """How a campaign ended is noted where it was admitted, and nowhere else."""
    here = (await opened(ledger)).ledger
    stranger = here.model_copy(update={"id": UUID(int=7)})

    with pytest.raises(OtherLedger):
        await ledger.executions.conclude(payload("elsewhere"), FIRST, RUN, ledger=stranger)
    await ledger.executions.conclude(payload("here"), FIRST, LATER_RUN, ledger=here)

    assert (await opened(ledger)).outcome == payload("here")


async def test_a_different_request_under_the_same_id_is_refused(ledger: SqlLedger) -> None:
    """An operator who changes a request and keeps its execution_id is told what is wrong."""
    await opened(ledger)

    with pytest.raises(ContractInvalid, match=f"{EXECUTION} is known with a different request"):
        await opened(ledger, SECOND)

    assert (await opened(ledger)).outcome is None


async def test_an_outcome_without_an_opening_is_kept_for_the_first_who_asks(
    ledger: SqlLedger,
) -> None:
    """A ledger restored from an old backup takes the end of a run that it saw no beginning of."""
    await ledger.executions.conclude(payload("restored"), FIRST, RUN)

    known = await opened(ledger)

    assert known.outcome == payload("restored")
    assert known.ledger.epoch == 0
    with pytest.raises(ContractInvalid, match="different request"):
        await opened(ledger, SECOND)


async def test_an_execution_keeps_the_epoch_in_which_it_was_first_opened(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """A second run after a restore does not pass for one of which everything is known."""
    first = await opened(ledger)
    raised = await restored(ledger_url)

    second = await opened(ledger)
    other = await ledger.executions.open(request(execution_id=UUID(int=7)), FIRST)

    assert first.ledger == second.ledger
    assert (second.ledger.epoch, other.ledger) == (1, raised)


@pytest.mark.parametrize("is_known", [True, False])
async def test_a_run_of_which_the_ledger_knows_nothing_was_forgotten(
    ledger: SqlLedger, *, is_known: bool
) -> None:
    """Who knows of an earlier run tells a ledger that does not: then nothing counts as proven."""
    if is_known:
        await opened(ledger)

    again = await opened(ledger, ran_before=True)

    assert again.ledger.epoch == (1 if is_known else 0)


async def test_every_suppressed_start_is_counted(ledger: SqlLedger) -> None:
    """Fifty duplicates at once are fifty in the books."""
    counts = await asyncio.gather(
        *(ledger.executions.count_duplicate(EXECUTION) for _ in range(50))
    )

    assert sorted(counts) == list(range(1, 51))


async def test_an_outcome_of_the_next_release_is_read(ledger: SqlLedger) -> None:
    """A field that this release does not know keeps nobody from the answer."""
    await ledger.executions.conclude(payload("Café"), FIRST, RUN)
    await ledger._database.transact(
        lambda connection: connection.execute(
            text("UPDATE conclusions SET outcome = replace(outcome, '{\"', '{\"mood\"\\:1,\"')")
        )
    )

    outcome = (await opened(ledger)).outcome
    assert outcome is not None
    assert outcome.model_extra == {"mood": 1}
    assert outcome.model_dump(exclude={"mood"}) == payload("Café").model_dump()


async def test_an_outcome_that_no_longer_fits_is_named(ledger: SqlLedger) -> None:
    """A damaged record is reported with the execution it belongs to, and not run again."""
    await ledger.executions.conclude(payload("Café"), FIRST, RUN)
    await ledger._database.transact(
        lambda connection: connection.execute(
            text("""UPDATE conclusions SET outcome = '{"name": "x"}'""")
        )
    )

    with pytest.raises(Unreadable, match=f"outcome of execution {EXECUTION}.*campaign_id"):
        await opened(ledger)


async def publishing(ledger: SqlLedger, place: Place = X) -> Claimed:
    """Let a run begin to publish at a place, and die at once."""
    key = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, place)
    claimed = await ledger.steps.claim(key, 0, order_sha256=SECOND, holder="me", lease=timedelta())
    assert isinstance(claimed, Claimed)
    return claimed


def published(status: PublicationStatus) -> Publication:
    """Return what is known about X."""
    remote = "1" if status is PublicationStatus.SENT else None
    return Publication(channel="x", placement="post", status=status, remote_id=remote, at=MOMENT)


async def known_of_x(ledger: SqlLedger) -> tuple[PublicationStatus, str | None]:
    """Return what a second run is told of X."""
    (noted,) = (await opened(ledger)).publications
    assert noted.place == X
    assert await ledger.executions.publications(ONE) == (noted,)
    return noted.status, noted.detail


async def test_nothing_is_said_of_what_was_never_begun(ledger: SqlLedger) -> None:
    """A first run, and one that was ended before it published, find nothing."""
    assert (await opened(ledger)).publications == ()


@pytest.mark.parametrize("status", [PublicationStatus.SENT, PublicationStatus.NOT_SENT])
async def test_what_a_step_came_to_is_known_to_the_next_run(
    ledger: SqlLedger, status: PublicationStatus
) -> None:
    """A campaign that was terminated after it published does not publish a second time."""
    step = await publishing(ledger)
    result = PublishResult(publication=published(status)).model_dump_json()
    await ledger.steps.finish(step.claim, StepStatus.DONE, result)
    await publishing(ledger, INSTAGRAM)

    known = (await opened(ledger)).publications

    assert {one.place for one in known} == {X, INSTAGRAM}
    assert published(status) in known


async def test_what_nobody_could_tell_stays_unknown_to_the_next_run(ledger: SqlLedger) -> None:
    """A second run is told what its first one was told, with its reason."""
    step = await publishing(ledger)
    unknown = published(PublicationStatus.UNKNOWN).model_copy(update={"detail": "no answer"})
    await ledger.steps.begin_call(step.claim, LEASE)
    result = PublishResult(publication=unknown).model_dump_json()
    await ledger.steps.finish(step.claim, StepStatus.UNKNOWN, result)

    assert await known_of_x(ledger) == (PublicationStatus.UNKNOWN, "no answer")


async def test_a_call_without_an_outcome_is_unknown_to_the_next_run(ledger: SqlLedger) -> None:
    """A campaign that was terminated in the middle of a call denies nothing."""
    step = await publishing(ledger)
    await ledger.steps.begin_call(step.claim, LEASE)

    status, why = await known_of_x(ledger)

    assert status is PublicationStatus.UNKNOWN
    assert why == "a call to the channel began, and nobody has noted what came of it"


async def test_a_publication_that_is_being_changed_is_unknown_to_the_next_run(
    ledger: SqlLedger,
) -> None:
    """What was sent, and perhaps taken back since, is neither."""
    step = await publishing(ledger)
    result = PublishResult(publication=published(PublicationStatus.SENT)).model_dump_json()
    await ledger.steps.finish(step.claim, StepStatus.DONE, result)
    again = await ledger.steps.claim(
        step.claim.step_key, 0, order_sha256=None, holder="me", lease=LEASE
    )
    assert isinstance(again, Claimed)
    await ledger.steps.begin_call(again.claim, LEASE)

    status, why = await known_of_x(ledger)

    assert status is PublicationStatus.UNKNOWN
    assert "a call that changes it began" in str(why)


async def test_a_step_that_a_worker_holds_denies_nothing(ledger: SqlLedger) -> None:
    """The worker of a run that was terminated may be about to call, until its lease is over."""
    key = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, X)
    claimed = await ledger.steps.claim(key, 0, order_sha256=SECOND, holder="me", lease=LEASE)
    assert isinstance(claimed, Claimed)

    held = await known_of_x(ledger)
    await ledger.steps.release(claimed.claim)

    assert held == (
        PublicationStatus.UNKNOWN,
        "a worker is at it, and may be about to call the channel",
    )
    assert (await known_of_x(ledger))[0] is PublicationStatus.NOT_SENT


async def test_of_an_execution_that_it_does_not_know_a_ledger_proves_nothing(
    ledger: SqlLedger,
) -> None:
    """That nothing is noted is a proof only where it would have been noted."""
    assert await ledger.executions.publications(ONE) is None


async def test_a_step_without_a_call_proves_that_nothing_was_sent(ledger: SqlLedger) -> None:
    """A campaign that was terminated before its call says so, by proof and not by default."""
    await publishing(ledger)

    status, why = await known_of_x(ledger)

    assert status is PublicationStatus.NOT_SENT
    assert why == "no call to the channel was made, or it refused"


async def test_a_restored_ledger_proves_nothing_of_what_was_under_way(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """A step that had made no call when the backup was made may have made one since."""
    await publishing(ledger)
    await restored(ledger_url)

    status, why = await known_of_x(ledger)

    assert status is PublicationStatus.UNKNOWN
    assert "restored from a backup" in str(why)


async def test_a_result_that_cannot_be_read_denies_nothing(ledger: SqlLedger) -> None:
    """A publication that a newer release noted is unknown to this one, and ends no campaign."""
    step = await publishing(ledger)
    await ledger.steps.finish(step.claim, StepStatus.DONE, '{"publication": {"place": "x"}}')

    status, why = await known_of_x(ledger)

    assert status is PublicationStatus.UNKNOWN
    assert why == "what the ledger has noted of it cannot be read"
