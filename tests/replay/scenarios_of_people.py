"""Paths on which people say something, or nothing, while a campaign waits."""

from datetime import timedelta
from typing import Any, Final

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignStatus,
    LogAction,
    PlatformUnavailable,
    ReviewAction,
    ReviewMode,
    ReviewPolicy,
    Timing,
    WaitingFor,
    workflow_id,
)
from contracts.base import utc_now
from tests.support.builders import EXECUTION, request
from tests.support.campaigns.continuing import outgrown
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import Campaign, World

REVIEWED: Final = ReviewPolicy(mode=ReviewMode.ALWAYS, max_revisions=1)
DAY: Final = timedelta(days=1)
MISNAMED: Final = "spring-campaign"


def decision(status: CampaignStatus, action: ReviewAction, **said: Any) -> dict[str, Any]:
    """Return a decision about the report that awaits one."""
    return {
        "action": action,
        "reviewer": "Ana",
        "report_digest": status.report_digest,
        "comment": "no",
        **said,
    }


async def no_request(world: World) -> Campaign:
    """What was sent is no request."""
    handle = await world.client.start_workflow(
        WORKFLOW_TYPE,
        {"name": "half a request"},
        id=workflow_id(EXECUTION),
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
    )
    await handle.signal("pause", {"by": "Luis"})
    await handle.signal("duplicate", {"by": "starter"})
    await handle.signal("review", {"by": "Ana"})
    await handle.signal("cancel", {"by": "Ana"})
    campaign = Campaign(handle)
    await campaign.failure()
    return campaign


async def misnamed(world: World) -> Campaign:
    """The run's id is not keyed on the execution."""
    handle = await world.client.start_workflow(
        WORKFLOW_TYPE,
        request("instagram"),
        id=MISNAMED,
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
    )
    campaign = Campaign(handle)
    await campaign.failure()
    return campaign


async def rejected(world: World) -> Campaign:
    """A reviewer rejects it."""
    campaign = await world.start(request("instagram", review=REVIEWED))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.send("review", decision(status, ReviewAction.REJECT))
    await campaign.failure()
    return campaign


async def cancelled_in_review(world: World) -> Campaign:
    """Cancelled while a person is asked."""
    campaign = await world.start(request("instagram", review=REVIEWED))
    await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.cancelled_payload()
    return campaign


async def paused_in_review(world: World) -> Campaign:
    """Paused while a person is asked, who then agrees; and cancelled before it goes on."""
    campaign = await world.start(request("instagram", review=REVIEWED))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.send("pause", {"by": "Luis"})
    await campaign.send("review", decision(status, ReviewAction.APPROVE))
    await campaign.waits_for(WaitingFor.RESUME)
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.cancelled_payload()
    return campaign


async def changed_while_paused(world: World) -> Campaign:
    """Changes are asked for during a pause, and made after it; then time runs out."""
    campaign = await world.start(request("instagram", review=REVIEWED))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.send("pause", {"by": "Luis"})
    await campaign.send("review", decision(status, ReviewAction.REQUEST_CHANGES))
    await campaign.waits_for(WaitingFor.RESUME)
    await campaign.send("resume", {"by": "Luis"})
    await campaign.failure()
    return campaign


async def published_later(world: World) -> Campaign:
    """It is not to be published before a time."""
    timing = Timing(publish_not_before=utc_now() + DAY)
    campaign = await world.start(request("instagram", timing=timing))
    await campaign.handle.result()
    return campaign


async def window_missed(world: World) -> Campaign:
    """It is not to be published after a time, and waits for a person until then."""
    timing = Timing(publish_before=utc_now() + DAY)
    campaign = await world.start(request("instagram", review=REVIEWED, timing=timing))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.send("pause", {"by": "Luis"})
    await campaign.send("review", decision(status, ReviewAction.APPROVE))
    await campaign.waits_for(WaitingFor.RESUME)
    await world.env.sleep(2 * DAY)
    await campaign.send("resume", {"by": "Luis"})
    await campaign.failure()
    return campaign


async def signalled(world: World) -> Campaign:
    """Every message comes as a signal."""
    campaign = await world.start(request("instagram", review=REVIEWED))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    await campaign.handle.signal("pause", {"by": "Luis"})
    await campaign.handle.signal("resume", {"by": "Luis"})
    await campaign.handle.signal("resume", "nonsense")
    await campaign.handle.signal("review", decision(status, ReviewAction.APPROVE))
    await campaign.waits_for(WaitingFor.METRICS)
    counted = {
        "channel": "instagram",
        "impressions": 10,
        "clicks": 1,
        "observed_until": "2026-03-01T00:00:00Z",
        "source": "export.csv",
    }
    await campaign.handle.signal("resolve_publication", {"channel": "instagram"})
    await campaign.handle.signal("record_metrics", {"metrics": [counted], "final": True})
    await campaign.handle.result()
    return campaign


async def changes_nothing(world: World) -> Campaign:
    """Two reviewers ask in vain, one of them by signal, and nobody knows of a third wish."""
    world.providers.idle = {"nicer": "no line of it is an instruction"}
    twice = ReviewPolicy(mode=ReviewMode.ALWAYS, max_revisions=2)
    campaign = await world.start(request("instagram", review=twice))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    vain = decision(status, ReviewAction.REQUEST_CHANGES, comment="nicer")
    await campaign.refusal("review", vain)
    await campaign.handle.signal("review", vain)
    await eventually(
        campaign.payload,
        lambda payload: any(e.action == LogAction.SIGNAL_REFUSED for e in payload.execution_log),
    )
    world.faults.plan("foresee", PlatformUnavailable("busy"))
    await campaign.send("review", decision(status, ReviewAction.REQUEST_CHANGES, comment="calmer"))
    await campaign.until(lambda status: status.awaiting_review and status.revision == 1)
    await campaign.send("review", decision(await campaign.status(), ReviewAction.REJECT))
    await campaign.failure()
    return campaign


async def continued(world: World) -> Campaign:
    """A history became long during a review, which is decided in the next run."""
    short = Timing(learning_window=timedelta(milliseconds=1))
    campaign = await world.start(request("instagram", review=REVIEWED, timing=short))
    await campaign.waits_for(WaitingFor.REVIEW)
    status = await outgrown(campaign)
    await campaign.send("review", decision(status, ReviewAction.APPROVE))
    await campaign.handle.result()
    return campaign


OF_PEOPLE: Final = (
    no_request,
    misnamed,
    rejected,
    cancelled_in_review,
    paused_in_review,
    changed_while_paused,
    published_later,
    window_missed,
    signalled,
    changes_nothing,
)
