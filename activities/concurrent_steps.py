"""Steps of one stage that a worker works on side by side report their results together.

A workflow that waits for all of them is woken once and not once for each: every time it wakes
costs three events of its history and a round trip. Only what has succeeded waits, for a moment;
its result lies in the ledger by then, so nothing is lost with the worker.
"""

import asyncio
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from temporalio import activity

_TOGETHER: Final = 1.0
"""Seconds for which a finished step waits for those beside it."""

_Stage = tuple[str | None, str]
"""A run, and the activity that several of its steps share."""


@dataclass(frozen=True)
class Others:
    """The steps beside one that has just finished."""

    working: Collection[asyncio.Future[None]]

    async def finished(self) -> None:
        """Wait until they have finished too, for a moment at most and not beyond a cancellation."""
        if self.working:
            with suppress(asyncio.CancelledError):  # the result is there, and is worth telling
                await asyncio.wait(set(self.working), timeout=_TOGETHER)


class ConcurrentSteps:
    """What one worker works on at the moment."""

    def __init__(self) -> None:
        self._working: dict[_Stage, set[asyncio.Future[None]]] = {}

    @contextmanager
    def at_work(self) -> Generator[Others]:
        """Count the present activity in while the block runs, and give those beside it after it."""
        info = activity.info()
        stage = (info.workflow_run_id, info.activity_type)
        own: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        beside = self._working.setdefault(stage, set())
        beside.add(own)
        try:
            yield Others(beside)
        finally:
            own.set_result(None)
            beside.discard(own)
            if not beside:
                self._working.pop(stage, None)
