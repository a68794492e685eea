"""The operator's side against a real campaign: a message sent twice is one message."""

import pytest

from contracts import QualityVerdict, Severity, WaitingFor
from runtime.campaigns import messages
from runtime.campaigns.client import Campaigns
from runtime.refusals import Refused
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import EXECUTION, check, request
from tests.support.world import World, open_idle_world

ASKS = check(QualityVerdict.WARN, Severity.HIGH, "RULE_NOT_ENFORCEABLE", "rule_coverage_check")


async def test_an_approval_given_again_is_taken_once(world: World) -> None:
    """Who heard nothing repeats the approval, and it counts once; another one is refused."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.REVIEW)
    campaigns = Campaigns(world.client)
    digest = await campaigns.report_to_review(EXECUTION)
    message = messages.review("approve", "Ana", None, digest)

    await campaigns.send(EXECUTION, message)
    await campaigns.send(EXECUTION, message)

    assert await campaigns.report_to_review(EXECUTION, digest[:8]) == digest
    assert [one.reviewer for one in (await campaign.payload()).reviews] == ["Ana"]
    with pytest.raises(Refused, match="nothing awaits a review"):
        await campaigns.send(EXECUTION, messages.review("reject", "Eva", "no", digest))


async def test_an_approval_of_another_report_is_refused(world: World) -> None:
    """A digest that was never shown approves nothing."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.REVIEW)

    with pytest.raises(Refused, match="none that begins with zzzzzzzz"):
        await Campaigns(world.client).report_to_review(EXECUTION, "zzzzzzzz")


async def test_pausing_again_after_going_on_pauses(world: World) -> None:
    """The same words pause a second time, and twice in a row they are refused."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.REVIEW)
    campaigns = Campaigns(world.client)

    for message in (messages.pause("x"), messages.resume(), messages.pause("x")):
        await campaigns.send(EXECUTION, message)

    assert (await campaign.status()).paused
    with pytest.raises(Refused, match="already paused"):
        await campaigns.send(EXECUTION, messages.pause("x"))


async def test_a_cancellation_says_nothing_in_clear_text(world: World) -> None:
    """Who cancels, and why, stands in a payload alone, which a codec can hide."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    await Campaigns(world.client).send(EXECUTION, messages.cancel("over budget", retract=True))
    payload = await campaign.cancelled_payload()
    history = await campaign.history()

    assert payload.cancellation == messages.cancel("over budget", retract=True)
    (cancelled,) = [
        event.workflow_execution_cancel_requested_event_attributes
        for event in history.events
        if event.HasField("workflow_execution_cancel_requested_event_attributes")
    ]
    assert cancelled.cause == ""


async def test_a_campaign_is_cancelled_although_no_worker_is_there() -> None:
    """The order is Temporal's at once, and counts when a worker comes."""
    async with open_idle_world(PhoenixPlugin()) as world:
        campaign = await world.start(request("instagram"))
        await Campaigns(world.client).send(EXECUTION, messages.cancel("over budget", retract=False))

        async with world.worker():
            payload = await campaign.cancelled_payload()

    assert payload.cancellation == messages.cancel("over budget", retract=False)
    assert world.platform.book == []


@pytest.mark.parametrize("reason", ["", "from the Web UI"])
async def test_what_is_to_be_taken_back_is_so_after_another_cancellation(
    world: World, reason: str
) -> None:
    """Who cancels again and wants it back has it back, as long as the end is not settled."""
    release = world.faults.hold("answer instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("answer instagram")
    campaigns = Campaigns(world.client)
    await campaign.handle.cancel(reason=reason)
    await campaign.until(lambda status: status.cancelled)

    await campaigns.send(EXECUTION, messages.cancel("wrong price", retract=True))
    release.set()
    payload = await campaign.cancelled_payload()

    assert payload.cancellation == messages.cancel("wrong price", retract=True)
    assert len(world.platform.taken_back) == 1


async def test_what_can_no_longer_be_taken_back_is_refused(world: World) -> None:
    """An order that comes too late is never reported as taken."""
    release = world.faults.hold("conclude")
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)
    campaigns = Campaigns(world.client)
    await campaigns.send(EXECUTION, messages.cancel("over budget", retract=False))
    await world.faults.called("conclude")

    with pytest.raises(Refused, match="has ended and takes no more messages"):
        await campaigns.send(EXECUTION, messages.cancel("wrong price", retract=True))
    release.set()
    payload = await campaign.cancelled_payload()

    assert payload.cancellation == messages.cancel("over budget", retract=False)
    assert world.platform.taken_back == []
