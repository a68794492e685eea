"""A webhook's publisher says what is certain about every call, whatever the platform does."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from activities.ports import Publisher
from activities.publish.keys import idempotency_key
from contracts import (
    AnswerLost,
    CampaignError,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    PublicationStatus,
    Reconciliation,
)
from tests.chaos.book import read_book
from tests.chaos.faults import Fault, Plan
from tests.chaos.platform import LEVELS
from tests.support.publishing.outbox_orders import asset, order, settle
from tests.support.publishing.webhook_world import CONTENT, failing, published, publishing

KEY: Final = idempotency_key(order().step_key)
EXPECTED: Final[dict[Fault, tuple[type[Exception] | None, int]]] = {
    Fault.REFUSE: (PlatformRefused, 0),
    Fault.BUSY: (PlatformUnavailable, 0),
    Fault.UNAVAILABLE: (AnswerLost, 0),
    Fault.TIMEOUT: (AnswerLost, 0),
    Fault.ERROR_BEFORE: (AnswerLost, 0),
    Fault.REDIRECT: (PlatformRefused, 0),
    Fault.CUT_BEFORE: (AnswerLost, 0),
    Fault.HANG_BEFORE: (AnswerLost, 0),
    Fault.SLOW: (None, 1),
    Fault.ERROR_AFTER: (AnswerLost, 1),
    Fault.SEE_OTHER: (AnswerLost, 1),
    Fault.HANG_AFTER: (AnswerLost, 1),
    Fault.CUT_AFTER: (AnswerLost, 1),
    Fault.DUPLICATE: (None, 1),
    Fault.NO_ID: (AnswerLost, 1),
    Fault.NONSENSE: (AnswerLost, 1),
    Fault.WRONG_KEY: (AnswerLost, 1),
    Fault.HUGE_ERROR: (AnswerLost, 1),
    Fault.FORGET: (None, 1),
}
"""What the publisher raises for a fault, and how many publications are out after it."""
HANGING: Final = {Fault.HANG_BEFORE, Fault.HANG_AFTER}
MISLEADING: Final = [fault for fault, (kind, out) in EXPECTED.items() if kind and out]
AT_ONCE: Final = [fault for fault in EXPECTED if fault not in HANGING]


async def outcome_of(book: Path, level: str, fault: Fault) -> tuple[type[Exception] | None, int]:
    """Publish once, and return what was raised and how much is out."""
    timeout = 1.0 if fault in HANGING else 10.0
    raised: type[Exception] | None = None
    async with failing(book, level, fault, timeout_seconds=timeout) as publisher:
        try:
            await published(publisher)
        except CampaignError as error:
            raised = type(error)
    return raised, len(read_book(book, "effect"))


def test_every_fault_has_an_expectation() -> None:
    """No fault of the platform is left out of the table, but the one that nothing helps against."""
    assert set(EXPECTED) == set(Fault) - {Fault.LATE}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("fault", AT_ONCE)
async def test_a_fault_is_told_by_what_is_certain(tmp_path: Path, level: str, fault: Fault) -> None:
    """An error says that nothing is out only where nothing can be out."""
    outcome = await outcome_of(tmp_path / "book", level, fault)

    assert outcome == EXPECTED[fault]


async def test_a_platform_that_hangs_may_have_published(tmp_path: Path) -> None:
    """When the time is over, nobody claims to know, and the caller has waited no longer."""
    cases = [(level, fault) for level in LEVELS for fault in sorted(HANGING)]

    outcomes = await asyncio.gather(
        *(outcome_of(tmp_path / f"{level}-{fault}", level, fault) for level, fault in cases)
    )

    assert outcomes == [EXPECTED[fault] for _, fault in cases]


@pytest.mark.parametrize("level", LEVELS)
async def test_a_publication_is_what_the_platform_proves(tmp_path: Path, level: str) -> None:
    """The channel's own id and address are reported, and the platform has noted the same."""
    async with failing(tmp_path / "book", level) as publisher:
        publication = await published(publisher)

    (effect,) = read_book(tmp_path / "book", "effect")
    assert publication.status is PublicationStatus.SENT
    assert publication.remote_id == effect["id"]
    assert publication.url == f"https://social.example/{effect['id']}"
    assert effect["key"] == KEY


@pytest.mark.parametrize("fault", [fault for fault in MISLEADING if fault not in HANGING])
async def test_a_keyed_platform_publishes_once_however_its_answers_are_lost(
    tmp_path: Path, fault: Fault
) -> None:
    """The same call again gets the first answer, and nothing is out twice."""
    async with failing(tmp_path / "book", "keyed", fault, fault) as publisher:
        for _ in range(2):
            with pytest.raises(AnswerLost):
                await published(publisher)

        publication = await published(publisher)

    (effect,) = read_book(tmp_path / "book", "effect")
    assert publication.remote_id == effect["id"]


