"""Where Temporal's operator service is closed, a worker works, or says what has to be done."""

from datetime import timedelta
from typing import Any, Final

import pytest
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCStatusCode

from contracts import CampaignState, Timing
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.temporal import attributes
from runtime.temporal.worker import build_worker
from tests.support.builders import request
from tests.support.closed_services import closed_to
from tests.support.worlds.campaigns import open_real_world
from workflows.visibility import AWAITING_REVIEW, CHANNELS, REASON, SEARCH_ATTRIBUTES

OPERATOR: Final = "operator"
COUNTING: Final = "count_workflow_executions"


async def test_a_worker_works_when_the_attributes_are_there() -> None:
    """Nobody has to open the operator service for a worker that has nothing to register."""
    async with open_real_world() as world:
        closed = closed_to(world.client, OPERATOR)
        await attributes.ensure(closed)
        async with build_worker(closed, world.stages(), Settings(graceful_shutdown_seconds=0.1)):
            brief = Timing(learning_window=timedelta(milliseconds=100))
            campaign = await world.start(request("x", timing=brief))
            payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE


@pytest.mark.parametrize("status", [RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED])
async def test_what_is_missing_is_told_with_the_command(status: RPCStatusCode) -> None:
    """A person who may register attributes learns which, of which type, and how."""
    there = [key for key in SEARCH_ATTRIBUTES if key not in {CHANNELS, AWAITING_REVIEW}]
    async with open_real_world(keys=there) as world:
        with pytest.raises(WrongUse) as refusal:
            await attributes.ensure(closed_to(world.client, OPERATOR, status=status))

    told = str(refusal.value)
    assert "PhoenixChannels, PhoenixAwaitingReview cannot be registered in namespace" in told
    assert "--name PhoenixChannels --type KeywordList" in told
    assert "--name PhoenixAwaitingReview --type Bool" in told
    assert "PhoenixTenant" not in told


@pytest.mark.parametrize(
    "other",
    [
        SearchAttributeKey.for_text(REASON.name),
        SearchAttributeKey.for_keyword(CHANNELS.name),
        SearchAttributeKey.for_keyword_list(REASON.name),
        SearchAttributeKey.for_keyword(AWAITING_REVIEW.name),
    ],
    ids=lambda key: f"{key.name} as {key.indexed_value_type.name}",
)
async def test_another_type_is_noticed(other: SearchAttributeKey[Any]) -> None:
    """A worker does not begin where every campaign would stick at its first state."""
    keys = [other if key.name == other.name else key for key in SEARCH_ATTRIBUTES]
    async with open_real_world(keys=keys) as world:
        with pytest.raises(WrongUse, match=f"{other.name} is registered with another type"):
            await attributes.ensure(closed_to(world.client, OPERATOR))


async def test_who_may_not_even_look_is_told() -> None:
    """Then nobody knows whether campaigns could run, and the message says what to allow."""
    async with open_real_world() as world:
        with pytest.raises(WrongUse, match=r"cannot be told: .*let it read the namespace"):
            await attributes.ensure(closed_to(world.client, OPERATOR, COUNTING))


async def test_a_server_that_is_down_is_no_closed_one() -> None:
    """What will pass is not taken for somebody's decision, whichever call it ends."""
    async with open_real_world(keys=()) as world:
        for call in (OPERATOR, COUNTING):
            down = closed_to(world.client, call, status=RPCStatusCode.UNAVAILABLE)
            with pytest.raises(WrongUse, match=r"cannot be registered.*Request unauthorized"):
                await attributes.ensure(down if call == OPERATOR else closed_to(down, OPERATOR))
