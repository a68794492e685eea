"""What arrives at the same moment, on the real server: neither of the two is lost."""

import asyncio

from contracts import PublicationStatus, QualityVerdict, Severity, WaitingFor
from tests.support.builders import check, request
from tests.support.workflow_logic import UNDER_BOTH
from tests.support.worlds.campaigns import open_real_world

pytestmark = UNDER_BOTH


async def test_a_decision_and_a_cancellation() -> None:
    """When both wait for the worker, the cancellation counts and nothing goes out."""
    async with open_real_world() as world:
        world.providers.findings = [check(QualityVerdict.WARN, Severity.HIGH)]
        async with world.worker():
            campaign = await world.start(request())
            status = await campaign.waits_for(WaitingFor.REVIEW)
        approval = {"action": "approve", "reviewer": "Ana", "report_digest": status.report_digest}
        await campaign.handle.signal("review", approval)
        await campaign.handle.cancel(reason="stop")

        async with world.worker():
            payload = await campaign.cancelled_payload()

    assert [review.reviewer for review in payload.reviews] == ["Ana"]
    assert world.platform.book == []
    assert {entry.status for entry in payload.latest_publications().values()} <= {
        PublicationStatus.NOT_SENT
    }


async def test_an_answer_and_a_cancellation() -> None:
    """When a channel answers while the campaign is cancelled, it counts as sent."""
    async with open_real_world() as world, world.worker():
        release = world.faults.hold("answer instagram")
        campaign = await world.start(request("instagram", "x"))
        await world.faults.called("answer instagram")

        await asyncio.gather(campaign.handle.cancel(), _set(release))
        payload = await campaign.cancelled_payload()

    statuses = [entry.status for entry in payload.latest_publications().values()]
    assert statuses == [PublicationStatus.SENT, PublicationStatus.SENT]
    assert len(world.platform.book) == 2


async def _set(event: asyncio.Event) -> None:
    event.set()
