"""Paths that differ by where work is done: in which queue, or within the workflow's task."""

from dataclasses import replace
from typing import Final

from contracts import TASK_QUEUE, PlatformUnavailable
from contracts.names import COMPUTE_QUEUE, publish_queue
from tests.support.builders import request
from tests.support.worlds.campaigns import Campaign, World

_QUEUE: Final = f"{TASK_QUEUE}-apart"


async def queues_apart(world: World) -> Campaign:
    """Content and audit wait in one queue, and each of two channels has another."""
    stages = replace(world.stages(), queues_apart=True)
    async with (
        world.worker(stages, _QUEUE),
        world.worker(stages, COMPUTE_QUEUE),
        world.worker(stages, publish_queue("instagram")),
        world.worker(stages, publish_queue("x")),
    ):
        campaign = await world.start(request("instagram", "x"), queue=_QUEUE)
        await campaign.handle.result()
    return campaign


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


OF_WORKPLACES: Final = (
    queues_apart,
    learner_takes_its_time,
    strategist_answers_at_once,
    strategist_fails_at_first,
)
