"""Paths on which something around a campaign is wrong."""

import asyncio
from datetime import timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from temporalio.api.enums.v1 import EventType

from activities.ports import StepStatus
from contracts import (
    AnswerLost,
    ChannelFailurePolicy,
    Infrastructure,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishResult,
    Timing,
    WaitingFor,
    WorkerStopped,
)
from contracts.base import utc_now
from domain.signing import trusted
from tests.replay.scenarios_of_second_runs import OUT
from tests.support.builders import MOMENT, request
from tests.support.releases.later_release import LaterRelease
from tests.support.worlds.campaigns import Campaign, World

NEW_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


async def restarted(world: World) -> Campaign:
    """Workers are lost in the middle of stages, and what they stand on is mended later."""
    for operation in ("scan", "publish instagram"):
        world.faults.plan(operation, WorkerStopped("deployed"))
    world.faults.plan("compose", Infrastructure("this is another ledger"))
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.handle.result()
    return campaign


async def books_closed(world: World) -> Campaign:
    """Neither admission nor the learner nor the conclusion succeed within the workflow's task."""
    world.faults.plan("open", Infrastructure("the ledger is away"))
    world.faults.plan("learn", PlatformUnavailable("busy"))
    world.faults.plan("conclude", Infrastructure("the ledger is away"))
    campaign = await world.start(request("instagram"))
    await campaign.handle.result()
    return campaign


async def learner_exhausted(world: World) -> Campaign:
    """The learner fails, and the execution has no retries left."""
    world.faults.plan("learn", *[PlatformUnavailable("busy")] * 9)
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.failure()
    return campaign


async def learner_refuses(world: World) -> Campaign:
    """The learner refuses for good."""
    world.faults.plan("learn", PlatformRefused("never"))
    campaign = await world.start(request("instagram"))
    await campaign.failure()
    return campaign


async def not_remembered(world: World) -> Campaign:
    """The ledger refuses to note how it ended."""
    world.faults.plan("conclude", PlatformRefused("no"))
    campaign = await world.start(request("instagram"))
    await campaign.handle.result()
    return campaign


async def unreadable(world: World) -> Campaign:
    """A worker of another release answers what this one cannot read, until it is given up."""
    later = LaterRelease(**vars(world.stages()), kind="publish_channel")
    async with world.worker(later, "later"):
        campaign = await world.start(request("instagram", max_retries=0), queue="later")
        await campaign.handle.result()
    return campaign


async def about_another_place(world: World) -> Campaign:
    """A worker answers for another place than the one that was ordered."""
    other = Publication(
        channel="x", placement="post", status=PublicationStatus.SENT, remote_id="1", at=MOMENT
    )
    answer = PublishResult(publication=other)
    later = LaterRelease(**vars(world.stages()), kind="publish_channel", answer=answer)
    async with world.worker(later, "later"):
        campaign = await world.start(request("instagram"), queue="later")
        await campaign.handle.result()
    return campaign


async def denied(world: World) -> Campaign:
    """A person denies a publication that has been proven since."""
    world.faults.plan("answer instagram", AnswerLost("lost"))
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.waits_for(WaitingFor.RESOLUTION)
    (step,) = [row for (key, _), row in world.ledger.steps.rows.items() if ":PUBLISH" in key]
    step.status, step.call_left = StepStatus.DONE, None
    step.result = PublishResult(publication=OUT).model_dump_json()
    resolution = {"channel": "instagram", "status": PublicationStatus.NOT_SENT, "by": "Ana"}
    await campaign.send("resolve_publication", resolution)
    await campaign.handle.result()
    return campaign


async def stopped_for_too_long(world: World) -> Campaign:
    """The time to publish ends while an emergency stop is in force."""
    await world.ledger.stops.set(None, "x", why="a wrong price", by="Ana")
    closes = utc_now() + timedelta(minutes=5)
    campaign = await world.start(request("x", timing=Timing(publish_before=closes)))
    await campaign.failed_payload()
    return campaign


async def key_replaced(world: World) -> Campaign:
    """The auditor has another key than at the admission, and the policy trusts it by now."""
    release = world.faults.hold("scan")
    campaign = await world.start(request("instagram"))
    await world.faults.called("scan")
    policy = world.policies.policy
    world.policies.policy = policy.model_copy(
        update={"trusted_auditors": [trusted(NEW_KEY.public_key())]}
    )
    world.providers.key = NEW_KEY
    release.set()
    await campaign.handle.result()
    return campaign


async def goes_on_without(world: World) -> Campaign:
    """One channel refuses, and the request goes on with the other."""
    world.faults.plan("publish x", PlatformRefused("closed"))
    policy = ChannelFailurePolicy.CONTINUE
    campaign = await world.start(request("instagram", "x", on_channel_failure=policy))
    await campaign.handle.result()
    return campaign


async def never_settled(world: World) -> Campaign:
    """Nobody says within the window whether it is out."""
    world.faults.plan("answer instagram", AnswerLost("lost"))
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.failure()
    return campaign


async def never_asked(world: World) -> Campaign:
    """A channel cannot even be asked."""
    world.faults.plan("answer instagram", AnswerLost("lost"))
    world.faults.plan("find instagram", *[RuntimeError("a mistake")] * 20)
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.failure()
    return campaign


async def cancelled_between_attempts(world: World) -> Campaign:
    """Cancelled while a channel is left alone for half an hour."""
    busy = PlatformUnavailable("busy", retry_after=timedelta(minutes=30))
    world.faults.plan("publish instagram", *[busy] * 9)
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.ATTEMPT)
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.cancelled_payload()
    return campaign


async def cancelled_at_work(world: World) -> Campaign:
    """Cancelled while a stage without an effect is at work."""
    release = world.faults.hold("produce instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("produce instagram")
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.cancelled_payload()
    release.set()
    return campaign


async def cancelled_in_doubt(world: World) -> Campaign:
    """Cancelled while a person is asked whether it is out."""
    world.faults.plan("answer instagram", AnswerLost("lost"))
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.waits_for(WaitingFor.RESOLUTION)
    await campaign.handle.cancel(reason="the product was withdrawn")
    await campaign.cancelled_payload()
    return campaign


async def cancelled_at_its_end(world: World) -> Campaign:
    """Cancelled while the ledger is told how it ended."""
    release = world.faults.hold("conclude")
    campaign = await world.start(request("instagram"))
    result = asyncio.ensure_future(campaign.handle.result())
    await world.faults.called("conclude")
    await campaign.handle.cancel(reason="too late")
    await campaign.has_event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED)
    release.set()
    await result
    return campaign


OF_TROUBLE: Final = (
    restarted,
    books_closed,
    learner_exhausted,
    learner_refuses,
    not_remembered,
    unreadable,
    about_another_place,
    denied,
    stopped_for_too_long,
    key_replaced,
    goes_on_without,
    never_settled,
    never_asked,
    cancelled_between_attempts,
    cancelled_at_work,
    cancelled_in_doubt,
    cancelled_at_its_end,
)
