"""Steps of one stage that work side by side report together, and nobody waits for long."""

import asyncio
from dataclasses import replace

import pytest
from temporalio.testing import ActivityEnvironment

from activities import concurrent_steps
from activities.concurrent_steps import ConcurrentSteps


class Step:
    """One step of a run's stage that ends when it is told to."""

    def __init__(self, known: ConcurrentSteps, run: str = "run", *, fails: bool = False) -> None:
        self.may_end = asyncio.Event()
        self.reported = False
        self._known = known
        self._fails = fails
        env = ActivityEnvironment()
        env.info = replace(env.info, workflow_run_id=run)
        self.task = asyncio.ensure_future(env.run(self._work))

    async def _work(self) -> None:
        with self._known.at_work() as others:
            await self.may_end.wait()
            if self._fails:
                raise ValueError("broken")
        await others.finished()
        self.reported = True


async def turns() -> None:
    """Let everything go on that can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_result_waits_for_those_beside_it() -> None:
    """A campaign is woken once for all of its channels."""
    known = ConcurrentSteps()
    first, second, elsewhere = Step(known), Step(known), Step(known, run="another")
    await turns()

    first.may_end.set()
    await turns()
    alone = first.reported
    elsewhere.may_end.set()
    await turns()
    second.may_end.set()
    await asyncio.gather(first.task, second.task, elsewhere.task)

    assert not alone
    assert [step.reported for step in (first, second, elsewhere)] == [True, True, True]


async def test_a_run_that_works_on_one_thing_waits_for_nothing() -> None:
    """Another campaign's steps hold nobody up."""
    known = ConcurrentSteps()
    busy, quick = Step(known, run="busy"), Step(known, run="quick")
    await turns()

    quick.may_end.set()
    await turns()

    assert quick.reported
    assert not busy.reported
    busy.may_end.set()
    await busy.task


async def test_what_failed_is_told_at_once_and_keeps_nobody_waiting() -> None:
    """A step that has to be tried again does not wait, and is not waited for."""
    known = ConcurrentSteps()
    broken, sound = Step(known, fails=True), Step(known)
    await turns()
    sound.may_end.set()
    await turns()

    broken.may_end.set()

    with pytest.raises(ValueError, match="broken"):
        await broken.task
    await sound.task
    assert sound.reported


async def test_nobody_waits_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel that takes its time does not keep the others' results back."""
    monkeypatch.setattr(concurrent_steps, "_TOGETHER", 0.01)
    known = ConcurrentSteps()
    quick, slow = Step(known), Step(known)
    await turns()

    quick.may_end.set()
    await quick.task

    assert quick.reported
    assert not slow.reported
    slow.may_end.set()
    await slow.task


async def test_a_cancelled_step_tells_what_it_has_done() -> None:
    """What was finished is reported, also when the campaign is cancelled in that moment."""
    known = ConcurrentSteps()
    done, other = Step(known), Step(known)
    await turns()
    done.may_end.set()
    await turns()

    done.task.cancel()
    await done.task

    assert done.reported
    other.may_end.set()
    await other.task
