"""Every path that a campaign can take, as a scenario that can be played in any world."""

from collections.abc import Awaitable, Callable
from typing import Final

from temporalio.api.enums.v1 import EventType

from contracts import (
    CampaignState,
    ChannelFailurePolicy,
    MetricsRecord,
    PlatformRefused,
    PublicationStatus,
    QualityVerdict,
    Severity,
    WaitingFor,
)
from tests.replay.scenarios_of_people import OF_PEOPLE
from tests.replay.scenarios_of_second_runs import OF_SECOND_RUNS
from tests.replay.scenarios_of_services import OF_SERVICES
from tests.replay.scenarios_of_trouble import OF_TROUBLE
from tests.replay.scenarios_of_workplaces import OF_WORKPLACES
from tests.support.builders import check, metrics, request
from tests.support.worlds.campaigns import Campaign, World

Scenario = Callable[[World], Awaitable[Campaign]]

ASKS: Final = check(
    QualityVerdict.WARN, Severity.HIGH, "RULE_NOT_ENFORCEABLE", "rule_coverage_check"
)


async def finished(world: World) -> Campaign:
    """Two channels, published and measured."""
    campaign = await world.start(request("instagram", "x"))
    await campaign.waits_for(WaitingFor.METRICS)
    record = MetricsRecord(metrics=[metrics("instagram"), metrics("x")], final=True)
    await campaign.send("record_metrics", record)
    await campaign.handle.result()
    return campaign


async def failed_policy(world: World) -> Campaign:
    """The tenant does not allow the channel."""
    policy = world.policies.policy
    world.policies.policy = policy.model_copy(update={"channels_allowed": ["linkedin"]})
    campaign = await world.start(request("instagram"))
    await campaign.failure()
    return campaign


async def failed_quality(world: World) -> Campaign:
    """The gate blocks."""
    world.providers.findings = [check(QualityVerdict.FAIL, Severity.CRITICAL, "CONTRAST_TOO_LOW")]
    campaign = await world.start(request("instagram"))
    await campaign.failure()
    return campaign


async def failed_contract(world: World) -> Campaign:
    """The placement does not exist."""
    plan = request("instagram").channels[0].model_copy(update={"placement": "billboard"})
    campaign = await world.start(request(channels=[plan]))
    await campaign.failure()
    return campaign


async def failed_platform(world: World) -> Campaign:
    """One of two channels refuses, and the other is taken back."""
    world.faults.plan("publish instagram", PlatformRefused("the account is closed"))
    campaign = await world.start(
        request("instagram", "x", on_channel_failure=ChannelFailurePolicy.RETRACT)
    )
    await campaign.failure()
    return campaign


async def failed_timeout(world: World) -> Campaign:
    """A review that nobody answers."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request("instagram"))
    await campaign.failure()
    return campaign


async def retried(world: World) -> Campaign:
    """Stages that work at a later attempt."""
    world.faults.plan("scan", RuntimeError("busy"))
    world.faults.plan("produce x", RuntimeError("busy"))
    campaign = await world.start(request("instagram", "x"))
    await campaign.handle.result()
    return campaign


async def reviewed(world: World) -> Campaign:
    """A report that a person approves."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request("instagram"))
    await _approve(campaign)
    await campaign.handle.result()
    return campaign


async def revised(world: World) -> Campaign:
    """Changes are requested, made, and approved by signal."""
    world.providers.findings = [ASKS]
    campaign = await world.start(request("instagram"))
    first = await campaign.waits_for(WaitingFor.REVIEW)
    change = {"action": "request_changes", "reviewer": "Ana", "comment": "sin prisa"}
    await campaign.send("review", {**change, "report_digest": first.report_digest})
    await campaign.until(lambda status: status.awaiting_review and status.revision == 1)
    await _approve(campaign)
    await campaign.handle.result()
    return campaign


async def paused(world: World) -> Campaign:
    """Paused between two stages, and resumed."""
    release = world.faults.hold("scan")
    campaign = await world.start(request("instagram"))
    await campaign.until(lambda status: status.state is CampaignState.RADAR_SCAN)
    await campaign.send("pause", {"by": "Luis", "reason": "holiday"})
    release.set()
    await campaign.waits_for(WaitingFor.RESUME)
    await campaign.send("resume", {"by": "Luis"})
    await campaign.handle.result()
    return campaign


