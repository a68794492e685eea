"""What a campaign stands on may fail, and that is not the campaign's failure."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus
from temporalio.converter import PayloadCodec

from contracts import (
    CampaignError,
    CampaignState,
    CampaignStatus,
    FailureReason,
    Infrastructure,
    PlatformUnavailable,
    PublicationStatus,
    StepLost,
    WaitingFor,
    WorkerStopped,
)
from contracts.base import utc_now
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import EXECUTION, request
from tests.support.releases.later_release import LaterRelease
from tests.support.worlds.campaigns import World, open_idle_world
from workflows.policies import MAX_RESTARTS

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize("error", [WorkerStopped("deployed"), StepLost("another's")])
async def test_a_worker_that_is_lost_costs_no_retry(world: World, error: CampaignError) -> None:
    """A deployment in the middle of every stage fails no campaign, even one without retries."""
    for operation in ("scan", "produce instagram", "audit", "publish instagram"):
        world.faults.plan(operation, error)
    # The first time is within the workflow's own task, and an activity follows it as a matter of
    # course.
    world.faults.plan("compose", error, error)
    campaign = await world.start(request("instagram", max_retries=0))

    payload = await campaign.handle.result()

    again = [entry for entry in payload.execution_log if entry.action == "tried_again"]
    assert (payload.retry_count, payload.restarts) == (0, 5)
    assert [entry.metadata["step"] for entry in again] == [
        "RADAR_SCAN",
        "STRATEGY_GEN",
        "CONTENT_PROD instagram.feed",
        "QUALITY_AUDIT",
        "PUBLISH instagram.feed",
    ]
    assert {entry.metadata["why"] for entry in again} == {str(error)}


async def test_what_kills_its_workers_comes_to_an_end(world: World) -> None:
    """A step that takes its worker down each time is given up, and says what happened."""
    world.faults.plan("scan", *[WorkerStopped("the worker was stopped")] * 100)
    campaign = await world.start(request(max_retries=0))

    payload = await campaign.failed_payload()

    assert world.faults.calls.count("scan") == MAX_RESTARTS + 1
    assert payload.restarts == MAX_RESTARTS
    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert payload.terminal_details == "the worker was stopped"


async def test_what_somebody_has_to_mend_is_waited_for(world: World) -> None:
    """While the surroundings are wrong, nothing is counted and nothing ends."""
    world.faults.plan("compose", *[Infrastructure("this is another ledger")] * 40)
    campaign = await world.start(request(max_retries=0))

    payload = await campaign.handle.result()

    assert (payload.retry_count, payload.restarts) == (0, 0)
    assert payload.current_state is CampaignState.IDLE
    assert len(payload.execution_log) < 40, "the log stays readable"


async def test_a_pause_that_a_platform_asks_for_is_shown(world: World) -> None:
    """Whoever looks sees until when it waits, for what, and how often it is tried."""
    busy = PlatformUnavailable("the platform is busy", retry_after=HALF_AN_HOUR)
    world.faults.plan("publish instagram", busy)
    began = utc_now()
    campaign = await world.start(request("instagram", max_retries=3))

    status = await campaign.waits_for(WaitingFor.ATTEMPT)

    assert status.wait is not None
    assert status.wait.why == "PUBLISH instagram.feed, retry 1 of 3: the platform is busy"
    assert status.wait.until is not None
    assert HALF_AN_HOUR <= status.wait.until - began < HALF_AN_HOUR + timedelta(minutes=5)
    payload = await campaign.handle.result()
    assert payload.retry_count == 1


async def test_of_several_pauses_the_shortest_is_shown(world: World) -> None:
    """What happens next is what is told."""
    for place, minutes in (("instagram", 20), ("x", 10)):
        pause = timedelta(minutes=minutes)
        world.faults.plan(f"produce {place}", PlatformUnavailable("busy", retry_after=pause))
    campaign = await world.start(request("instagram", "x"))

    await campaign.until(lambda status: _pauses(status, "x.post"))
    await world.env.sleep(timedelta(minutes=11))
    await campaign.until(lambda status: _pauses(status, "instagram.feed"))

    assert (await campaign.handle.result()).retry_count == 1


def _pauses(status: CampaignStatus, place: str) -> bool:
    wait = status.wait
    return wait is not None and wait.on is WaitingFor.ATTEMPT and f" {place}," in wait.why


async def test_a_result_that_cannot_be_read_ends_classified(world: World) -> None:
    """A release that answers otherwise ends the campaign with its payload, and says what it was."""
    later = LaterRelease(**vars(world.stages()), kind="scan_radar")
    async with world.worker(later, "later"):
        campaign = await world.start(request(max_retries=0), queue="later")

        payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert "this is no RadarResult: report: " in (payload.terminal_details or "")
    assert payload.restarts == MAX_RESTARTS
    assert world.faults.calls.count("scan") == 1
    assert world.ledger.executions.outcomes == {EXECUTION: payload}


async def test_what_the_learner_stands_on_is_waited_for(world: World) -> None:
    """What is done within the workflow's own task is charged like everything else."""
    world.faults.plan("learn", *[Infrastructure("this is another ledger")] * 4)
    campaign = await world.start(request(max_retries=0))

    payload = await campaign.handle.result()

    assert (payload.retry_count, payload.restarts) == (0, 0)
    assert payload.learning is not None


class OneWay(PayloadCodec):
    """Encrypts what the auditor answers, and has no key to read it with."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        locked = Payload(metadata={"encoding": b"binary/encrypted"}, data=b"x")
        return [locked if b'"ruleset"' in payload.data else payload for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        return list(payloads)


async def test_an_encrypted_result_is_left_to_who_can_read_it() -> None:
    """A worker without the key ends no campaign: its task waits for a worker that has it."""
    async with open_idle_world(PhoenixPlugin(codec=OneWay())) as world, world.worker():
        campaign = await world.start(request(max_retries=0))

        await campaign.has_event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)

        failed = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
        events = (await campaign.history()).events
        (first, *_) = [event for event in events if event.event_type == failed]
        failure = first.workflow_task_failed_event_attributes.failure
        told = await world.client.data_converter.decode_failure(failure)
        assert "encrypted, and this worker has no codec" in str(told)
        assert (await campaign.handle.describe()).status is WorkflowExecutionStatus.RUNNING
        await campaign.handle.terminate()


async def test_a_publication_whose_result_cannot_be_read_is_looked_up(world: World) -> None:
    """What went out is never called "not sent" because another release wrote the proof."""
    later = LaterRelease(**vars(world.stages()), kind="publish_channel")
    async with world.worker(later, "later"):
        campaign = await world.start(request("instagram", max_retries=0), queue="later")

        payload = await campaign.handle.result()

    (publication,) = payload.publications
    assert publication.status is PublicationStatus.SENT
    assert len(world.platform.book) == 1
