"""Starting a batch: paced, each entry by itself, and stopped where nobody answers."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts import workflow_id
from runtime.batch.judging import Batch, read_batch
from runtime.batch.replies import BatchReport, Outcome
from runtime.batch.starting import Begin, start_batch
from runtime.campaigns.replies import StartedCampaign
from runtime.files.request import PreparedRequest
from runtime.refusals import Refused
from runtime.temporal.errors import NoAnswer
from tests.support.batches import fields, written


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now

    async def pause(self, seconds: float) -> None:
        """Let what has begun go on, and then time pass."""
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self.now += seconds


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """Return a batch of three requests, of which the second stands twice."""
    path = tmp_path / "many.jsonl"
    named = [fields(name) for name in ("One", "Two", "Two", "Three")]
    path.write_text(written(*named), encoding="utf-8")
    return read_batch(path, now=datetime(2026, 11, 28, tzinfo=UTC))


def started(given: PreparedRequest, *, duplicate: bool = False) -> StartedCampaign:
    """Return the answer to a start."""
    request = given.request
    return StartedCampaign(
        execution_id=request.execution_id,
        campaign_id=request.campaign_id,
        tenant_id=request.tenant_id,
        name=request.name,
        workflow_id=workflow_id(request.execution_id),
        run_id=None,
        duplicate=duplicate,
        notes=("a note",),
    )


async def run(batch: Batch, begin: Begin, rate: float = 2.0) -> BatchReport:
    """Start a batch on a clock of its own."""
    clock = Clock()
    return await start_batch(batch, begin, rate, lambda _: None, clock=clock, pause=clock.pause)


async def test_every_request_is_started_once_and_no_faster_than_asked(batch: Batch) -> None:
    """Two starts a second are two starts a second, and a duplicate in the file costs none."""
    clock, times, heard = Clock(), list[float](), list[Counter[Outcome]]()

    async def begin(given: PreparedRequest) -> StartedCampaign:
        times.append(clock.now)
        return started(given)

    report = await start_batch(
        batch,
        begin,
        2.0,
        lambda counts: heard.append(counts.copy()),
        clock=clock,
        pause=clock.pause,
    )

    assert times == [0.0, 0.5, 1.0]
    assert [entry.outcome for entry in report.entries] == [
        Outcome.STARTED,
        Outcome.STARTED,
        Outcome.DUPLICATE,
        Outcome.STARTED,
    ]
    assert report.entries[2].why == "line 2 says the same"
    assert report.entries[0].notes == ("a note",)
    assert report.is_done
    assert [counts[Outcome.LEFT] for counts in heard] == [3, 2, 1, 0]
    assert all(sum(counts.values()) == 4 for counts in heard)


async def test_a_slow_temporal_is_not_made_up_for_with_a_burst(batch: Batch) -> None:
    """After a pause of Temporal's the starts keep their distance."""
    clock, times = Clock(), list[float]()

    async def begin(given: PreparedRequest) -> StartedCampaign:
        clock.now += 60.0 if not times else 0.0
        times.append(clock.now)
        return started(given)

    await start_batch(batch, begin, 1.0, lambda _: None, clock=clock, pause=clock.pause)

    assert times[2] - times[1] >= 0.9


async def test_a_request_that_is_refused_costs_itself(batch: Batch) -> None:
    """The others are started, and the report names the reason."""

    async def begin(given: PreparedRequest) -> StartedCampaign:
        if given.request.name == "Two":
            raise Refused("it is to be published already, with other content")
        return started(given, duplicate=given.request.name == "One")

    report = await run(batch, begin)

    assert report.counts == {
        Outcome.STARTED: 1,
        Outcome.DUPLICATE: 2,
        Outcome.REFUSED: 1,
        Outcome.LEFT: 0,
    }
    assert report.entries[1].why == "it is to be published already, with other content"
    assert not report.is_done


async def test_a_batch_stops_when_nobody_answers_and_says_what_is_left(batch: Batch) -> None:
    """Ten thousand requests do not each wait for a server that is gone."""
    asked: list[str] = []

    async def begin(given: PreparedRequest) -> StartedCampaign:
        asked.append(given.request.name)
        if given.request.name == "Two":
            raise NoAnswer("Temporal does not answer any more: broken pipe")
        return started(given)

    report = await run(batch, begin)

    assert asked == ["One", "Two"]
    assert report.stopped == "Temporal does not answer any more: broken pipe"
    assert [entry.outcome for entry in report.entries][1] is Outcome.LEFT
    assert report.entries[3].outcome is Outcome.LEFT
    assert report.exit_status == 1
