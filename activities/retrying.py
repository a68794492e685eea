"""Trying again with growing pauses, until it works or the time for it is over."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Exception)

Pause = Callable[[float], Awaitable[object]]
"""Waits for so many seconds."""


@dataclass(frozen=True)
class Pauses:
    """How long to wait between two attempts; each pause is twice the one before. All in seconds."""

    first: float
    longest: float
    within: float = inf
    """How long after the first attempt the last one is made."""

    def __iter__(self) -> Iterator[float]:
        """Yield one pause after the other, without end."""
        pause = self.first
        while True:
            yield pause
            pause = min(pause * 2, self.longest)


def _nothing(_: Exception, __: float) -> None:
    return


async def retry(
    attempt: Callable[[], Awaitable[T]],
    on: type[E] | tuple[type[E], ...],
    pauses: Pauses,
    tell: Callable[[E, float], None] = _nothing,
    *,
    pause: Pause = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """Return what an attempt comes to, as soon as one works.

    Args:
        attempt: What is tried.
        on: The errors after which it is tried again; every other one is raised at once.
        pauses: How long to wait between two attempts, and for how long in all.
        tell: Called before each pause, with the error and the seconds until the next attempt.
        pause: Waits for so many seconds.
        clock: Says how many seconds have gone by since any beginning; it never goes back.

    Raises:
        E: The time is over; the error is that of the last attempt.
    """
    deadline = clock() + pauses.within
    upcoming = iter(pauses)
    while True:
        try:
            return await attempt()
        except on as error:
            left = deadline - clock()
            if left <= 0:
                raise
            seconds = min(next(upcoming), left)
            tell(error, seconds)
        await pause(seconds)
