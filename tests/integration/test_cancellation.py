"""A cancellation is safe at every instant, and the end tells what was sent."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType

from contracts import (
    CampaignState,
    CancelMessage,
    Place,
    PlatformUnavailable,
    PublicationStatus,
    QualityVerdict,
    Severity,
    WaitingFor,
)
from tests.support.builders import EXECUTION, check, request
from tests.support.workflow_logic import UNDER_BOTH
from tests.support.worlds.campaigns import Campaign, World

pytestmark = UNDER_BOTH

PAUSE = timedelta(hours=1)
FEED = Place("instagram", "feed")


@pytest.mark.parametrize(
    ("operation", "state"),
    [
        ("open", CampaignState.IDLE),
        ("scan", CampaignState.RADAR_SCAN),
        ("compose", CampaignState.STRATEGY_GEN),
        ("produce x", CampaignState.CONTENT_PROD),
        ("audit", CampaignState.QUALITY_AUDIT),
    ],
)
async def test_before_publication_nothing_is_sent(
    world: World, operation: str, state: CampaignState
) -> None:
    """A campaign that is cancelled while it prepares ends at once, and nothing ever goes out."""
    world.faults.hold(operation)
    campaign = await world.start(request("x"))
    await world.faults.called(operation)

    await campaign.handle.cancel(reason="the product was withdrawn")
    payload = await campaign.cancelled_payload()

    assert payload.current_state is state
    assert payload.cancellation == CancelMessage(by="temporal", reason="the product was withdrawn")
    assert payload.terminal_reason is None
    assert world.platform.book == []


async def test_a_publication_in_flight_is_settled_first(world: World) -> None:
    """A call in flight is not cut off: its outcome is known before the campaign ends."""
    release = world.faults.hold("answer instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("answer instagram")

    await campaign.handle.cancel(reason=CancelMessage(by="Ana").model_dump_json())
    await campaign.has_event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)
    release.set()
    payload = await campaign.cancelled_payload()

    assert {c: p.status for c, p in payload.latest_publications().items()} == {
        FEED: PublicationStatus.SENT
    }
    assert payload.cancellation == CancelMessage(by="Ana")
    assert (await campaign.status()).cancelled
    assert world.ledger.executions.outcomes[EXECUTION] == payload


async def test_no_further_attempt_starts_after_a_cancellation(world: World) -> None:
    """A channel between two attempts is not tried again, and what it has is looked up."""
    world.faults.plan("publish instagram", *[PlatformUnavailable("down", PAUSE)] * 50)
    campaign = await world.start(request("instagram", max_retries=50))
    await campaign.waits_for(WaitingFor.ATTEMPT)

    await campaign.handle.cancel()
    payload = await campaign.cancelled_payload()

    attempts = world.faults.calls.count("publish instagram")
    assert payload.latest_publications()[FEED].status is PublicationStatus.NOT_SENT
    await world.env.sleep(3600)
    assert world.faults.calls.count("publish instagram") == attempts


async def test_what_was_sent_is_taken_back_on_request(world: World) -> None:
    """A cancellation that asks for it retracts what was sent, and says so per channel."""
    campaign = await world.start(request("instagram", "x"))
    await campaign.waits_for(WaitingFor.METRICS)

    order = CancelMessage(by="Ana", reason="wrong price", retract=True)
    await campaign.handle.cancel(reason=order.model_dump_json())
    payload = await campaign.cancelled_payload()

    assert [p.status for p in payload.latest_publications().values()] == [
        PublicationStatus.RETRACTED,
        PublicationStatus.RETRACTED,
    ]
    assert len(world.platform.taken_back) == 2


async def test_how_it_is_cancelled_is_told_before(world: World) -> None:
    """Who cancels and why is a message of its own; what was to be taken back stays so."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    await campaign.handle.signal("cancel", CancelMessage(by="Ana", retract=True))
    await campaign.handle.signal("cancel", {"by": "Ana", "retract": "perhaps"})
    await campaign.handle.signal("cancel", CancelMessage(by="Eva", reason="wrong price"))
    await campaign.handle.cancel()
    payload = await campaign.cancelled_payload()

    assert payload.cancellation == CancelMessage(by="Eva", reason="wrong price", retract=True)
    assert len(world.platform.taken_back) == 1
    refused = [one for one in payload.execution_log if one.action == "signal_refused"]
    assert [one.metadata["message"] for one in refused] == ["cancel"]


