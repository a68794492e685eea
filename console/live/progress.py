"""Waiting that says what it waits for when it takes long."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final, TypeVar

from runtime.progress import Say

SILENCE: Final = 3.0
"""Seconds that an operator watches without being told anything."""

T = TypeVar("T")


async def announcing(
    work: Coroutine[None, None, T],
    waits_for: Callable[[], str],
    say: Say,
    silence: float = SILENCE,
) -> T:
    """Return what work comes to; say once what is waited for when that takes long.

    Args:
        work: What is waited for.
        waits_for: Names it as it then stands.
        say: Where the line goes.
        silence: Seconds after which the line is said.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=silence)
    if not task.done():
        say(f"waiting for {waits_for()}")
    return await task