@pytest.mark.parametrize("fault", [Fault.CUT_AFTER, Fault.CUT_BEFORE])
async def test_a_queryable_platform_tells_what_it_has(tmp_path: Path, fault: Fault) -> None:
    """After a lost answer the question is answered with the publication, or with nothing."""
    async with failing(tmp_path / "book", "queryable", fault) as publisher:
        with pytest.raises(AnswerLost):
            await published(publisher)

        found = await publisher.find(settle())

    effects = read_book(tmp_path / "book", "effect")
    assert [found.remote_id if found else None] == ([each["id"] for each in effects] or [None])


@pytest.mark.parametrize("level", ["keyed", "neither"])
async def test_a_platform_that_cannot_be_asked_is_not(tmp_path: Path, level: str) -> None:
    """Where no answer could prove anything, a person has to look."""
    async with failing(tmp_path / "book", level) as publisher:
        await published(publisher)

        with pytest.raises(OutcomeUnknowable, match="cannot be asked"):
            await publisher.find(settle())

    assert read_book(tmp_path / "book", "query") == []


async def test_a_keyed_platform_can_be_asked_when_it_offers_it(tmp_path: Path) -> None:
    """A setting says that a keyed platform also answers questions."""
    async with failing(tmp_path / "book", "keyed", can_be_asked=True) as publisher:
        before = await publisher.find(settle())
        publication = await published(publisher)

        after = await publisher.find(settle())

    assert before is None
    assert after is not None
    assert after.remote_id == publication.remote_id


async def test_other_content_under_a_known_key_is_nobodys_guess(tmp_path: Path) -> None:
    """A keyed platform that has something else under the key does not count as a refusal."""
    other = order(assets=[asset(text={"body": "Otro texto"})])
    async with failing(tmp_path / "book", "keyed") as publisher:
        await published(publisher)

        with pytest.raises(OutcomeUnknowable, match="other content under the key"):
            await publisher.publish(other, CONTENT)

    assert len(read_book(tmp_path / "book", "effect")) == 1


async def test_the_same_key_at_the_same_time_is_not_refused(tmp_path: Path) -> None:
    """A platform that is still busy with the first call may yet publish it."""
    plan = Plan({"*": ["slow"]})
    async with failing(tmp_path / "book", "keyed", plan=plan) as publisher:
        outcomes = await asyncio.gather(
            published(publisher), published(publisher), return_exceptions=True
        )

    assert {type(outcome).__name__ for outcome in outcomes} == {"Publication", "AnswerLost"}
    assert len(read_book(tmp_path / "book", "effect")) == 1


@pytest.mark.parametrize("level", ["keyed", "queryable"])
async def test_what_is_taken_back_stays_back(tmp_path: Path, level: str) -> None:
    """Taking back twice is the same as once, and afterwards the platform says so."""
    async with failing(tmp_path / "book", level, can_be_asked=True) as publisher:
        sent = await published(publisher)

        first, second = await publisher.retract(settle()), await publisher.retract(settle())
        found = await publisher.find(settle())

    assert first is not None
    assert second is not None
    assert found is not None
    assert {each.status for each in (first, second, found)} == {PublicationStatus.RETRACTED}
    assert {each.remote_id for each in (first, second, found)} == {sent.remote_id}
    assert len(read_book(tmp_path / "book", "retraction")) == 1


async def test_a_keyed_platform_does_not_publish_again_what_was_taken_back(tmp_path: Path) -> None:
    """A late repetition of the call is answered with the retraction."""
    async with failing(tmp_path / "book", "keyed") as publisher:
        await published(publisher)
        await publisher.retract(settle())

        again = await published(publisher)

    assert again.status is PublicationStatus.RETRACTED
    assert len(read_book(tmp_path / "book", "effect")) == 1


async def test_nothing_is_taken_back_where_nothing_is(tmp_path: Path) -> None:
    """A platform without the publication is no fault."""
    async with failing(tmp_path / "book", "queryable") as publisher:
        assert await publisher.retract(settle()) is None


async def test_a_platform_that_knows_no_keys_is_not_asked_to_delete_by_one(tmp_path: Path) -> None:
    """Its 404 would look like a proof that nothing is out."""
    async with failing(tmp_path / "book", "neither") as publisher:
        await published(publisher)

        with pytest.raises(PlatformRefused, match="knows nothing by its key"):
            await publisher.retract(settle())

    assert read_book(tmp_path / "book", "rejected") == []


async def test_a_publisher_is_what_the_protocol_needs() -> None:
    """It says how the platform helps, and how long a call can take at most."""
    async with publishing(
        "http://127.0.0.1/", reconciliation=Reconciliation.QUERYABLE, timeout_seconds=7
    ) as publisher:
        seen: Publisher = publisher

        assert seen.reconciliation is Reconciliation.QUERYABLE
        assert seen.call_timeout == timedelta(seconds=8)
