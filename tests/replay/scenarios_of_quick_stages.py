"""Scenarios of stages whose work may be no event of its own."""

from typing import Final

from contracts import PlatformUnavailable
from tests.support.builders import request
from tests.support.worlds.campaigns import Campaign, World


async def learner_takes_its_time(world: World) -> Campaign:
    """A learner that is asked in an activity, and not within the workflow's task."""
    world.providers.answers_at_once = False
    async with world.worker(queue="slow"):
        campaign = await world.start(request("instagram"), queue="slow")
        await campaign.handle.result()
    return campaign


async def strategist_answers_at_once(world: World) -> Campaign:
    """The brief is composed within the workflow's task."""
    campaign = await world.start(request("instagram"))
    await campaign.handle.result()
    return campaign


async def strategist_fails_at_first(world: World) -> Campaign:
    """The brief cannot be composed within the workflow's task, and an activity composes it."""
    world.faults.plan("compose", PlatformUnavailable("busy"))
    campaign = await world.start(request("instagram"))
    await campaign.handle.result()
    return campaign


OF_QUICK_STAGES: Final = (
    learner_takes_its_time,
    strategist_answers_at_once,
    strategist_fails_at_first,
)
