"""Whatever becomes of a call, nothing goes out twice and nothing is claimed that is not proven."""

import asyncio
from datetime import timedelta

import pytest

from activities.ports import StepStatus
from contracts import (
    AnswerLost,
    Infrastructure,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    PublicationStatus,
    Reconciliation,
    StepLost,
    WindowClosed,
)
from tests.support.publication_scene import (
    CASES,
    KEYED,
    NEITHER,
    NOT_SENT,
    SENT,
    Fate,
    ProcessLost,
    scene_of,
)


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_an_attempt_leaves_in_the_ledger_what_is_certain(
    level: Reconciliation, fate: Fate
) -> None:
    """After one attempt, a call without an outcome is on record, and nothing else is."""
    scene = await scene_of(level)

    await scene.first(fate)

    status = StepStatus.CLAIMED if fate.ends else StepStatus.DONE
    assert scene.ledger == (status, fate.is_open, False)
    assert len(scene.channel.effects) == fate.has_effect


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_another_attempt_has_no_second_effect(level: Reconciliation, fate: Fate) -> None:
    """A retry sends again, asks or stops for a person, as the channel allows."""
    scene = await scene_of(level)
    await scene.first(fate)

    if level is NEITHER and fate.is_open:
        with pytest.raises(OutcomeUnknowable, match="can neither be asked nor told"):
            await scene.publish()

        assert scene.channel.calls == 1
        assert scene.ledger == (StepStatus.CLAIMED, True, False)
        assert len(scene.channel.effects) == fate.has_effect
        return
    publication = await scene.publish()

    is_proven = fate.has_effect and (level is not KEYED or not fate.is_open)
    assert publication.status is SENT
    assert len(scene.channel.effects) == 1
    assert scene.channel.calls == (1 if is_proven else 2)
    assert scene.channel.questions == (level is not KEYED and fate.is_open)
    assert scene.ledger == (StepStatus.DONE, False, False)


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_an_attempt_that_comes_too_late_reports_and_sends_nothing(
    level: Reconciliation, fate: Fate
) -> None:
    """After the window, what went out is reported, and what did not is not sent any more."""
    scene = await scene_of(level)
    await scene.first(fate)
    scene.is_late = True

    if level is NEITHER and fate.is_open:
        with pytest.raises(OutcomeUnknowable):
            await scene.publish()
    elif fate.has_effect:
        assert (await scene.publish()).status is SENT
        assert scene.ledger == (StepStatus.DONE, False, False)
    else:
        with pytest.raises(WindowClosed, match="Nothing was sent on x"):
            await scene.publish()
        assert scene.ledger == (StepStatus.CLAIMED, False, False)

    assert scene.channel.calls == 1


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_what_was_settled_is_never_sent_afterwards(level: Reconciliation, fate: Fate) -> None:
    """Settling says what is proven, and an attempt that wakes up later changes nothing."""
    scene = await scene_of(level)
    await scene.first(fate)

    settled = await scene.settle()
    late = await scene.publish()

    if level is NEITHER and fate.is_open:
        assert settled.status is PublicationStatus.UNKNOWN
        assert scene.ledger == (StepStatus.UNKNOWN, True, False)
    else:
        assert settled.status is (SENT if fate.has_effect else NOT_SENT)
        assert scene.ledger == (StepStatus.DONE, False, False)
    assert late == settled
    assert scene.channel.calls == 1
    assert scene.channel.questions == fate.is_open
    assert len(scene.channel.effects) == fate.has_effect


async def test_what_is_settled_before_it_began_is_never_sent() -> None:
    """A publication whose campaign was cancelled first stays unsent, however late it is begun."""
    scene = await scene_of(KEYED)

    settled = await scene.settle()

    assert settled.status is NOT_SENT
    assert settled.detail == "no call to the channel was made, or it refused"
    assert await scene.publish() == settled
    assert (scene.channel.calls, scene.channel.questions) == (0, 1)


@pytest.mark.parametrize(
    ("second", "raised"),
    [
        (PlatformUnavailable, PlatformUnavailable),
        (AnswerLost, AnswerLost),
        (PlatformRefused, OutcomeUnknowable),
    ],
)
@pytest.mark.parametrize("has_effect", [True, False])
async def test_a_repeated_call_that_is_not_answered_well_proves_nothing_about_the_first(
    second: type[Exception], raised: type[Exception], *, has_effect: bool
) -> None:
    """That a channel is broken, or refuses the second time, does not say what it took before."""
    scene = await scene_of(KEYED)
    await scene.first(Fate(has_effect=has_effect, ends=AnswerLost))
    scene.channel.plan.append(Fate(has_effect=False, ends=second))

    with pytest.raises(raised):
        await scene.publish()

    assert scene.ledger == (StepStatus.CLAIMED, True, False)
    assert (await scene.settle()).status is (SENT if has_effect else NOT_SENT)


@pytest.mark.parametrize("error", [Infrastructure("away"), StepLost("another's")])
async def test_what_cannot_be_noted_is_not_done(error: Exception) -> None:
    """No call is made of which the ledger does not know before."""
    scene = await scene_of(KEYED)
    scene.world.faults.plan("begin_call", error)

    with pytest.raises(type(error)):
        await scene.publish()

    assert scene.channel.calls == 0


async def test_a_process_that_slept_too_long_makes_no_call() -> None:
    """A worker that was paused after it noted a call does not send when others count it as over."""
    scene = await scene_of(KEYED)
    scene.channel.call_timeout = timedelta()

    with pytest.raises(AnswerLost, match="x gave no answer within 0 s"):
        await scene.publish()

    assert scene.channel.calls == 0


@pytest.mark.parametrize("name", ["publish", "settle"])
async def test_a_channel_is_asked_when_the_call_is_over(name: str) -> None:
    """While an earlier call may still have its effect, an answer would prove nothing."""
    scene = await scene_of(Reconciliation.QUERYABLE)
    await scene.first(Fate(has_effect=True, ends=ProcessLost))
    scene.row.call_left = timedelta(milliseconds=30)
    loop = asyncio.get_running_loop()
    begin = loop.time()

    await (scene.publish() if name == "publish" else scene.settle())

    assert loop.time() - begin >= 0.03
    assert scene.channel.questions == 1
