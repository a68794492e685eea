"""The ledger forgets a tenant's words and remembers each of its executions, in every database.

Longer than 250 lines because every promise is about the same execution, carried out in words.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger, erasure, tombstones
from activities.ledger.erasure import Claimant, Words
from activities.ports import Claimed, Delivery, Finished, StepStatus
from contracts import (
    CampaignPayload,
    CampaignState,
    Infrastructure,
    Place,
    Publication,
    PublicationStatus,
    PublishResult,
    StepLost,
    step_key,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, request

WORD = "zafirobravo"
OTHER = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f00ff")
PLACE = Place("x", "post")
ASKED = "a" * 64
LEASE = timedelta(minutes=1)
ALL = Words(executions=1, steps=2, recipients=3, stops=1)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_PAGE", "_KEYS"):
        monkeypatch.setattr(erasure, name, 2)
    monkeypatch.setattr(tombstones, "_RECIPIENTS", 2)


def key_of(execution: UUID, state: CampaignState) -> str:
    """Return the key of a step."""
    return step_key(CAMPAIGN, execution, state, PLACE)


def published(status: PublicationStatus = PublicationStatus.SENT) -> str:
    """Return what a publication came to, in many words."""
    publication = Publication(
        channel="x", placement="post", status=status, remote_id="17", detail=WORD, at=MOMENT
    )
    return PublishResult(publication=publication).model_dump_json()


async def execute(ledger: SqlLedger, statement: str, **values: object) -> None:
    """Change the ledger behind everybody's back."""
    await ledger.erasure._database.transact(
        lambda connection: connection.execute(text(statement), values)
    )


async def everything(ledger: SqlLedger) -> str:
    """Return all that the ledger says."""
    tables = ("executions", "conclusions", "steps", "recipients", "stops")
    return await ledger.erasure._database.transact(
        lambda connection: "\n".join(
            str(tuple(row))
            for table in tables
            for row in connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
        )
    )


async def finish(ledger: SqlLedger, key: str, result: str) -> Claimed:
    """Let a step come to something."""
    held = await ledger.steps.claim(key, 0, input_sha256=ASKED, holder=WORD, lease=LEASE)
    assert isinstance(held, Claimed)
    await ledger.steps.finish(held.claim, StepStatus.DONE, result)
    return held


async def carried_out(
    ledger: SqlLedger, tenant: UUID = TENANT, execution: UUID = EXECUTION, name: str = WORD
) -> CampaignPayload:
    """Let an execution of a tenant's go its whole way, in many words."""
    await ledger.executions.open(request("x", tenant_id=tenant, execution_id=execution), ASKED)
    await finish(ledger, key_of(execution, CampaignState.CONTENT_PROD), f'{{"copy": "{WORD}"}}')
    publish = key_of(execution, CampaignState.PUBLISH)
    await finish(ledger, publish, published())
    readers = ["ana", "luis", "mar"]
    await ledger.recipients.note(publish, ended={}, begins=readers)
    await ledger.recipients.note(publish, ended=dict.fromkeys(readers, Delivery.ACCEPTED))
    stop = await ledger.stops.set(tenant, None, why=WORD, by="ops")
    await ledger.stops.lift(stop.name, by="ops")
    payload = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=tenant,
        execution_id=execution,
        current_state=CampaignState.IDLE,
        name=name,
        places=["x.post"],
    )
    await ledger.executions.conclude(payload, ASKED, "run")
    return payload


