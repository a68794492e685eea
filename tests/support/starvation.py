"""A process with less of a processor than it would like, as a small or busy machine gives it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

_PERIOD: Final = 0.1
"""Seconds: the period of a container's quota in Linux."""


@contextmanager
def on_one_core() -> Generator[None]:
    """Let the processes that the block starts, and whatever they start, run on one core only."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


@asynccontextmanager
async def starved(leader: subprocess.Popen[bytes], share: float) -> AsyncGenerator[None]:
    """Let a process's group run for a share of the time only, while the block runs.

    Args:
        leader: A process that leads a group of its own, with those that it has started.
        share: The part of every tenth of a second in which they run, above 0 and at most 1.
    """
    beat = asyncio.ensure_future(_beat(leader.pid, share))
    try:
        yield
    finally:
        beat.cancel()
        with suppress(ProcessLookupError):
            os.killpg(leader.pid, signal.SIGCONT)


async def _beat(group: int, share: float) -> None:
    while share < 1:
        os.killpg(group, signal.SIGCONT)
        await asyncio.sleep(_PERIOD * share)
        os.killpg(group, signal.SIGSTOP)
        await asyncio.sleep(_PERIOD * (1 - share))
