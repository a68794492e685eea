"""Whoever shares a worker with others has a turn in good time."""

import asyncio

import pytest

from activities.compute.turns import Turns


class Scene:
    """So many places, a clock that is moved by hand, and who worked in what order."""

    def __init__(self, places: int = 1) -> None:
        self.now = 0.0
        self.turns = Turns(places, lambda: self.now)
        self.order: list[str] = []

    async def work(self, key: str, seconds: float = 1.0) -> None:
        """Have one turn, and take so long."""
        async with self.turns.turn(key):
            self.order.append(key)
            await asyncio.sleep(0)
            self.now += seconds

    async def all_of(self, *works: tuple[str, float]) -> list[str]:
        """Have all ask in this order, and return in which one they worked."""
        await asyncio.gather(*(self.work(*work) for work in works))
        return self.order


async def test_there_are_never_more_at_work_than_there_are_places() -> None:
    """A worker's cores are not shared by more than they have room for."""
    turns, at_work, most = Turns(2), 0, 0

    async def work() -> None:
        nonlocal at_work, most
        async with turns.turn("one"):
            at_work += 1
            most = max(most, at_work)
            await asyncio.sleep(0)
            at_work -= 1

    await asyncio.gather(*(work() for _ in range(7)))

    assert most == 2


async def test_a_tenant_with_much_work_does_not_keep_the_others_waiting() -> None:
    """Whoever comes after a hundred pieces of another's work is next, and not last."""
    order = await Scene().all_of(("busy", 1), ("busy", 1), ("busy", 1), ("other", 1))

    assert order == ["busy", "other", "busy", "busy"]


async def test_a_tenant_with_long_work_waits_for_those_with_short_work() -> None:
    """Ten seconds of one count as much as ten times a second of another."""
    order = await Scene().all_of(
        ("long", 3), ("long", 3), ("short", 1), ("short", 1), ("short", 1), ("short", 1)
    )

    assert order == ["long", "short", "short", "short", "long", "short"]


async def test_a_tenant_that_has_a_place_waits_for_those_that_have_none() -> None:
    """Nobody gets a second place before everybody has a first one."""
    scene = Scene(places=2)
    stays = asyncio.Event()

    async def stay() -> None:
        async with scene.turns.turn("light"):
            await stays.wait()

    staying = asyncio.ensure_future(stay())
    await asyncio.sleep(0)
    await scene.all_of(("heavy", 5), ("light", 1), ("heavy", 5))
    stays.set()
    await staying

    assert scene.order == ["heavy", "heavy", "light"]


async def test_what_a_tenant_did_not_use_while_it_was_away_is_not_made_up_for() -> None:
    """A tenant that comes back after a week does not have the worker for itself."""
    scene = Scene()
    await scene.all_of(("away", 1))
    await scene.all_of(*[("here", 100.0)] * 3)
    scene.order.clear()

    order = await scene.all_of(("here", 1), ("away", 1), ("here", 1), ("away", 1))

    assert order == ["here", "away", "here", "away"]


async def test_a_tenant_that_has_had_much_is_remembered_while_others_work() -> None:
    """To leave and come back is no way to the front."""
    scene = Scene(places=2)
    stays = asyncio.Event()

    async def stay() -> None:
        async with scene.turns.turn("steady"):
            await stays.wait()

    staying = asyncio.ensure_future(stay())
    await asyncio.sleep(0)
    await scene.all_of(("greedy", 50))
    scene.order.clear()
    await scene.all_of(("first", 1), ("greedy", 1), ("new", 1))
    stays.set()
    await staying

    assert scene.order == ["first", "new", "greedy"]


async def test_who_gives_up_waiting_leaves_the_line() -> None:
    """A cancelled campaign neither takes a turn nor blocks one."""
    turns = Turns(1)
    order: list[str] = []
    async with turns.turn("one"):
        second = asyncio.ensure_future(_noted(turns, "two", order))
        third = asyncio.ensure_future(_noted(turns, "three", order))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
    await third

    assert order == ["three"]


@pytest.mark.parametrize("gives_up_first", [True, False])
async def test_who_gives_up_as_the_turn_comes_passes_it_on(*, gives_up_first: bool) -> None:
    """No place is lost, whichever of the two happens first."""
    turns = Turns(1)
    order: list[str] = []
    async with turns.turn("one"):
        second = asyncio.ensure_future(_noted(turns, "two", order))
        third = asyncio.ensure_future(_noted(turns, "three", order))
        await asyncio.sleep(0)
        if gives_up_first:
            second.cancel()
    if not gives_up_first:
        second.cancel()
    await asyncio.gather(second, third, return_exceptions=True)

    assert order == ["three"]


async def _noted(turns: Turns, key: str, order: list[str]) -> None:
    async with turns.turn(key):
        order.append(key)
