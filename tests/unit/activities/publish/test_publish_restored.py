"""After a restore, what was admitted before is looked for first, and nothing is denied."""

import asyncio
from datetime import timedelta

import pytest

from activities.ports import StepStatus
from contracts import (
    OtherLedger,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishResult,
    Reconciliation,
    Stopped,
)
from tests.support.builders import CAMPAIGN, TENANT
from tests.support.fake_ledger import IDENTITY
from tests.support.publication_scene import (
    KEYED,
    NEITHER,
    SENT,
    SETTLE,
    Fate,
    Scene,
    scene_of,
)

QUERYABLE, UNKNOWN = Reconciliation.QUERYABLE, PublicationStatus.UNKNOWN
SHORT = timedelta(milliseconds=30)


async def restored(level: Reconciliation, *, was_sent: bool) -> Scene:
    """Return a campaign that was admitted, and perhaps published, before the restore."""
    scene = await scene_of(level)
    scene.channel.call_timeout = SHORT
    scene.given = scene.given.model_copy(update={"ledger": IDENTITY})
    if was_sent:
        await scene.publish()
    scene.world.ledger.steps.rows.clear()
    scene.world.ledger.steps.identity = IDENTITY.model_copy(update={"epoch": 2})
    return scene


async def settled(scene: Scene) -> Publication:
    """Find out what is out."""
    given = SETTLE.model_copy(update={"ledger": IDENTITY})
    result: PublishResult = await scene.world.run("settle_channel", given)
    return result.publication


@pytest.mark.parametrize("was_sent", [True, False])
async def test_a_channel_with_keys_is_told_the_same_again(*, was_sent: bool) -> None:
    """What a forgotten call put out is not put out a second time."""
    scene = await restored(KEYED, was_sent=was_sent)

    publication = await scene.publish()

    assert publication.status is SENT
    assert len(scene.channel.effects) == 1


@pytest.mark.parametrize("was_sent", [True, False])
async def test_a_channel_that_can_be_asked_is_asked_first(*, was_sent: bool) -> None:
    """What it has counts as sent, and what it does not have is sent."""
    scene = await restored(QUERYABLE, was_sent=was_sent)

    publication = await scene.publish()

    assert publication.status is SENT
    assert (scene.channel.questions, scene.channel.calls) == (1, 1)
    assert len(scene.channel.effects) == 1


@pytest.mark.parametrize("was_sent", [True, False])
async def test_where_nobody_can_look_a_person_is_asked(*, was_sent: bool) -> None:
    """Nothing is sent, and nothing is denied, whatever really happened."""
    scene = await restored(NEITHER, was_sent=was_sent)

    with pytest.raises(OutcomeUnknowable, match="The ledger was restored, and may have forgotten"):
        await scene.publish()
    publication = await settled(scene)

    assert publication.status is UNKNOWN
    assert len(scene.channel.effects) == was_sent
    assert scene.ledger == (StepStatus.UNKNOWN, False, False)


@pytest.mark.parametrize("level", Reconciliation)
async def test_settling_denies_nothing_after_a_restore(level: Reconciliation) -> None:
    """That the ledger has no call on record is no proof any more; the channel is asked."""
    scene = await restored(level, was_sent=True)

    publication = await settled(scene)

    assert publication.status is (UNKNOWN if level is NEITHER else SENT)
    assert scene.channel.questions == 1


async def test_a_forgotten_call_is_waited_for() -> None:
    """A worker that was in mid-call when the ledger was replaced may still have its effect."""
    scene = await restored(QUERYABLE, was_sent=False)
    loop = asyncio.get_running_loop()
    begin = loop.time()

    await scene.publish()

    assert loop.time() - begin >= SHORT.total_seconds()


@pytest.mark.parametrize(
    ("fate", "raised"),
    [(PlatformRefused, OutcomeUnknowable), (PlatformUnavailable, PlatformUnavailable)],
)
async def test_a_refusal_after_a_restore_proves_nothing(
    fate: type[Exception], raised: type[Exception]
) -> None:
    """A channel with keys that refuses, or is broken, may have taken the forgotten call."""
    scene = await restored(KEYED, was_sent=True)
    scene.channel.plan.append(Fate(has_effect=False, ends=fate))

    with pytest.raises(raised):
        await scene.publish()

    assert (await settled(scene)).status is SENT


async def test_another_ledger_publishes_nothing() -> None:
    """A worker with a ledger of its own leaves a campaign alone that another one admitted."""
    scene = await scene_of(KEYED)
    stranger = IDENTITY.model_copy(update={"id": CAMPAIGN})
    scene.given = scene.given.model_copy(update={"ledger": stranger})

    with pytest.raises(OtherLedger):
        await scene.publish()

    assert scene.channel.calls == 0
    assert (scene.given.step_key, 0) not in scene.world.ledger.steps.rows


async def test_the_epoch_is_no_part_of_what_is_done() -> None:
    """A second run that was admitted after a restore finds what the first one has done."""
    scene = await scene_of(KEYED)
    scene.given = scene.given.model_copy(update={"ledger": IDENTITY})
    first = await scene.publish()
    raised = scene.world.ledger.steps.identity = IDENTITY.model_copy(update={"epoch": 2})
    scene.given = scene.given.model_copy(update={"ledger": raised})

    assert await scene.publish() == first
    assert scene.channel.calls == 1


async def test_what_is_stopped_is_said_once_in_the_workers_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who reads the log sees who stopped what, and no failure."""
    scene = await scene_of(KEYED)
    await scene.world.ledger.stops.set(TENANT, "x", why="a wrong price", by="ada")

    with pytest.raises(Stopped):
        await scene.publish()

    (line,) = caplog.messages
    assert line.startswith("x.post: Nothing was sent: ada has stopped all publishing of tenant")
    assert scene.ledger == (StepStatus.CLAIMED, False, False)
    assert scene.channel.calls == 0
