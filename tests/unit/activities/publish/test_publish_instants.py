"""No call begins that nobody wants any more, and none is repeated that may have been made."""

import asyncio

import pytest

from contracts import AnswerLost, PublicationStatus, PublishResult, Reconciliation, WindowClosed
from tests.support.publishing.scene import FATES, scene_of
from tests.support.worlds.activities import World

PUBLISH = "publish_channel"


@pytest.fixture
def world() -> World:
    """Return a world whose channel can be asked and honors no keys."""
    made = World()
    made.platform.reconciliation = Reconciliation.QUERYABLE
    return made


async def test_a_cancellation_before_the_call_sends_nothing(world: World) -> None:
    """A campaign that is cancelled while its call is being noted makes none."""
    given = await world.audited()
    noting = world.faults.hold("begin_call")
    attempt = asyncio.ensure_future(world.run(PUBLISH, given))
    await world.faults.called("begin_call")

    attempt.cancel()
    await asyncio.sleep(0)
    noting.set()

    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert world.platform.book == []
    assert world.ledger.steps.rows[given.step_key, 0].call_left is None


async def test_a_cancellation_while_the_channel_is_asked_sends_nothing(world: World) -> None:
    """The question is not cut off, and its answer begins nothing."""
    given = await world.audited()
    world.faults.plan("publish x", AnswerLost("lost before it came"))
    with pytest.raises(AnswerLost):
        await world.run(PUBLISH, given)
    asking = world.faults.hold("find x")
    attempt = asyncio.ensure_future(world.run(PUBLISH, given))
    await world.faults.called("find x")

    attempt.cancel()
    await asyncio.sleep(0)
    asking.set()

    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert world.platform.book == []


async def test_an_attempt_that_the_ledger_lost_is_asked_for(world: World) -> None:
    """A repeated attempt whose first one is in no ledger asks before it sends."""
    given = await world.audited()
    await world.run(PUBLISH, given)
    world.ledger.steps.rows.clear()

    again = given.model_copy(update={"earlier": 1})
    result: PublishResult = await world.run(PUBLISH, again)

    assert result.publication.status is PublicationStatus.SENT
    assert world.faults.calls.count("publish x") == 1


@pytest.mark.parametrize("is_repeated", [False, True])
async def test_a_window_that_closes_while_the_call_is_noted_sends_nothing(
    *, is_repeated: bool
) -> None:
    """Nothing is sent from the end of the window on, and an earlier call stays on record."""
    scene = await scene_of(Reconciliation.KEYED)
    if is_repeated:
        await scene.first(FATES["answer lost before the effect"])
    faults = scene.world.faults
    noting, before = faults.hold("begin_call"), faults.calls.count("begin_call")
    attempt = asyncio.ensure_future(scene.publish())
    while faults.calls.count("begin_call") == before:  # noqa: ASYNC110 - the attempt is a task of this loop
        await asyncio.sleep(0)

    scene.is_late = True
    noting.set()

    with pytest.raises(WindowClosed):
        await attempt
    assert scene.channel.effects == []
    assert (scene.row.call_left is not None) is is_repeated
