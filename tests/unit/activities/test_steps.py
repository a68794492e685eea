"""An activity that calls the outside knows what its step allows."""

import asyncio
from datetime import timedelta

import pytest

from activities.ports import Claimed, StepStatus
from activities.steps import HeldStep, held_step, hold, uncut
from contracts import PlatformRefused
from tests.support.fakes import FakeSteps, Faults

ORDER = "a" * 64
LIMIT = timedelta(seconds=10)


async def held(steps: FakeSteps, call_left: timedelta | None = None) -> HeldStep:
    """Return a step that was claimed."""
    answer = await steps.claim("step", 0, input_sha256=ORDER, holder="me", lease=LIMIT)
    assert isinstance(answer, Claimed)
    return HeldStep(steps, Claimed(answer.claim, answer.status, '"so far"', call_left))


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


@pytest.mark.parametrize(
    ("left", "shortest"),
    [(None, 0.0), (timedelta(seconds=-9), 0.0), (timedelta(milliseconds=30), 0.03)],
    ids=["no call", "long over", "not over"],
)
async def test_an_earlier_call_is_waited_for_as_long_as_it_takes(
    left: timedelta | None, shortest: float
) -> None:
    """Nobody asks a channel too early, and nobody waits for nothing."""
    step = await held(FakeSteps(Faults()), left)
    loop = asyncio.get_running_loop()
    begin = loop.time()

    async with asyncio.timeout(5):
        await step.calls_are_over()

    assert loop.time() - begin >= shortest


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
