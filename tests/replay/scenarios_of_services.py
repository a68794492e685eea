"""Paths on which whoever does a stage's work takes its time, or tries again by itself."""

from datetime import timedelta
from typing import Any, Final

from contracts import (
    AnswerPending,
    PendingAnswer,
    QualityVerdict,
    ReviewAction,
    ReviewPolicy,
    Severity,
    WaitingFor,
)
from contracts.base import utc_now
from tests.support.builders import check, request
from tests.support.worlds.campaigns import Campaign, World

SHOUTS: Final = check(
    QualityVerdict.WARN, Severity.HIGH, "EXCESSIVE_CAPS", "caps_check"
).model_copy(update={"evidence": {"channel": "instagram", "placement": "feed"}})


async def promised(world: World) -> Campaign:
    """A service takes an order, and answers when it is asked again."""
    pending = PendingAnswer(until=utc_now() + timedelta(days=7))
    world.faults.plan("compose", AnswerPending("at work", pending, timedelta(hours=1)))
    campaign = await world.start(request("instagram"))
    await campaign.handle.result()
    return campaign


async def self_revised(world: World) -> Campaign:
    """The audit's findings go back to the author once, and then to a person."""
    world.providers.findings = [SHOUTS]
    campaign = await world.start(
        request("instagram", review=ReviewPolicy(max_self_revisions=1, max_revisions=1))
    )
    status = await campaign.waits_for(WaitingFor.REVIEW)
    said: dict[str, Any] = {"reviewer": "Ana", "report_digest": status.report_digest}
    await campaign.send("review", {"action": ReviewAction.APPROVE, **said})
    await campaign.handle.result()
    return campaign


OF_SERVICES: Final = (promised, self_revised)
