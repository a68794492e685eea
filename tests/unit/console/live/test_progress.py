"""Waiting says what it waits for when it takes long."""

import asyncio

from console.live.progress import announcing


async def test_long_waiting_says_for_what() -> None:
    """An operator is told once what is waited for."""
    said: list[str] = []
    told = asyncio.Event()

    def say(text: str) -> None:
        said.append(text)
        told.set()

    await announcing(told.wait(), lambda: "the worker", say, silence=0)

    assert said == ["waiting for the worker"]


async def test_short_waiting_says_nothing() -> None:
    """What is done at once is not announced."""
    said: list[str] = []

    done = await announcing(asyncio.sleep(0, "stopped"), lambda: "the worker", said.append)

    assert done == "stopped"
    assert said == []
