"""Whose turn it is, when more want to work than there are places."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Line:
    """Those of one key that wait, and what their key has had."""

    used: float = 0.0
    """Seconds for which it has had a place."""
    places: int = 0
    """How many it has at the moment."""
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque[asyncio.Future[None]])

    @property
    def is_active(self) -> bool:
        return bool(self.places or self.waiting)


class Turns:
    """So many places; the next free one goes to the key that has the fewest and had least.

    A key is charged with the time for which it had a place, so one with long work waits for those
    with short work. What a key did not use while it was away is not made up for.
    """

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = places
        self._clock = clock
        self._lines: dict[Hashable, _Line] = {}

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncGenerator[None]:
        """Wait for a place and keep it while the block runs."""
        line = self._line_of(key)
        await self._place(line)
        begun = self._clock()
        try:
            yield
        finally:
            line.used += self._clock() - begun
            self._give_back(line)

    def _line_of(self, key: Hashable) -> _Line:
        active = [line.used for line in self._lines.values() if line.is_active]
        least = min(active, default=0.0)
        # What others had before the least that anybody active has had makes no difference any more.
        self._lines = {
            known: line
            for known, line in self._lines.items()
            if line.is_active or (active and line.used > least)
        }
        return self._lines.setdefault(key, _Line(least))

    async def _place(self, line: _Line) -> None:
        if self._free:
            self._take(line)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in line.waiting:
                line.waiting.remove(turn)
            else:  # its turn came in the same moment
                self._give_back(line)
            raise

    def _take(self, line: _Line) -> None:
        self._free -= 1
        line.places += 1

    def _give_back(self, line: _Line) -> None:
        self._free += 1
        line.places -= 1
        waiting = [each for each in self._lines.values() if each.waiting]
        if waiting:
            following = min(waiting, key=lambda each: (each.places, each.used))
            self._take(following)
            turn = following.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
