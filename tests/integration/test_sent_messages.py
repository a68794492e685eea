"""The operator's side against a real campaign: a message sent twice is one message."""

import pytest

from contracts import QualityVerdict, Severity, WaitingFor
from runtime.campaigns import messages
from runtime.campaigns.client import Campaigns
from runtime.refusals import Refused
from tests.support.builders import EXECUTION, check, request
from tests.support.worlds.campaigns import World

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
