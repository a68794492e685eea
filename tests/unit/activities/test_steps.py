"""An activity that calls the outside knows what its step allows."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from activities.ports import Claimed, StepStatus
from activities.steps import HeldStep, held_step, hold, uncut
from contracts import PlatformRefused
from tests.support.fake_ledger import FakeStep, FakeSteps
from tests.support.faults import Faults

ORDER = "a" * 64
LIMIT = timedelta(seconds=10)


async def held(
    steps: FakeSteps, call_left: timedelta | None = None, *, is_complete: bool = True
) -> HeldStep:
    """Return a step that was claimed."""
    answer = await steps.claim("step", 0, order_sha256=ORDER, holder="me", lease=LIMIT)
    assert isinstance(answer, Claimed)
    claimed = Claimed(answer.claim, answer.status, '"so far"', call_left, is_complete=is_complete)
    return HeldStep(steps, claimed)


async def test_a_call_is_open_until_it_is_certain_that_it_had_no_effect() -> None:
    """What the activity sees of its call is what the ledger has."""
    steps = FakeSteps(Faults())
    step = await held(steps)
    seen = [(step.has_open_call, steps.rows["step", 0].call_left)]

    await step.begin_call(LIMIT)
    seen.append((step.has_open_call, steps.rows["step", 0].call_left))
    await step.end_call()
    seen.append((step.has_open_call, steps.rows["step", 0].call_left))

    assert seen == [(False, None), (True, timedelta()), (False, None)]


async def test_a_step_tells_what_it_has_come_to() -> None:
    """Whoever settles a step begins with what is known."""
    step = await held(FakeSteps(Faults()))

    assert (step.status, step.result) == (StepStatus.CLAIMED, '"so far"')


@dataclass
class Waited:
    """Seconds for which anybody slept, in which no time passes."""

    seconds: list[float]

    async def __call__(self, seconds: float) -> None:
        """Take note instead of sleeping."""
        self.seconds.append(seconds)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a test the seconds for which earlier calls are waited for."""
    waited = Waited([])
    monkeypatch.setattr(asyncio, "sleep", waited)
    return waited.seconds


@pytest.mark.parametrize(
    ("left", "is_complete", "seconds"),
    [
        (None, True, 0),
        (timedelta(), True, 0),
        (timedelta(seconds=4), True, 4),
        (None, False, 10),
        (timedelta(), False, 10),
        (timedelta(seconds=4), False, 10),
        (timedelta(seconds=40), False, 40),
    ],
)
async def test_an_earlier_call_is_waited_for_in_full(
    waited: list[float], left: timedelta | None, seconds: float, *, is_complete: bool
) -> None:
    """Nobody asks a channel too early: not for a call on record, nor for one that was forgotten."""
    step = await held(FakeSteps(Faults()), left, is_complete=is_complete)

    await step.calls_are_over(LIMIT)

    assert waited == [seconds]


async def test_a_call_is_waited_for_once(waited: list[float]) -> None:
    """Whoever takes the step over next need not wait for the same call again."""
    steps = FakeSteps(Faults())
    steps.rows["step", 0] = FakeStep(ORDER, call_left=LIMIT)
    step = await held(steps, LIMIT)

    await step.calls_are_over(LIMIT)
    await step.calls_are_over(LIMIT)

    assert waited == [10, 0]
    assert step.has_open_call
    assert steps.rows["step", 0].call_left == timedelta()


async def test_what_the_ledger_had_forgotten_is_known_again() -> None:
    """Once it is certain that nothing is out, the step is like any other."""
    steps = FakeSteps(Faults())
    step = await held(steps, is_complete=False)

    await step.end_call()

    assert step.is_complete
    assert steps.rows["step", 0].is_complete


async def test_an_activity_finds_the_step_that_it_holds() -> None:
    """What is held in one activity is not seen by another."""
    step = await held(FakeSteps(Faults()))

    async def activity() -> HeldStep:
        hold(step)
        return held_step()

    assert await asyncio.create_task(activity()) is step
    with pytest.raises(LookupError):
        held_step()


async def test_work_that_must_not_be_cut_is_finished() -> None:
    """However often who waits is cancelled, the work ends and its result is known."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def work() -> str:
        begun.set()
        await may_end.wait()
        return "done"

    waiting = asyncio.create_task(uncut(work()))
    await begun.wait()
    for _ in range(3):
        waiting.cancel()
        await asyncio.sleep(0)
    may_end.set()

    assert await waiting == "done"


async def test_what_goes_wrong_in_such_work_is_told() -> None:
    """An error is not lost with the cancellation."""

    async def work() -> None:
        raise PlatformRefused("closed")

    with pytest.raises(PlatformRefused, match="closed"):
        await uncut(work())