async def test_words_go_and_what_proves_an_execution_stays(ledger: SqlLedger) -> None:
    """It is answered with what became of it; its publication is done, and not made again."""
    await carried_out(ledger)
    owned = await ledger.erasure.owned(TENANT, [])

    before = await ledger.erasure.words(TENANT, owned)
    await ledger.erasure.erase(TENANT, owned)
    await ledger.erasure.erase(TENANT, await ledger.erasure.owned(TENANT, []))
    after = await ledger.erasure.words(TENANT, owned)

    assert owned == {EXECUTION: CAMPAIGN}
    assert (before, after) == (ALL, Words())
    assert WORD not in await everything(ledger)
    known = await ledger.executions.open(request("x"), ASKED)
    assert known.outcome is not None
    assert known.outcome.current_state is CampaignState.IDLE
    assert [one.status for one in known.publications] == [PublicationStatus.SENT]
    publish = key_of(EXECUTION, CampaignState.PUBLISH)
    asked = await ledger.steps.claim(publish, 0, input_sha256=ASKED, holder="it", lease=LEASE)
    assert isinstance(asked, Finished)


async def test_another_tenant_is_untouched(ledger: SqlLedger) -> None:
    """Whatever is erased, the neighbour's rows are the same, also where both are mentioned."""
    await carried_out(ledger, OTHER, UUID(int=5), name=f"not {TENANT}")
    before = await everything(ledger)
    await carried_out(ledger)
    owned = await ledger.erasure.owned(TENANT, [])

    await ledger.erasure.erase(TENANT, owned)

    assert set(owned) == {EXECUTION}
    after = await everything(ledger)
    assert all(line in after for line in before.splitlines())


async def test_an_execution_that_was_cut_off_gets_an_end(ledger: SqlLedger) -> None:
    """Known by its request alone, or by nothing here: from now on it never runs."""
    await ledger.executions.open(request("x"), ASKED)
    claimants = [Claimant(EXECUTION, CAMPAIGN, ASKED), Claimant(UUID(int=4), CAMPAIGN, "b" * 64)]

    owned = await ledger.erasure.owned(TENANT, claimants)
    before = await ledger.erasure.words(TENANT, owned)
    await ledger.erasure.erase(TENANT, owned)

    assert set(owned) == {EXECUTION, UUID(int=4)}
    assert before == Words(executions=2)
    assert await ledger.erasure.words(TENANT, owned) == Words()
    assert set(await ledger.erasure.concluded(TENANT)) == set(owned)
    for execution, digest in ((EXECUTION, ASKED), (UUID(int=4), "b" * 64)):
        known = await ledger.executions.open(request("x", execution_id=execution), digest)
        assert known.outcome is not None


async def test_an_execution_that_was_cut_off_while_it_published_is_told_apart(
    ledger: SqlLedger,
) -> None:
    """What is out of it is known by its steps alone, until it has an end of its own."""
    await carried_out(ledger, execution=UUID(int=4))
    await ledger.executions.open(request("x"), ASKED)
    publish = key_of(EXECUTION, CampaignState.PUBLISH)
    await ledger.executions.open(request("x", execution_id=UUID(int=5)), ASKED)
    every = {EXECUTION: CAMPAIGN, UUID(int=4): CAMPAIGN, UUID(int=5): CAMPAIGN}
    assert await ledger.erasure.doubtful(every) == []

    await ledger.steps.claim(publish, 0, input_sha256=ASKED, holder=WORD, lease=LEASE)

    assert await ledger.erasure.doubtful(every) == [EXECUTION]


async def test_an_id_that_a_tenant_has_used_takes_nothing_of_another(ledger: SqlLedger) -> None:
    """A run that was refused names another's execution: it is not erased with that tenant."""
    await carried_out(ledger, OTHER, UUID(int=5))
    await carried_out(ledger, OTHER, UUID(int=6))
    await execute(
        ledger,
        "UPDATE executions SET request_sha256 = NULL WHERE execution_id = :id",
        id=str(UUID(int=6)),
    )
    claimants = [Claimant(UUID(int=number), CAMPAIGN, "f" * 64) for number in (5, 6)]

    assert await ledger.erasure.owned(TENANT, claimants) == {}


