"""Taking back is noted before it begins, and what an answer that was lost did is never denied."""

import asyncio
from typing import Any

import pytest

from activities.ports import StepStatus
from contracts import (
    AnswerLost,
    CampaignState,
    Place,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishResult,
    SettleInput,
    step_key,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT
from tests.support.fakes.ledger import FakeStep
from tests.support.worlds.activities import World, execution

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
RETRACTED, UNKNOWN = PublicationStatus.RETRACTED, PublicationStatus.UNKNOWN
KEY = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, Place("x", "post"))
IN_DOUBT = Publication(channel="x", placement="post", status=UNKNOWN, at=MOMENT)


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


@pytest.fixture
async def sent(world: World) -> Publication:
    """Publish on X."""
    result: PublishResult = await world.run("publish_channel", await world.audited())
    return result.publication


@pytest.fixture
async def lost(world: World) -> None:
    """Publish on X and lose the answer."""
    world.faults.plan("answer x", AnswerLost("the line broke"))
    with pytest.raises(AnswerLost):
        await world.run("publish_channel", await world.audited())


async def settled(world: World, *, is_last: bool = True, **what: Any) -> Publication:
    """Find out what became of X, or take it back."""
    given = SettleInput(**execution(), channel="x", placement="post", is_last=is_last, **what)
    result: PublishResult = await world.run("settle_channel", given)
    return result.publication


def row(world: World) -> FakeStep:
    """Return what the ledger has about X."""
    return world.ledger.steps.rows[KEY, 0]


async def taken_back_without_an_answer(world: World) -> None:
    """Take X back, and lose the answer, with another attempt left."""
    world.faults.plan("retract x", AnswerLost("it may have been taken back"))
    with pytest.raises(AnswerLost):
        await settled(world, retract=True, is_last=False)


@pytest.mark.usefixtures("sent")
async def test_that_it_begins_is_noted_before_it_does(world: World) -> None:
    """Whoever comes after a worker that died in the middle knows of its call."""
    await taken_back_without_an_answer(world)

    assert world.faults.calls.index("begin_call") < world.faults.calls.index("retract x")
    assert world.faults.calls[-3:-1] == ["begin_call", "retract x"]
    assert (row(world).status, row(world).call_left is None) == (StepStatus.DONE, False)


@pytest.mark.usefixtures("sent")
async def test_what_is_gone_after_a_lost_answer_is_not_called_sent(world: World) -> None:
    """The first call took it back, and the second one is told that there is nothing."""
    await taken_back_without_an_answer(world)
    world.platform.book.clear()

    publication = await settled(world, retract=True)

    assert publication.status is RETRACTED
    assert publication.detail == "the channel does not have it any more"
    assert (row(world).status, row(world).call_left) == (StepStatus.DONE, None)


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(("is_out", "status"), [(True, SENT), (False, RETRACTED)])
async def test_what_was_noted_before_it_proves_nothing_any_more(
    world: World, status: PublicationStatus, *, is_out: bool
) -> None:
    """Who asks after an answer that was lost is told what the channel says by now."""
    await taken_back_without_an_answer(world)
    if not is_out:
        world.platform.book.clear()

    assert (await settled(world)).status is status


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("error", [PlatformRefused("for ever"), PlatformUnavailable("down")])
async def test_a_refusal_after_a_lost_answer_leaves_it_unknown(
    world: World, error: Exception
) -> None:
    """The first call may have taken it back, whatever the second one is told."""
    await taken_back_without_an_answer(world)
    world.faults.plan("retract x", error)

    publication = await settled(world, retract=True)

    assert publication.status is UNKNOWN
    assert str(publication.detail).startswith("could not be taken back: ")
    assert row(world).call_left is not None


@pytest.mark.usefixtures("sent")
async def test_a_call_that_reached_nobody_leaves_no_doubt(world: World) -> None:
    """A channel that could not be reached has not taken it back."""
    world.faults.plan("retract x", PlatformUnavailable("down"))
    with pytest.raises(PlatformUnavailable):
        await settled(world, retract=True, is_last=False)

    assert row(world).call_left is None
    assert (await settled(world)).status is SENT


@pytest.mark.usefixtures("lost")
@pytest.mark.parametrize(("is_out", "status"), [(True, RETRACTED), (False, NOT_SENT)])
async def test_taking_back_settles_a_doubt(
    world: World, status: PublicationStatus, *, is_out: bool
) -> None:
    """A channel that cannot be asked, but can be told to delete, says so what it had."""
    world.platform.answers_questions = False
    if not is_out:
        world.platform.book.clear()

    publication = await settled(world, retract=True, known=IN_DOUBT)

    assert publication.status is status


@pytest.mark.usefixtures("sent")
async def test_what_was_taken_back_is_not_taken_back_again(world: World) -> None:
    """A second order finds it done."""
    first = await settled(world, retract=True)

    assert await settled(world, retract=True) == first
    assert world.faults.calls.count("retract x") == 1


@pytest.mark.usefixtures("sent")
async def test_who_settles_learns_what_was_ordered(world: World) -> None:
    """A run that has decided otherwise can tell that what is out is not its own."""
    given = SettleInput(**execution(), channel="x", placement="post", is_last=True)

    result: PublishResult = await world.run("settle_channel", given)

    assert result.order == row(world).input_sha256


@pytest.mark.usefixtures("sent")
async def test_what_a_channel_denies_stays_sent_and_says_so(world: World) -> None:
    """Nobody took it back, so what was proven once is not taken for taken back."""
    world.platform.book.clear()

    publication = await settled(world, retract=True)

    assert publication.status is SENT
    assert publication.detail == ("could not be taken back: the channel has nothing under its key")


@pytest.mark.usefixtures("sent")
async def test_what_vanishes_while_it_is_taken_back_again_is_taken_back(world: World) -> None:
    """The first call may still be at work when the second one is made."""
    await taken_back_without_an_answer(world)
    may_answer = world.faults.hold("retract x")
    taking = asyncio.create_task(settled(world, retract=True))
    while world.faults.calls.count("retract x") < 2:  # noqa: ASYNC110 - it was called before
        await asyncio.sleep(0)

    world.platform.book.clear()
    may_answer.set()

    assert (await taking).status is RETRACTED