async def cancelled(world: World) -> Campaign:
    """Cancelled after publication, and taken back."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)
    await campaign.handle.cancel(reason='{"by": "Ana", "retract": true}')
    await campaign.cancelled_payload()
    return campaign


async def cancelled_by_message(world: World) -> Campaign:
    """Cancelled as the starter does it: what is to be done is said before."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)
    await campaign.handle.signal("cancel", {"by": "Ana", "retract": "perhaps"})
    await campaign.handle.signal("cancel", {"by": "Ana", "reason": "over budget"})
    await campaign.handle.signal("cancel", {"by": "Eva", "retract": True})
    await campaign.handle.cancel()
    await campaign.cancelled_payload()
    return campaign


async def cancelled_in_flight(world: World) -> Campaign:
    """Cancelled while a call is in flight."""
    release = world.faults.hold("answer instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("answer instagram")
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.has_event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)
    release.set()
    await campaign.cancelled_payload()
    return campaign


async def cancelled_again(world: World) -> Campaign:
    """Cancelled while a call is in flight, and then told to take back what comes of it."""
    release = world.faults.hold("answer instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("answer instagram")
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.has_event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)
    await campaign.send("cancel", {"by": "Ana", "retract": True})
    release.set()
    await campaign.cancelled_payload()
    return campaign


async def unknown_resolved(world: World) -> Campaign:
    """An outcome that nobody could tell, settled by a person."""
    world.faults.plan("answer instagram", *[ConnectionError("lost")] * 9)
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.waits_for(WaitingFor.RESOLUTION)
    resolution = {"channel": "instagram", "status": PublicationStatus.SENT, "remote_id": "p-1"}
    await campaign.send("resolve_publication", {**resolution, "by": "Ana"})
    await campaign.handle.result()
    return campaign


async def stopped(world: World) -> Campaign:
    """An emergency stop holds one of two channels back until it is lifted."""
    stop = await world.ledger.stops.set(None, "x", why="a wrong price", by="Ana")
    campaign = await world.start(request("instagram", "x"))
    await campaign.waits_for(WaitingFor.ATTEMPT)
    await world.ledger.stops.lift(stop.name, by="Ana")
    await campaign.handle.result()
    return campaign


async def duplicate(world: World) -> Campaign:
    """Started again while it runs, and answered from the ledger after it was forgotten."""
    release = world.faults.hold("scan")
    campaign = await world.start(request("instagram"))
    await campaign.until(lambda status: status.state is CampaignState.RADAR_SCAN)
    await campaign.handle.signal("duplicate", {"by": "starter"})
    await campaign.handle.signal("duplicate", "nonsense")
    release.set()
    await campaign.handle.result()
    return campaign


async def answered_again(world: World) -> Campaign:
    """An execution that the ledger knows as finished."""
    await (await world.start(request("instagram"))).handle.result()
    campaign = await world.start(request("instagram"))
    await campaign.handle.result()
    return campaign


async def _approve(campaign: Campaign) -> None:
    status = await campaign.until(lambda status: status.awaiting_review)
    decision = {"action": "approve", "reviewer": "Ana", "report_digest": status.report_digest}
    await campaign.handle.signal("review", decision)


SCENARIOS: Final[dict[str, Scenario]] = {
    scenario.__name__: scenario
    for scenario in (
        finished,
        *(failed_policy, failed_quality, failed_contract, failed_platform, failed_timeout),
        retried,
        reviewed,
        revised,
        paused,
        cancelled,
        cancelled_by_message,
        cancelled_in_flight,
        cancelled_again,
        unknown_resolved,
        stopped,
        duplicate,
        answered_again,
        *OF_PEOPLE,
        *OF_TROUBLE,
        *OF_SECOND_RUNS,
        *OF_SERVICES,
        *OF_WORKPLACES,
    )
}

CONTINUED: Final = ("continued_from", "continued")
"""The histories of the two runs of a campaign that went on in a new one."""