async def test_an_outcome_that_nobody_can_read_gives_way_to_a_tombstone(ledger: SqlLedger) -> None:
    """What proves whose it is, is its request."""
    await carried_out(ledger)
    await execute(ledger, "UPDATE conclusions SET outcome = :broken", broken=f'["{WORD}"]')
    owned = await ledger.erasure.owned(TENANT, [Claimant(EXECUTION, CAMPAIGN, ASKED)])

    assert (await ledger.erasure.words(TENANT, owned)).executions == 1
    await ledger.erasure.erase(TENANT, owned)

    assert WORD not in await everything(ledger)
    assert set(await ledger.erasure.concluded(TENANT)) == {EXECUTION}


async def test_a_publication_that_nobody_can_read_is_unknown_from_then_on(
    ledger: SqlLedger,
) -> None:
    """It is not said to be sent, nor not to be, and nobody sends it again."""
    await carried_out(ledger)
    await execute(ledger, "UPDATE steps SET result = :broken", broken=f'{{"said": "{WORD}"}}')
    owned = await ledger.erasure.owned(TENANT, [])

    await ledger.erasure.erase(TENANT, owned)

    assert await ledger.erasure.words(TENANT, owned) == Words()
    known = await ledger.executions.publications(request("x"))
    assert [one.status for one in known or ()] == [PublicationStatus.UNKNOWN]


async def test_a_publication_that_was_cut_off_keeps_its_doubt(ledger: SqlLedger) -> None:
    """A call that began is still one that may have got through; its worker has lost the step."""
    await ledger.executions.open(request("x"), ASKED)
    publish = key_of(EXECUTION, CampaignState.PUBLISH)
    held = await ledger.steps.claim(publish, 0, input_sha256=ASKED, holder=WORD, lease=LEASE)
    assert isinstance(held, Claimed)
    await ledger.steps.begin_call(held.claim, LEASE)
    owned = await ledger.erasure.owned(TENANT, [Claimant(EXECUTION, CAMPAIGN, ASKED)])

    await ledger.erasure.erase(TENANT, owned)

    assert WORD not in await everything(ledger)
    assert await ledger.erasure.words(TENANT, owned) == Words()
    known = await ledger.executions.publications(request("x"))
    assert [one.status for one in known or ()] == [PublicationStatus.UNKNOWN]
    with pytest.raises(StepLost):
        await ledger.steps.finish(held.claim, StepStatus.DONE, published())


async def test_a_text_that_says_more_than_it_must_is_counted(ledger: SqlLedger) -> None:
    """A worker that was late has written after the erasure; the next one finds it."""
    await carried_out(ledger)
    owned = await ledger.erasure.owned(TENANT, [])
    await ledger.erasure.erase(TENANT, owned)
    await execute(ledger, "UPDATE steps SET result = :late", late=published())

    assert await ledger.erasure.words(TENANT, owned) == Words(steps=1)
    await execute(ledger, "UPDATE steps SET result = :late", late="{}")
    assert await ledger.erasure.words(TENANT, owned) == Words(steps=1)


async def test_a_stop_that_is_in_force_stays_whole(ledger: SqlLedger) -> None:
    """What must not be published is not published, and people see why."""
    await ledger.stops.set(TENANT, None, why=WORD, by="ops")

    await ledger.erasure.erase(TENANT, {})

    assert [one.why for one in await ledger.stops.current()] == [WORD]
    assert await ledger.erasure.words(TENANT, {}) == Words()


async def test_what_was_begun_is_gone_on_with(
    ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after its tombstones, the next erasure still finds the executions, and ends it."""
    payload = await carried_out(ledger)
    owned = await ledger.erasure.owned(TENANT, [])

    def killed(*_: object, **__: object) -> None:
        raise Infrastructure("The process was killed.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(erasure, "silence", killed)
        with pytest.raises(Infrastructure):
            await ledger.erasure.erase(TENANT, owned)
    halfway = await ledger.erasure.words(TENANT, owned)
    again = await ledger.erasure.owned(TENANT, [])
    await ledger.erasure.erase(TENANT, again)

    assert halfway == Words(steps=2, recipients=3, stops=1)
    assert again == {payload.execution_id: payload.campaign_id}
    assert await ledger.erasure.words(TENANT, again) == Words()
