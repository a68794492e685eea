"""The ledger gives everything that may refer to an artefact, in every database alike."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from itertools import chain
from uuid import UUID

import pytest

from activities.ledger import SqlLedger, reading
from activities.ports import Claimed, StepStatus
from contracts import CampaignPayload, CampaignState, Infrastructure
from tests.support.builders import request

REQUEST = "a" * 64
LEASE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PAGE", 3)


def payload(number: int) -> CampaignPayload:
    """Return a finished campaign."""
    return CampaignPayload(
        campaign_id=UUID(int=1),
        tenant_id=UUID(int=2),
        execution_id=UUID(int=number),
        current_state=CampaignState.IDLE,
        name=f"Café {number}",
    )


async def conclude(ledger: SqlLedger, number: int) -> str:
    """Let an execution end, and return its outcome as it is remembered."""
    await ledger.executions.conclude(payload(number), REQUEST, f"run {number}")
    return payload(number).model_dump_json()


async def finish(ledger: SqlLedger, key: str, revision: int, status: StepStatus) -> str:
    """Let a step come to something, and return that."""
    claimed = await ledger.steps.claim(
        key, revision, input_sha256=REQUEST, holder="we", lease=LEASE
    )
    assert isinstance(claimed, Claimed)
    result = f'{{"made": "{key} {revision} ñ"}}'
    await ledger.steps.finish(claimed.claim, status, result)
    return result


async def pages_of(pages: AsyncGenerator[list[str]]) -> list[list[str]]:
    """Return all pages."""
    return [page async for page in pages]


@pytest.mark.parametrize(("number", "sizes"), [(0, []), (2, [2]), (3, [3]), (7, [3, 3, 1])])
async def test_every_outcome_is_given_once(
    ledger: SqlLedger, number: int, sizes: list[int]
) -> None:
    """However many campaigns have ended, each is read, and only some are in memory at a time."""
    outcomes = [await conclude(ledger, one) for one in reversed(range(number))]

    pages = await pages_of(ledger.executions.outcomes())

    assert [len(page) for page in pages] == sizes
    assert sorted(chain(*pages)) == sorted(outcomes)


async def test_an_execution_that_has_not_ended_has_no_outcome_to_give(ledger: SqlLedger) -> None:
    """Running campaigns between ended ones neither appear nor hide those behind them."""
    for number in range(1, 9):
        await ledger.executions.open(request(execution_id=UUID(int=number)), REQUEST)
    outcome = await conclude(ledger, 9)

    assert await pages_of(ledger.executions.outcomes()) == [[outcome]]


async def test_an_execution_that_has_not_ended_gives_its_request(ledger: SqlLedger) -> None:
    """It says whose the execution is, when its run was cut off and nobody else remembers it."""
    digests = [f"{number}" * 64 for number in range(1, 6)]
    for number, digest in enumerate(digests):
        await ledger.executions.open(request(execution_id=UUID(int=number)), digest)
    await ledger.executions.conclude(payload(2), digests[2], "run")
    await ledger.executions.count_duplicate(UUID(int=99))

    pages = await pages_of(ledger.executions.unended())

    assert sorted(chain(*pages)) == [digests[0], digests[1], *digests[3:]]


async def test_every_result_of_every_revision_is_given_once(ledger: SqlLedger) -> None:
    """What a revised campaign made first is kept as well, also where pages part a step."""
    results = [
        await finish(ledger, f"step {key}", revision, StepStatus.DONE)
        for key in ("b", "a", "ä")
        for revision in range(4)
    ]

    pages = await pages_of(ledger.steps.results())

    assert [len(page) for page in pages] == [3, 3, 3, 3]
    assert sorted(chain(*pages)) == sorted(results)


async def test_what_is_unknown_is_given_and_what_is_unfinished_is_not(ledger: SqlLedger) -> None:
    """A publication whose outcome is open needs its content until somebody settles it."""
    unknown = await finish(ledger, "publish", 0, StepStatus.UNKNOWN)
    await ledger.steps.claim("produce", 0, input_sha256=REQUEST, holder="we", lease=LEASE)

    assert await pages_of(ledger.steps.results()) == [[unknown]]


async def test_what_ends_while_it_is_read_hides_nothing(ledger: SqlLedger) -> None:
    """Workers go on writing between two pages, and every outcome from before is given."""
    outcomes = [await conclude(ledger, number) for number in range(10, 15)]
    reading_on = ledger.executions.outcomes()

    read = await anext(reading_on)
    await conclude(ledger, 1)
    for page in await pages_of(reading_on):
        read += page

    assert read == outcomes


async def test_a_ledger_that_does_not_answer_is_no_empty_ledger() -> None:
    """Nobody takes silence for the absence of references."""
    ledger = SqlLedger("sqlite:////dev/null/ledger.db")

    with pytest.raises(Infrastructure, match="does not answer"):
        await pages_of(ledger.executions.outcomes())
    await ledger.close()
