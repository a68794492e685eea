"""Each stage is done by one worker at a time, and once, as far as the ledger can see.

Longer than 250 lines because every promise is about one lease, from its claim to its end.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities.ports import StepStatus
from contracts import (
    Charge,
    ContractInvalid,
    Infrastructure,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishResult,
    RadarResult,
    StepLost,
)
from tests.support.builders import MOMENT
from tests.support.fakes.ledger import IDENTITY, FakeStep
from tests.support.worlds.intercepted_stage import GIVEN, KEY, Scene, opened_scene, scanned

AWAY = "the ledger is away"


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """Give a test a stage that works, and a ledger."""
    async with opened_scene(monkeypatch) as scene:
        yield scene


@pytest.mark.parametrize(
    ("heartbeat", "limit", "lease"),
    [
        (timedelta(seconds=10), timedelta(seconds=30), timedelta(seconds=12)),
        (None, timedelta(seconds=30), timedelta(seconds=36)),
        (None, None, timedelta(seconds=72)),
    ],
)
async def test_a_lease_is_a_little_longer_than_the_silence_that_temporal_allows(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    heartbeat: timedelta | None,
    limit: timedelta | None,
    lease: timedelta,
) -> None:
    """When Temporal sends the next attempt, the step of a dead worker is free, or nearly so."""
    scene.heartbeat, scene.limit = heartbeat, limit
    leases: list[timedelta] = []
    claim = scene.steps.claim

    async def noted(*args: Any, **named: Any) -> Any:
        leases.append(named["lease"])
        return await claim(*args, **named)

    monkeypatch.setattr(scene.steps, "claim", noted)

    await scene.run(GIVEN)

    assert leases == [lease]


async def test_a_stage_that_is_done_is_not_run_again(scene: Scene) -> None:
    """A worker that died before it could report costs no second effect."""
    first: RadarResult = await scene.run(GIVEN)

    again: RadarResult = await scene.run(GIVEN.model_copy(update={"earlier": 1}))

    assert scene.stage.runs == 1
    assert again == first
    assert scene.row.status is StepStatus.DONE


async def test_what_nobody_can_tell_is_kept_as_unknown(scene: Scene) -> None:
    """The ledger never claims more than is proven."""
    unknown = Publication(
        channel="x", placement="post", status=PublicationStatus.UNKNOWN, at=MOMENT
    )
    scene.stage.answer = PublishResult(publication=unknown)

    await scene.run(GIVEN)

    assert scene.row.status is StepStatus.UNKNOWN


async def test_another_order_under_the_same_key_is_refused(scene: Scene) -> None:
    """A stage does not do something else than what its step was first about."""
    await scene.run(GIVEN)

    with pytest.raises(ApplicationError, match="known with another order") as failure:
        await scene.run(GIVEN.model_copy(update={"tenant_id": GIVEN.campaign_id}))

    assert failure.value.non_retryable
    assert scene.stage.runs == 1


async def test_a_step_that_another_holds_is_waited_for(scene: Scene) -> None:
    """Two workers never do the same at once, and who looks sees why one of them waits."""
    scene.steps.rows[KEY] = FakeStep("", is_held=True)

    def let_go_when_told() -> None:
        scene.row.is_held = scene.said[-1] == ()

    scene.on_beat = let_go_when_told

    result: RadarResult = await scene.run(GIVEN)

    assert result.documents == 7
    assert (f"tester has the step {GIVEN.step_key}",) in scene.said


async def test_who_lost_its_step_stops(scene: Scene) -> None:
    """A worker that was taken for dead leaves the work to its successor."""
    scene.stage.answer = asyncio.Event()
    running = asyncio.create_task(scene.run(GIVEN))
    await scene.stage.begun.wait()
    scene.row.token += 1

    with pytest.raises(ApplicationError, match="Another worker has taken") as failure:
        await running

    assert isinstance(failure.value.__cause__, StepLost)
    assert not failure.value.non_retryable
    assert scene.row.is_held


@pytest.mark.parametrize("error", [Infrastructure(AWAY), ContractInvalid("locked out")])
async def test_a_renewal_that_fails_is_tried_again(
    scene: Scene, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """A ledger that is away for a moment does not stop a stage that is running."""
    scene.stage.answer = enough = asyncio.Event()
    scene.faults.plan("renew", error)
    scene.on_beat = lambda: enough.set() if scene.faults.calls.count("renew") > 1 else None

    result: RadarResult = await scene.run(GIVEN)

    assert result.documents == 1
    assert [f"a lease could not be renewed: {error}"] == caplog.messages
    assert scene.row.status is StepStatus.DONE


async def test_a_renewal_that_is_under_way_ends_before_the_step_is_let_go(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a worker wrote last is that it has let go, so nobody waits for a lease in vain."""
    scene.stage.answer = enough = asyncio.Event()
    wrote: list[str] = []
    finish = scene.steps.finish

    async def renewed(*_: Any) -> None:
        enough.set()
        try:
            await asyncio.Event().wait()
        finally:  # as a database that is in the middle of a transaction
            await asyncio.sleep(0)
            wrote.append("renewal")

    async def finished(*what: Any) -> None:
        wrote.append("result")
        await finish(*what)

    monkeypatch.setattr(scene.steps, "renew", renewed)
    monkeypatch.setattr(scene.steps, "finish", finished)

    await scene.run(GIVEN)

    assert wrote == ["renewal", "result"]


