"""The ledger notes which artefact store is its own, and knows what it refers to in it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from activities.ledger import SqlLedger
from activities.ledger.own_store import OwnStore, RememberedArtifact
from activities.ledger.upkeep import restored
from activities.ports import Claimed, StepStatus
from contracts import CampaignPayload, CampaignState
from tests.support.builders import EXECUTION, TENANT

HERE = OwnStore(UUID(int=1), "web1:/var/lib/phoenix/artifacts")
THERE = OwnStore(UUID(int=2), "web2:/var/lib/phoenix/artifacts")
LEASE = timedelta(minutes=1)
ORDER = "a" * 64


async def remember(ledger: SqlLedger, execution: UUID, log: str) -> None:
    """Let an execution end that says something in a message of its log."""
    payload = CampaignPayload(
        campaign_id=UUID(int=1),
        tenant_id=TENANT,
        execution_id=execution,
        current_state=CampaignState.IDLE,
        name=log,
    )
    await ledger.executions.conclude(payload, ORDER, f"run of {execution}")


async def note_result(ledger: SqlLedger, key: str, result: str) -> None:
    """Let a step come to a result."""
    claimed = await ledger.steps.claim(key, 0, input_sha256=ORDER, holder="me", lease=LEASE)
    assert isinstance(claimed, Claimed)
    await ledger.steps.finish(claimed.claim, StepStatus.DONE, result)


async def test_whoever_comes_first_notes_the_store(ledger: SqlLedger) -> None:
    """The others learn which one it is, and where it was."""
    assert await ledger.own_store.known() is None

    noted = await asyncio.gather(*(ledger.own_store.note(one) for one in (HERE, THERE, HERE)))

    assert len(set(noted)) == 1
    assert await ledger.own_store.known() == noted[0]


async def test_another_store_takes_its_place_on_a_persons_word(ledger: SqlLedger) -> None:
    """A store that is lost is followed by another one."""
    await ledger.own_store.note(HERE)

    await ledger.own_store.replace(THERE)

    assert await ledger.own_store.known() == THERE


async def test_a_restored_ledger_asks_its_store_anew(tmp_path: Path) -> None:
    """The backup may be older than the change of a store; the store's mark is never older."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = SqlLedger(url)
    await ledger.own_store.note(HERE)
    await ledger.close()

    await restored(url)

    assert await ledger.own_store.known() is None
    await ledger.close()


def reference(sha256: str) -> str:
    """Return a reference to an artefact, as it stands in a result."""
    return f'{{"sha256": "{sha256}", "size": 1, "media_type": "image/png"}}'


async def test_artefacts_are_known_by_results_and_outcomes(ledger: SqlLedger) -> None:
    """What names no artefact, such as a request's digest, is none."""
    await remember(ledger, EXECUTION, "ended without any artefact")
    await note_result(ledger, "first", f'{{"request_sha256": "{"b" * 64}"}}')
    assert await ledger.own_store.remembered() == []

    await note_result(ledger, "second", f'{{"made": [{reference("c" * 64)}]}}')
    await note_result(ledger, "third", f'[{reference("d" * 64)}, "media_type"]')

    found = await ledger.own_store.remembered()

    assert set(found) == {RememberedArtifact(one * 64, None) for one in "cd"}


async def test_an_outcomes_artefacts_are_its_tenants(ledger: SqlLedger) -> None:
    """They are looked for where they would lie, and nowhere else."""
    key = f"{uuid4()}"
    await note_result(ledger, key, f'{{"tenant_id": "{TENANT}", "made": {reference("e" * 64)}}}')

    assert await ledger.own_store.remembered() == [RememberedArtifact("e" * 64, TENANT)]


@pytest.mark.parametrize("number", [25])
async def test_the_newest_say_enough(ledger: SqlLedger, number: int) -> None:
    """A ledger of years is not read whole for it."""
    for index in range(number):
        references = ", ".join(reference(f"{index:02x}{each:02x}" * 16) for each in range(12))
        await note_result(ledger, f"step {index}", f"[{references}]")

    found = [one.sha256 for one in await ledger.own_store.remembered()]

    assert len(found) == 200
    assert f"{number - 1:02x}0b" * 16 in found
    assert not any(one.startswith("00") for one in found)
