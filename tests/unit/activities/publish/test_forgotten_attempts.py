"""An attempt of which the ledger knows nothing may have called, and nothing is denied for it."""

from datetime import timedelta

import pytest

from contracts import (
    OutcomeUnknowable,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishResult,
    Reconciliation,
)
from tests.support.publication_scene import KEYED, NEITHER, SENT, SETTLE, Scene, scene_of

QUERYABLE, UNKNOWN = Reconciliation.QUERYABLE, PublicationStatus.UNKNOWN
NOT_SENT = PublicationStatus.NOT_SENT
SHORT = timedelta(milliseconds=10)


async def again(level: Reconciliation, *, was_sent: bool = False) -> Scene:
    """Return a publication of which an earlier attempt is missing from the ledger."""
    scene = await scene_of(level)
    scene.channel.call_timeout = SHORT
    if was_sent:
        await scene.publish()
    scene.world.ledger.steps.rows.clear()
    scene.given = scene.given.model_copy(update={"earlier": 1})
    return scene


async def settled(scene: Scene, *, earlier: int = 1) -> Publication:
    """Find out what is out, after so many attempts to publish."""
    given = SETTLE.model_copy(update={"earlier": earlier})
    result: PublishResult = await scene.world.run("settle_channel", given)
    return result.publication


async def test_where_nobody_can_look_a_person_is_asked() -> None:
    """It is not sent a second time, and the next attempt, and whoever settles it, know that too."""
    scene = await again(NEITHER, was_sent=True)

    with pytest.raises(OutcomeUnknowable, match="An attempt that the ledger does not know of"):
        await scene.publish()
    with pytest.raises(OutcomeUnknowable, match="ended without an answer"):
        await scene.publish()
    publication = await settled(scene, earlier=0)

    assert publication.status is UNKNOWN
    assert scene.channel.calls == 1


@pytest.mark.parametrize("was_sent", [True, False])
async def test_a_channel_that_can_be_asked_is_asked_first(*, was_sent: bool) -> None:
    """What it has counts as sent, and what it does not have is sent."""
    scene = await again(QUERYABLE, was_sent=was_sent)

    publication = await scene.publish()

    assert publication.status is SENT
    assert (scene.channel.questions, len(scene.channel.effects)) == (1, 1)


async def test_a_channel_with_keys_is_told_the_same_again() -> None:
    """A second call under the same key has no second effect, so nobody has to wait."""
    scene = await again(KEYED, was_sent=True)

    assert (await scene.publish()).status is SENT
    assert len(scene.channel.effects) == 1


@pytest.mark.parametrize(
    ("level", "earlier", "status"),
    [(NEITHER, 1, UNKNOWN), (NEITHER, 0, NOT_SENT), (QUERYABLE, 1, SENT), (QUERYABLE, 0, SENT)],
)
async def test_what_is_settled_after_it_is_not_denied(
    level: Reconciliation, earlier: int, status: PublicationStatus
) -> None:
    """That no call was noted is a proof only if no attempt can have made one unnoted."""
    scene = await again(level, was_sent=True)

    assert (await settled(scene, earlier=earlier)).status is status


async def test_a_doubt_outlasts_a_channel_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next attempt to settle it knows that there may have been a call."""
    scene = await again(QUERYABLE, was_sent=True)

    async def find(_: object) -> None:
        raise PlatformUnavailable("down")

    with monkeypatch.context() as away:
        away.setattr(scene.channel, "find", find)
        assert (await settled(scene)).status is UNKNOWN

    assert (await settled(scene, earlier=0)).status is SENT