async def test_a_cancellation_with_words_of_its_own_speaks_for_itself(world: World) -> None:
    """What was announced and not done does not count for what somebody else does later."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    await campaign.handle.signal("cancel", CancelMessage(by="Ana", retract=True))
    await campaign.handle.cancel(reason="from the Web UI")
    payload = await campaign.cancelled_payload()

    assert payload.cancellation == CancelMessage(by="temporal", reason="from the Web UI")
    assert world.platform.taken_back == []


async def test_what_was_sent_stays_unless_it_is_asked_back(world: World) -> None:
    """A plain cancellation after publication leaves the posts and says that they were sent."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    await campaign.handle.cancel()
    payload = await campaign.cancelled_payload()

    assert payload.cancellation == CancelMessage(by="temporal")
    assert payload.latest_publications()[FEED].status is PublicationStatus.SENT
    assert world.platform.taken_back == []


@pytest.mark.parametrize("waiting", [WaitingFor.REVIEW, WaitingFor.RESUME])
async def test_a_waiting_campaign_is_cancelled_at_once(world: World, waiting: WaitingFor) -> None:
    """A campaign that waits for a person can be cancelled while it waits."""
    world.providers.findings = [check(QualityVerdict.WARN, Severity.HIGH)]
    release = world.faults.hold("audit")
    campaign = await world.start(request())
    await world.faults.called("audit")
    if waiting is WaitingFor.RESUME:
        world.providers.findings = [check()]
        await campaign.send("pause", {"by": "Luis"})
    release.set()
    await campaign.waits_for(waiting)

    await campaign.handle.cancel()
    payload = await campaign.cancelled_payload()

    assert payload.current_state is CampaignState.QUALITY_AUDIT
    assert world.platform.book == []


async def test_a_cancellation_after_the_end_comes_too_late(world: World) -> None:
    """A campaign whose outcome stands is finished, whatever arrives while it is remembered."""
    release = world.faults.hold("conclude")
    campaign = await world.start(request())
    task = asyncio.ensure_future(campaign.handle.result())
    await world.faults.called("conclude")

    await campaign.handle.cancel()
    release.set()
    payload = await task

    assert payload.cancellation is None
    assert payload.current_state is CampaignState.IDLE


async def test_a_cancelled_execution_answers_from_the_ledger(world: World) -> None:
    """A start of an execution that was cancelled long ago answers so, without any effect."""
    world.faults.hold("scan")
    campaign = await world.start(request())
    await world.faults.called("scan")
    await campaign.handle.cancel(reason="stop")
    await campaign.cancelled_payload()

    again = Campaign((await world.start(request())).handle)
    payload = await again.handle.result()

    assert payload.cancellation == CancelMessage(by="temporal", reason="stop")
    assert (await again.status()).cancelled


async def test_a_campaign_that_is_being_cancelled_says_so(world: World) -> None:
    """Whoever looks while a call is settled sees that it ends, and what it still waits for."""
    release = world.faults.hold("answer instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("answer instagram")
    await campaign.handle.cancel(reason="wrong price")

    status = await campaign.until(lambda status: status.cancelled)
    release.set()
    payload = await campaign.cancelled_payload()

    assert not status.finished
    assert status.wait is not None
    assert status.wait.why == "it is being cancelled: what is in flight is settled first"
    assert payload.latest_publications()[FEED].status is PublicationStatus.SENT
