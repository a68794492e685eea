"""Paths on which each kind of work and each channel has a queue of its own."""

from dataclasses import replace
from typing import Final

from contracts import TASK_QUEUE
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


OF_QUEUES: Final = (queues_apart,)
