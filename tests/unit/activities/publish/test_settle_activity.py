"""What became of a publication is found out and taken back, and no status says more than that."""

from datetime import timedelta
from typing import Any

import pytest

from activities.ports import StepStatus
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishInput,
    PublishResult,
    SettleInput,
    Timing,
)
from tests.support.activity_world import World, execution
from tests.support.builders import MOMENT
from tests.support.cancelled_calls import cancelled_during
from tests.support.fake_ledger import FakeStep

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
RETRACTED, UNKNOWN = PublicationStatus.RETRACTED, PublicationStatus.UNKNOWN


def settle(*, is_last: bool = True, **what: Any) -> SettleInput:
    """Return what is given to find out what became of X."""
    return SettleInput(**execution(), channel="x", placement="post", is_last=is_last, **what)


async def settled(world: World, **what: Any) -> Publication:
    """Find out what became of X."""
    result: PublishResult = await world.run("settle_channel", settle(**what))
    return result.publication


def row(world: World) -> FakeStep:
    """Return what the ledger has about X."""
    return world.ledger.steps.rows[settle().step_key, 0]


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


@pytest.fixture
async def given(world: World) -> PublishInput:
    """Give a test what was audited; it may be published until a minute from its moment."""
    window = Timing(publish_before=MOMENT + timedelta(minutes=1))
    return await world.audited(timing=window)


@pytest.fixture
async def sent(world: World, given: PublishInput) -> Publication:
    """Publish on X."""
    result: PublishResult = await world.run("publish_channel", given)
    return result.publication


@pytest.fixture
async def lost(world: World, given: PublishInput) -> None:
    """Publish on X and lose the answer."""
    world.faults.plan("answer x", AnswerLost("the line broke"))
    with pytest.raises(AnswerLost):
        await world.run("publish_channel", given)


async def test_what_the_ledger_proves_is_not_asked_for(world: World, sent: Publication) -> None:
    """A channel that is broken afterwards takes nothing away from what is proven."""
    assert await settled(world) == sent

    assert "find x" not in world.faults.calls


@pytest.mark.usefixtures("lost")
async def test_a_lost_answer_is_found_again(world: World) -> None:
    """What a channel has is proven by the channel itself."""
    assert (await settled(world)).status is SENT

    assert (row(world).status, row(world).call_left) == (StepStatus.DONE, None)


@pytest.mark.parametrize("retract", [False, True], ids=["find", "take back"])
async def test_what_was_never_begun_was_not_sent(world: World, *, retract: bool) -> None:
    """Where nothing was sent, the status says so, and why; nothing is there to be taken back."""
    publication = await settled(world, retract=retract)

    assert publication == Publication(
        channel="x",
        placement="post",
        status=NOT_SENT,
        detail="no call to the channel was made, or it refused",
        at=MOMENT,
    )
    assert "retract x" not in world.faults.calls


@pytest.mark.usefixtures("lost")
@pytest.mark.parametrize("retract", [False, True], ids=["find", "take back"])
async def test_what_the_channel_does_not_have_was_not_sent(world: World, *, retract: bool) -> None:
    """A call that never arrived is reported as not sent."""
    world.platform.book.clear()

    publication = await settled(world, retract=retract)

    assert (publication.status, publication.detail) == (NOT_SENT, "the channel does not have it")
    assert publication.at == MOMENT


@pytest.mark.parametrize(
    ("retract", "during", "status"),
    [(False, "find x", SENT), (True, "retract x", RETRACTED)],
    ids=["find", "take back"],
)
@pytest.mark.usefixtures("lost")
async def test_settling_is_finished_when_it_is_cancelled(
    world: World, during: str, status: PublicationStatus, *, retract: bool
) -> None:
    """A post is not left half taken back, and what the channel says is not lost."""
    result = await cancelled_during(world, during, "settle_channel", settle(retract=retract))

    assert result.publication.status is status
    assert row(world).status is StepStatus.DONE


@pytest.mark.usefixtures("sent")
async def test_a_publication_can_be_taken_back(world: World, given: PublishInput) -> None:
    """What was sent is taken back once, and no late attempt sends it again."""
    publication = await settled(world, retract=True)

    assert publication.status is RETRACTED
    assert world.platform.taken_back == [settle().step_key]
    late: PublishResult = await world.run("publish_channel", given)
    assert late.publication == publication
    assert len(world.platform.book) == 1


@pytest.mark.usefixtures("sent")
async def test_what_a_channel_no_longer_knows_is_not_denied(world: World) -> None:
    """A post that was proven to be out stays so, although its key has been forgotten since."""
    world.platform.book.clear()

    publication = await settled(world, retract=True)

    assert publication.status is SENT
    assert publication.detail == ("could not be taken back: the channel has nothing under its key")


async def test_a_ledger_that_was_lost_denies_nothing(world: World) -> None:
    """Where the ledger knows of no call, a channel that can be asked is asked all the same."""
    given = await world.audited()
    await world.run("publish_channel", given)
    world.ledger.steps.rows.clear()

    publication = await settled(world)

    assert publication.status is SENT


async def test_a_channel_that_does_not_answer_leaves_the_ledgers_word(world: World) -> None:
    """A new ledger and a silent channel: no call was noted, so nothing was sent."""
    world.faults.plan("find x", PlatformUnavailable("down"))

    publication = await settled(world)

    assert publication.status is NOT_SENT


@pytest.mark.usefixtures("sent")
async def test_no_persons_word_is_worth_more_than_the_channels_proof(world: World) -> None:
    """Who says that it is not out is told that it is, when the channel said so itself."""
    denied = Publication(channel="x", placement="post", status=NOT_SENT, at=MOMENT)
    given = settle(known=denied)

    result: PublishResult = await world.run("settle_channel", given)

    assert result.publication.status is SENT


