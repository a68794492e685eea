"""A slot runs its campaign once, whatever starts it, or says why it did not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.worker import Replayer

from contracts import TASK_QUEUE, CampaignPayload, Timing, WaitingFor, workflow_id
from contracts.base import utc_now
from contracts.names import SLOT_WORKFLOW_TYPE
from contracts.schedule import (
    SlotOrder,
    StartedSlot,
    schedule_execution,
    slot_execution,
    slot_of,
    slot_workflow_id,
)
from runtime.campaigns.client import Campaigns
from runtime.refusals import NotCarriedOut
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import TENANT
from tests.support.campaigns.schedules import HOUR
from tests.support.campaigns.schedules import order as order_of
from tests.support.worlds.campaigns import Campaign, World

NAME = "coffee-monday"


def order(**changes: Any) -> SlotOrder:
    """Return what the schedule orders."""
    return order_of(NAME, **changes)


async def begin(
    world: World, slot: datetime, given: Any, named: str | None = None
) -> WorkflowHandle[Any, StartedSlot]:
    """Start the workflow of a slot as Temporal starts it."""
    return await world.client.start_workflow(
        SLOT_WORKFLOW_TYPE,
        given,
        id=named or slot_workflow_id(NAME, slot),
        task_queue=TASK_QUEUE,
        result_type=StartedSlot,
    )


def campaign_of(world: World, slot: datetime) -> Campaign:
    """Return the campaign of a slot."""
    name = workflow_id(slot_execution(NAME, slot))
    return Campaign(world.client.get_workflow_handle(name, result_type=CampaignPayload))


async def failure(handle: WorkflowHandle[Any, StartedSlot]) -> ApplicationError:
    """Return the error with which a slot ends."""
    with pytest.raises(WorkflowFailureError) as caught:
        await handle.result()
    assert isinstance(caught.value.cause, ApplicationError)
    return caught.value.cause


async def now(world: World) -> datetime:
    """Return the server's time in whole seconds."""
    return (await world.env.get_current_time()).astimezone(UTC).replace(microsecond=0)


async def test_a_slot_starts_its_own_execution_to_be_published_in_time(world: World) -> None:
    """The campaign has the slot's id, its request, and the slot's end as its publishing window."""
    slot = await now(world)

    started = await (await begin(world, slot, order())).result()

    execution = slot_execution(NAME, slot)
    assert started == StartedSlot(schedule=NAME, slot=slot, execution_id=execution, duplicate=False)
    ran = await Campaigns(world.client).request(execution)
    assert ran.execution_id == execution
    assert ran.timing.publish_before == slot + HOUR
    assert ran.model_copy(
        update={"execution_id": schedule_execution(NAME), "timing": Timing()}
    ) == (order().request.model_copy(update={"timing": Timing()}))
    campaign = campaign_of(world, slot)
    await campaign.waits_for(WaitingFor.METRICS)
    run = await campaign.handle.describe()
    assert await run.memo_value("name") == order().request.name
    assert str(TENANT) in str(run.typed_search_attributes)
    history = await world.client.get_workflow_handle(slot_workflow_id(NAME, slot)).fetch_history()
    await Replayer(workflows=[], plugins=[PhoenixPlugin()]).replay_workflow(history)


async def test_a_slot_that_is_started_again_starts_nothing(world: World) -> None:
    """A backfill, a catch-up or a second schedule of the same name find that it has run."""
    slot = await now(world)
    await (await begin(world, slot, order())).result()
    campaign = campaign_of(world, slot)
    await campaign.waits_for(WaitingFor.METRICS)

    beside = await (await begin(world, slot, order())).result()
    await campaign.handle.terminate()
    after = await (await begin(world, slot, order(late=True))).result()

    assert beside.duplicate
    assert after.duplicate
    assert len(world.platform.book) == 1


async def test_a_slot_that_comes_too_late_is_missed_and_says_why(world: World) -> None:
    """After an outage nothing is published that belongs to a time that has passed."""
    slot = await now(world) - 2 * HOUR

    error = await failure(await begin(world, slot, order()))

    assert error.type == "FAILED_TIMEOUT"
    assert error.message.startswith(f"missed: the slot of {slot:%Y-%m-%d %H:%M:%S} UTC could not")
    assert error.message.endswith("may begin within 1:00:00; nothing was started")
    with pytest.raises(NotCarriedOut, match="not found"):
        await Campaigns(world.client).request(slot_execution(NAME, slot))


async def test_a_missed_slot_runs_when_somebody_wants_it(world: World) -> None:
    """A backfill counts the slot's time from now on, and it is the slot's own execution."""
    slot = await now(world) - 24 * HOUR
    await failure(await begin(world, slot, order()))

    started = await (await begin(world, slot, order(late=True))).result()

    assert not started.duplicate
    ran = await Campaigns(world.client).request(slot_execution(NAME, slot))
    assert ran.timing.publish_before is not None
    assert ran.timing.publish_before > slot + 24 * HOUR


@pytest.mark.parametrize(
    ("given", "named", "told"),
    [
        ({"schedule": NAME}, None, "request: is required"),
        ("nonsense", None, "does not fit SlotOrder"),
        (order(), "slot-other-2026-11-22T10:20:06Z", "names no slot of schedule coffee-monday"),
        (order(), f"slot-{NAME}-today", "names no slot"),
        (order(), f"slot-{NAME}-2026-13-22T10:20:06Z", "names no slot"),
    ],
)
async def test_what_is_no_order_of_a_slot_ends_classified(
    world: World, given: Any, named: str | None, told: str
) -> None:
    """Whoever starts it with something else is told, and nothing hangs."""
    error = await failure(await begin(world, utc_now(), given, named))

    assert error.type == "FAILED_CONTRACT"
    assert told in error.message


def test_the_id_of_a_slot_names_its_moment_and_no_other() -> None:
    """Two schedules whose names begin alike have slots apart."""
    slot = datetime(2026, 11, 22, 10, 20, 6, tzinfo=UTC)

    assert slot_workflow_id(NAME, slot) == f"slot-{NAME}-2026-11-22T10:20:06Z"
    assert slot_of(slot_workflow_id(NAME, slot), NAME) == slot
    assert slot_of(slot_workflow_id(f"{NAME}-late", slot), NAME) is None
    assert slot_execution(NAME, slot) != slot_execution(NAME, slot + timedelta(seconds=1))
    assert slot_execution(NAME, slot) != slot_execution("coffee", slot)
