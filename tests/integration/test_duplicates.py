"""A duplicate is a run of the same workflow on the same queue, and nothing else is."""

import pytest

from contracts import TASK_QUEUE, WORKFLOW_TYPE, workflow_id
from runtime.campaigns.client import Campaigns
from runtime.refusals import Refused
from tests.support.builders import EXECUTION, request
from tests.support.world import World, open_real_world


@pytest.mark.parametrize(
    ("kind", "queue"), [("OtherWorkflow", TASK_QUEUE), (WORKFLOW_TYPE, "elsewhere")]
)
async def test_a_run_of_something_else_is_no_duplicate(kind: str, queue: str) -> None:
    """Whoever has taken the id first does not make an operator believe that a campaign runs."""
    async with open_real_world() as world:
        await world.client.start_workflow(
            kind, request("x"), id=workflow_id(EXECUTION), task_queue=queue
        )

        with pytest.raises(Refused, match=f"taken by a run of {kind} on task queue '{queue}'"):
            await Campaigns(world.client).start(request("x"), "Ana")


async def test_the_same_request_again_is_one(world: World) -> None:
    """The caller is attached to the run that there is."""
    await world.start(request("x"))

    started = await Campaigns(world.client).start(request("x"), "Ana")

    assert started.duplicate