@pytest.mark.usefixtures("sent")
async def test_a_channel_that_takes_nothing_back_says_what_is_out(world: World) -> None:
    """A post that stays out is reported as sent, with the channel's reason."""
    world.faults.plan("retract x", PlatformRefused("posts are for ever"))

    publication = await settled(world, retract=True)

    assert publication.status is SENT
    assert publication.detail == "could not be taken back: posts are for ever"
    assert publication.at == MOMENT


@pytest.mark.usefixtures("sent")
async def test_what_a_channel_says_is_cleaned(world: World) -> None:
    """A channel's words may be long and hold anything, and the status is still readable."""
    world.faults.plan("retract x", PlatformRefused("no\x00" * 5000))

    publication = await settled(world, retract=True)

    assert publication == Publication.model_validate_json(publication.model_dump_json())
    assert (publication.detail or "").startswith("could not be taken back: no no")


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("error", [PlatformUnavailable("down"), AnswerLost("perhaps")])
async def test_taking_back_is_tried_again_while_attempts_are_left(
    world: World, error: Exception
) -> None:
    """A channel that is broken for the moment does not keep a post out that should go."""
    world.faults.plan("retract x", error)
    with pytest.raises(type(error)):
        await settled(world, retract=True, is_last=False)

    publication = await settled(world, retract=True)

    assert publication.status is RETRACTED


@pytest.mark.usefixtures("sent")
async def test_a_channel_that_stays_broken_leaves_it_out(world: World) -> None:
    """The last attempt reports what is proven: it is out, and could not be taken back."""
    world.faults.plan("retract x", PlatformUnavailable("down"))

    publication = await settled(world, retract=True)

    assert (publication.status, publication.detail) == (SENT, "could not be taken back: down")


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("is_out", [True, False])
async def test_whether_it_was_taken_back_is_found_out_later(world: World, *, is_out: bool) -> None:
    """A lost answer about taking back leaves it unknown, until the channel can be asked."""
    world.faults.plan("retract x", AnswerLost("it may have been taken back"))
    unknown = await settled(world, retract=True)
    if not is_out:
        world.platform.book.clear()

    publication = await settled(world)

    assert (unknown.status, unknown.detail) == (UNKNOWN, "it may have been taken back")
    assert publication.status is (SENT if is_out else NOT_SENT)
    assert row(world).status is StepStatus.DONE


@pytest.mark.usefixtures("lost")
@pytest.mark.parametrize("retract", [False, True], ids=["find", "take back"])
async def test_what_nobody_can_tell_is_unknown(world: World, *, retract: bool) -> None:
    """The status never claims more than is proven, and the ledger keeps that there was a call."""
    world.platform.answers_questions = False

    publication = await settled(world, retract=retract)

    assert (publication.status, publication.detail) == (UNKNOWN, "x cannot be asked")
    assert (row(world).status, row(world).call_left) != (StepStatus.UNKNOWN, None)
    assert world.platform.taken_back == []


@pytest.mark.usefixtures("lost")
async def test_a_channel_is_asked_again_while_attempts_are_left(world: World) -> None:
    """A channel that is broken for the moment is asked later, and then not given up too early."""
    world.faults.plan("find x", *[PlatformUnavailable("down")] * 2)
    with pytest.raises(PlatformUnavailable, match="down"):
        await settled(world, is_last=False)

    publication = await settled(world)

    assert (publication.status, publication.detail) == (UNKNOWN, "down")
    assert (await settled(world)).status is SENT


@pytest.mark.usefixtures("lost")
async def test_what_a_person_found_out_is_kept(world: World, given: PublishInput) -> None:
    """Who looked at the channel settles what nobody could tell, and it is not sent again."""
    world.platform.answers_questions = False
    unknown = await settled(world)
    seen = Publication(channel="x", placement="post", status=SENT, remote_id="seen", at=MOMENT)

    publication = await settled(world, known=seen)

    assert (unknown.status, publication) == (UNKNOWN, seen)
    assert (row(world).status, row(world).call_left) == (StepStatus.DONE, None)
    late: PublishResult = await world.run("publish_channel", given)
    assert late.publication == seen
    assert world.faults.calls.count("publish x") == 1


@pytest.mark.usefixtures("lost")
async def test_what_a_person_found_out_can_be_taken_back(world: World) -> None:
    """A post that a person found is taken back like any other."""
    seen = Publication(channel="x", placement="post", status=SENT, remote_id="seen", at=MOMENT)

    publication = await settled(world, known=seen, retract=True)

    assert publication.status is RETRACTED
    assert "find x" not in world.faults.calls


@pytest.mark.usefixtures("lost")
async def test_a_late_attempt_that_cannot_ask_denies_nothing(
    world: World, given: PublishInput
) -> None:
    """Where nobody can tell whether an earlier attempt sent it, nobody claims that none did."""
    world.platform.answers_questions = False
    world.now = MOMENT + timedelta(minutes=1)

    with pytest.raises(OutcomeUnknowable):
        await world.run("publish_channel", given)

    assert row(world).call_left is not None


async def test_a_persons_finding_completes_what_the_ledger_could_not_prove(world: World) -> None:
    """A post that a person found is out, although the channel once said that it had nothing."""
    await settled(world)
    found = Publication(channel="x", placement="post", status=SENT, remote_id="7", at=MOMENT)
    given = settle(known=found)

    result: PublishResult = await world.run("settle_channel", given)

    assert result.publication == found