@pytest.mark.parametrize("name", ["claim", "finish"])
async def test_a_ledger_that_is_away_for_a_moment_is_waited_for(
    scene: Scene, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A short maintenance costs no attempt, and the heartbeats say what is waited for."""
    scene.faults.plan(name, *[Infrastructure(AWAY)] * 5)

    with caplog.at_level(logging.WARNING):
        result: RadarResult = await scene.run(GIVEN)

    assert (result.documents, scene.stage.runs) == (7, 1)
    assert (AWAY,) in scene.said
    assert caplog.messages == [f"waits for the ledger: {AWAY}"]


async def test_a_ledger_that_stays_away_fails_the_attempt(scene: Scene) -> None:
    """An attempt says what it waited for before its time is over, and does nothing unnoted."""
    scene.limit = timedelta(milliseconds=50)
    scene.faults.plan("claim", *[Infrastructure(AWAY)] * 100)

    with pytest.raises(ApplicationError, match=AWAY) as failure:
        await scene.run(GIVEN)

    assert not failure.value.non_retryable
    assert failure.value.details == ({"charge": Charge.NOTHING, "begun": False},)
    assert scene.stage.runs == 0
    assert scene.faults.calls.count("claim") > 1


async def test_another_ledger_is_told_at_once(scene: Scene) -> None:
    """A worker that can never do it does not keep the step from one that can."""
    stranger = IDENTITY.model_copy(update={"id": GIVEN.campaign_id})

    with pytest.raises(ApplicationError, match="was admitted by") as failure:
        await scene.run(GIVEN.model_copy(update={"ledger": stranger}))

    assert failure.value.details == ({"charge": Charge.NOTHING, "begun": False},)
    assert scene.faults.calls.count("claim") == 1


async def test_an_attempt_without_a_limit_is_not_patient(scene: Scene) -> None:
    """Without a time limit, the next attempt waits instead of this one."""
    scene.limit = None
    scene.faults.plan("claim", *[Infrastructure(AWAY)] * 3)

    with pytest.raises(ApplicationError, match=AWAY):
        await scene.run(GIVEN)

    assert scene.stage.runs == 0


async def test_a_stage_that_failed_lets_its_step_go(scene: Scene) -> None:
    """The next attempt need not wait for the lease of the one that failed."""
    scene.stage.answer = PlatformUnavailable("later")
    with pytest.raises(ApplicationError, match="later"):
        await scene.run(GIVEN)
    scene.stage.answer = scanned(8)

    result: RadarResult = await scene.run(GIVEN)

    assert result.documents == 8
    assert scene.row.token == 2


async def test_the_cause_of_an_error_is_told_to_nobody(scene: Scene) -> None:
    """A database or a file may repeat a password, which a history would keep for ever."""
    scene.stage.answer = PlatformUnavailable("later")
    scene.stage.answer.__cause__ = RuntimeError("the password is geheim")

    with pytest.raises(ApplicationError, match="later") as failure:
        await scene.run(GIVEN)

    told = failure.value.__cause__
    assert isinstance(told, PlatformUnavailable)
    assert told.__cause__ is None
    assert told.__suppress_context__


@pytest.mark.parametrize("error", [Infrastructure(AWAY), StepLost("another's")])
async def test_what_failed_is_told_even_if_its_step_cannot_be_let_go(
    scene: Scene, error: Exception
) -> None:
    """The operator sees why the stage failed, not what failed after it."""
    scene.stage.answer = PlatformRefused("the account is closed")
    scene.faults.plan("release", error)

    with pytest.raises(ApplicationError, match="the account is closed"):
        await scene.run(GIVEN)


async def test_a_cancelled_stage_lets_its_step_go(scene: Scene) -> None:
    """Whoever settles a cancelled campaign need not wait for a lease."""
    scene.stage.answer = asyncio.Event()
    running = asyncio.create_task(scene.run(GIVEN))
    await scene.stage.begun.wait()

    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    assert (scene.row.status, scene.row.is_held) == (StepStatus.CLAIMED, False)


async def test_what_its_workers_stop_ended_is_charged_to_the_worker(scene: Scene) -> None:
    """A deployment takes no retry from a stage that it cuts short, and lets its step go."""
    scene.stage.answer = asyncio.Event()
    running = asyncio.create_task(scene.run(GIVEN))
    await scene.stage.begun.wait()

    scene.stop_worker()

    with pytest.raises(ApplicationError, match="worker was stopped") as failure:
        await running
    assert failure.value.details == ({"charge": Charge.RESTART, "begun": True},)
    assert (scene.row.status, scene.row.is_held) == (StepStatus.CLAIMED, False)


async def test_a_result_is_noted_though_the_campaign_is_cancelled(scene: Scene) -> None:
    """What a stage came to is not lost in the moment in which it is written down."""
    may_write = scene.faults.hold("finish")
    running = asyncio.create_task(scene.run(GIVEN))
    await scene.faults.called("finish")

    for _ in range(2):
        running.cancel()
        await asyncio.sleep(0)
    may_write.set()

    result: RadarResult = await running
    assert result.documents == 7
    assert scene.row.status is StepStatus.DONE


async def test_an_activity_knows_the_step_that_it_holds(scene: Scene) -> None:
    """Whoever calls the outside can note it in the ledger."""
    await scene.run(GIVEN)

    assert scene.stage.step is not None
    assert not scene.stage.step.has_open_call
