"""Every activity of a worker has the same heartbeats, errors and callers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Final

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from contracts import (
    WORKFLOW_TYPE,
    AnswerLost,
    AnswerPending,
    ArtifactAltered,
    ArtifactMissing,
    Charge,
    ContractInvalid,
    Infrastructure,
    LedgerUnusable,
    OtherLedger,
    OutcomeUnknowable,
    PendingAnswer,
    PlatformRefused,
    PlatformUnavailable,
    RadarResult,
    StepLost,
    Stopped,
    WindowClosed,
    workflow_id,
)
from tests.support.builders import EXECUTION, MOMENT, TENANT
from tests.support.worlds.intercepted_stage import GIVEN, Scene, opened_scene

CHARGES: Final[Mapping[type[Exception], Charge]] = {
    StepLost: Charge.RESTART,
    Infrastructure: Charge.NOTHING,
    OtherLedger: Charge.NOTHING,
    Stopped: Charge.NOTHING,
    LedgerUnusable: Charge.NOTHING,
}


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """Give a test a stage that works, and a ledger."""
    async with opened_scene(monkeypatch) as scene:
        yield scene


async def test_a_result_is_what_the_stage_made(scene: Scene) -> None:
    """Nothing is added to what a stage answers."""
    result: RadarResult = await scene.run(GIVEN)

    assert result.documents == 7


async def test_what_is_no_stage_has_no_step(scene: Scene) -> None:
    """An activity that orders no stage is run as it is."""
    scene.stage.answer = "text"

    results = [await scene.run(), await scene.run(TENANT)]

    assert results == ["text", "text"]
    assert scene.steps.rows == {}


@pytest.mark.parametrize(
    ("error", "kind", "final"),
    [
        (PlatformUnavailable("later"), "FAILED_PLATFORM", False),
        (AnswerLost("perhaps"), "FAILED_PLATFORM", False),
        (ArtifactMissing("late"), "FAILED_PLATFORM", False),
        (PlatformRefused("no"), "FAILED_PLATFORM", True),
        (OutcomeUnknowable("who knows"), "FAILED_PLATFORM", True),
        (ArtifactAltered("other"), "FAILED_QUALITY", True),
        (ContractInvalid("what"), "FAILED_CONTRACT", True),
        (WindowClosed("late"), "FAILED_TIMEOUT", True),
        (StepLost("another's"), "FAILED_TIMEOUT", False),
        (OtherLedger("elsewhere"), "FAILED_TIMEOUT", False),
        (Stopped("nothing goes out"), "FAILED_POLICY", False),
        (Infrastructure("away"), "FAILED_TIMEOUT", False),
        (LedgerUnusable("a copy"), "FAILED_CONTRACT", False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
async def test_an_error_carries_its_class_and_its_charge(
    scene: Scene, error: Exception, kind: str, *, final: bool
) -> None:
    """The workflow sees whose fault it is and whether trying again may help."""
    scene.stage.answer = error
    charge = CHARGES.get(type(error), Charge.RETRY)

    with pytest.raises(ApplicationError) as failure:
        await scene.run(GIVEN)

    assert (failure.value.type, failure.value.non_retryable) == (kind, final)
    assert failure.value.message == str(error)
    held = {"held": True} if isinstance(error, Stopped) else {}
    assert failure.value.details == ({"charge": charge, "begun": True, **held},)
    assert failure.value.next_retry_delay is None
    is_wanted = failure.value.category is ApplicationErrorCategory.BENIGN
    assert is_wanted is isinstance(error, Stopped)


async def test_who_asks_to_be_left_alone_is_left_alone(scene: Scene) -> None:
    """A platform's `Retry-After` decides when the next attempt comes."""
    scene.stage.answer = PlatformUnavailable("later", retry_after=timedelta(seconds=90))

    with pytest.raises(ApplicationError) as failure:
        await scene.run(GIVEN)

    assert failure.value.next_retry_delay == timedelta(seconds=90)


async def test_an_error_of_no_class_is_passed_on(scene: Scene) -> None:
    """A mistake in our own code keeps its name and its stack, and frees the step."""
    scene.stage.answer = ZeroDivisionError()

    with pytest.raises(ZeroDivisionError):
        await scene.run(GIVEN)

    assert not scene.row.is_held


async def test_a_working_activity_says_that_it_lives(scene: Scene) -> None:
    """A worker that was killed is noticed early, because a living one beats."""
    scene.stage.answer = enough = asyncio.Event()
    scene.on_beat = lambda: enough.set() if len(scene.said) == 3 else None

    await scene.run(GIVEN)

    assert scene.said == [(), (), ()]


async def test_an_activity_that_need_not_beat_does_not(scene: Scene) -> None:
    """Without a heartbeat timeout, the lease follows the attempt's own."""
    scene.heartbeat = None

    await scene.run(GIVEN)

    assert scene.said == []


@pytest.mark.parametrize(
    ("workflow_type", "workflow"),
    [
        (WORKFLOW_TYPE, "campaign-0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0009"),
        ("OtherWorkflow", workflow_id(EXECUTION)),
        (None, None),
    ],
    ids=["another campaign's run", "another workflow", "an activity by itself"],
)
async def test_a_stage_works_for_its_own_campaigns_run_alone(
    scene: Scene, workflow_type: str | None, workflow: str | None
) -> None:
    """Whoever reaches Temporal without a campaign starts no stage, and leaves nothing behind."""
    scene.caller = {"workflow_type": workflow_type, "workflow_id": workflow}

    with pytest.raises(ApplicationError, match=r"works for campaign-.* alone") as refusal:
        await scene.run(GIVEN)

    assert (refusal.value.type, refusal.value.non_retryable) == ("FAILED_CONTRACT", True)
    assert scene.stage.runs == 0
    assert scene.steps.rows == {}


async def test_a_promise_goes_with_the_error_and_with_the_next_attempt(scene: Scene) -> None:
    """Whichever worker makes the next attempt knows what was promised, and where to ask."""
    pending = PendingAnswer(place="https://a.example/jobs/1", until=MOMENT, asks=3)
    scene.stage.answer = AnswerPending("it is at work", pending, timedelta(seconds=9))

    with pytest.raises(ApplicationError) as failure:
        await scene.run(GIVEN.model_copy(update={"pending": pending}))

    assert failure.value.details == (
        {"charge": Charge.NOTHING, "begun": True, "pending": pending.model_dump(mode="json")},
    )
    assert failure.value.next_retry_delay == timedelta(seconds=9)
    assert failure.value.category is ApplicationErrorCategory.BENIGN
    assert scene.stage.promises == [pending]
