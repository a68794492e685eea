"""Waiting for what others bring about, and nobody announces."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

T = TypeVar("T")

_PAUSE: Final = 0.01
"""Seconds between two looks."""


async def eventually(
    probe: Callable[[], Awaitable[T]], holds: Callable[[T], bool], within: float = 60
) -> T:
    """Look until what is seen is as it should be, and return it.

    Args:
        probe: Looks.
        holds: Whether it is as it should be.
        within: Seconds after which it is given up.

    Raises:
        TimeoutError: It has not become so.
    """
    async with asyncio.timeout(within):
        while not holds(seen := await probe()):  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(_PAUSE)
    return seen
