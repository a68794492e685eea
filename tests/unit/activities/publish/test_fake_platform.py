"""The platform of the chaos tests is as honest as its level says, and its book is the truth."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from activities.publish.keys import idempotency_key
from contracts import AnswerLost, PlatformRefused
from tests.chaos.book import Book, read_book
from tests.chaos.faults import NOTHING_OUT, Fault, Plan
from tests.chaos.platform import LEVELS, SECRET, Platform, running
from tests.support.publishing.outbox_orders import order, settle
from tests.support.publishing.webhook_world import CONTENT, failing, published, publishing

KEY = idempotency_key(order().step_key)


@pytest.mark.parametrize(("level", "effects"), [("keyed", 1), ("queryable", 2), ("neither", 2)])
async def test_only_a_keyed_platform_publishes_once(
    tmp_path: Path, level: str, effects: int
) -> None:
    """At the other levels a second call is a second publication, and the book says so."""
    async with failing(tmp_path / "book", level) as publisher:
        await published(publisher)

        await published(publisher)

    assert len(read_book(tmp_path / "book", "effect")) == effects
    assert len(read_book(tmp_path / "book", "request")) == 2


async def test_the_book_has_everything_a_checker_needs(tmp_path: Path) -> None:
    """Requests, effects, questions and retractions can be told apart and put in order."""
    async with failing(tmp_path / "book", "queryable", "500-after") as publisher:
        with pytest.raises(AnswerLost):
            await published(publisher)
        await publisher.find(settle())
        await publisher.retract(settle())

    lines = read_book(tmp_path / "book")
    request, effect, query, retraction = lines
    assert [line["kind"] for line in lines] == ["request", "effect", "query", "retraction"]
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert {line["key"] for line in lines} == {KEY}
    assert (request["attempt"], request["fault"]) == (1, "500-after")
    assert (effect["step_key"], effect["channel"]) == (order().step_key, "instagram")
    assert len(effect["sha256"]) == 64
    assert query["found"]
    assert retraction["id"] == effect["id"]


@pytest.mark.parametrize("fault", sorted(NOTHING_OUT - {Fault.HANG_BEFORE}))
async def test_a_fault_before_the_effect_has_none(tmp_path: Path, fault: Fault) -> None:
    """What the plan calls a failure before the effect puts nothing out, at every level."""
    for level in LEVELS:
        async with failing(tmp_path / level, level, fault) as publisher:
            with pytest.raises(Exception, match="The platform of instagram"):
                await published(publisher)

        assert read_book(tmp_path / level, "effect") == []


async def test_a_forgotten_key_is_published_again(tmp_path: Path) -> None:
    """After a key's time a keyed platform has no memory of it: one call more is one effect more."""
    async with failing(tmp_path / "planned", "keyed", "", "forget") as publisher:
        await published(publisher)
        await published(publisher)
    notes = Book(tmp_path / "timed")
    platform = Platform(notes, Plan(), keys_live=0)
    async with platform.serving() as url, publishing(f"{url}/keyed") as publisher:
        await published(publisher)
        await published(publisher)
    notes.close()

    assert len(read_book(tmp_path / "planned", "effect")) == 2
    assert len(read_book(tmp_path / "timed", "effect")) == 2


async def test_a_late_effect_comes_after_the_caller_has_gone(tmp_path: Path) -> None:
    """A platform that takes its time can have nothing when it is asked, and something later."""
    book = tmp_path / "book"
    async with failing(book, "queryable", "late", timeout_seconds=1) as publisher:
        with pytest.raises(AnswerLost):
            await published(publisher)
        async with asyncio.timeout(5):
            while not read_book(book, "effect"):
                await publisher.find(settle())

    assert len(read_book(book, "effect")) == 1


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_questions_and_retractions_meet_faults_of_their_own(
    tmp_path: Path, method: str
) -> None:
    """A plan can break what comes after a publication, and leave the publication alone."""
    plan = Plan({f"{method} *": ["500-before"]})
    async with failing(tmp_path / "book", "queryable", plan=plan) as publisher:
        await published(publisher)
        ask = publisher.find if method == "GET" else publisher.retract

        with pytest.raises(Exception, match="answered 500"):
            await ask(settle())
        again = await ask(settle())

    assert again is not None


@pytest.mark.parametrize(
    ("written", "number", "expected"),
    [
        ({"#2": ["refuse"]}, 2, [Fault.REFUSE, None]),
        ({"#2": ["refuse"]}, 1, [None, None]),
        ({KEY[:8]: ["", "slow"]}, 1, [None, Fault.SLOW]),
        ({"f00": ["slow"], "*": ["408", "429"]}, 1, [Fault.TIMEOUT, Fault.BUSY]),
        ({"GET *": ["408"]}, 1, [None, None]),
    ],
)
def test_a_plan_says_which_attempt_meets_what(
    written: dict[str, list[str]], number: int, expected: list[Fault | None]
) -> None:
    """A request is named by its order, by its key or with all others; the first fit counts."""
    plan = Plan(written)

    assert [plan.fault("POST", KEY, number, attempt) for attempt in (1, 2)] == expected


def test_a_seed_repeats_itself() -> None:
    """The same seed gives the same faults, another one others, and the last attempts are good."""
    keys = [idempotency_key(str(number)) for number in range(500)]

    def faults(seed: int, attempt: int = 1) -> list[Fault | None]:
        plan = Plan(seed=seed, rate=0.5, most=3)
        return [plan.fault("POST", key, 1, attempt) for key in keys]

    met = Counter(faults(1))
    assert faults(1) == faults(1) != faults(2)
    assert 200 < met[None] < 300
    assert set(met) == {None, *Fault} - {Fault.REFUSE, Fault.FORGET, Fault.LATE}
    assert set(faults(1, attempt=4)) == {None}


@pytest.mark.parametrize(
    ("path", "secret", "why"),
    [
        ("keyed", "whsec_" + "A" * 44, "the signature is wrong"),
        ("honest", SECRET, "there is no such place"),
        ("keyed/posts", SECRET, "there is no such place"),
    ],
)
async def test_what_is_not_signed_or_not_there_is_refused(
    tmp_path: Path, path: str, secret: str, why: str
) -> None:
    """A request that a careful receiver would refuse is refused, and noted with the reason."""
    notes = Book(tmp_path / "book")
    async with (
        Platform(notes, Plan()).serving() as url,
        publishing(f"{url}/{path}", secrets=(secret,)) as publisher,
    ):
        with pytest.raises(PlatformRefused, match=f"answered 401 .*{why}"):
            await published(publisher)
    notes.close()

    (line,) = read_book(tmp_path / "book")
    assert (line["kind"], line["why"]) == ("rejected", why)


async def test_bytes_that_are_not_their_digests_are_refused(tmp_path: Path) -> None:
    """A receiver that checks the files finds one that is not what its digest says."""
    async with failing(tmp_path / "book", "keyed") as publisher:
        with pytest.raises(PlatformRefused, match="a file is not what its digest says"):
            await publisher.publish(order(), dict.fromkeys(CONTENT, b"other bytes"))

    assert read_book(tmp_path / "book", "effect") == []


async def test_it_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    """A worker in any other process finds it by its port, and its plan is read from a file."""
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"#1": ["500-after"]}))

    with running(tmp_path / "book", "--plan", str(plan), "--seed", "7") as url:
        async with publishing(f"{url}/keyed") as publisher:
            with pytest.raises(AnswerLost):
                await published(publisher)
            publication = await published(publisher)

    (effect,) = read_book(tmp_path / "book", "effect")
    assert publication.remote_id == effect["id"]
