"""The step of a campaign that an activity holds while it works."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from contextvars import ContextVar
from datetime import timedelta
from typing import TypeVar

from activities.ports import Claimed, Reach, StepLedger

T = TypeVar("T")


class HeldStep:
    """The step on which the present activity works, for those that call the outside."""

    def __init__(self, ledger: StepLedger, claimed: Claimed) -> None:
        self._ledger = ledger
        self._claim = claimed.claim
        self._call_left = claimed.call_left
        self.status = claimed.status
        self.result = claimed.result
        self.input_sha256 = claimed.input_sha256
        """Digest of what was ordered under its key; empty while nothing was."""
        self.is_new = claimed.is_new
        """Whether nobody, as far as the ledger knows, has held it before."""
        self.is_complete = claimed.is_complete
        """Whether every call for it is on record; see `Claimed.is_complete`."""

    @property
    def has_open_call(self) -> bool:
        """Whether a call was begun whose outcome is not known."""
        return self._call_left is not None

    @property
    def may_have_called(self) -> bool:
        """Whether an earlier call may have had an effect of which nothing is proven."""
        return self.has_open_call or not self.is_complete

    def doubt_about(self, channel: str) -> str:
        """Say why there may have been a call of which nothing is proven."""
        if self.is_new and self.is_complete:
            return f"An attempt that the ledger does not know of may have called {channel}"
        if self.has_open_call:
            return f"A call to {channel} ended without an answer"
        return f"The ledger was restored, and may have forgotten a call to {channel}"

    async def note_forgotten(self, earlier: int, longest: timedelta) -> None:
        """Note that a call may have been made, if attempts have begun of which the ledger is new.

        It is noted before anything else, so that whoever comes next knows of it, too.

        Args:
            earlier: How many attempts may have begun.
            longest: The time limit of their calls.
        """
        if self.is_new and earlier > 0 and not self.has_open_call:
            await self.begin_call(longest)

    async def calls_are_over(self, longest: timedelta) -> None:
        """Wait until no earlier call can have an effect any more, by this process's own clock.

        That an open call is over is noted, so that whoever comes next need not wait for it again.

        Args:
            longest: The time limit of a call of which the ledger may have forgotten.
        """
        left = self._call_left or timedelta()
        if not self.is_complete:
            left = max(left, longest)
        await asyncio.sleep(left.total_seconds())
        if self._call_left:
            await self._ledger.call_is_over(self._claim)
            self._call_left = timedelta()

    async def begin_call(self, limit: timedelta, publishes: Reach | None = None) -> None:
        """Note that a call begins; see `StepLedger.begin_call`."""
        await self._ledger.begin_call(self._claim, limit, publishes)
        self._call_left = limit

    async def call_has_ended(self) -> None:
        """Note that the open call can have no effect any more: whoever made it says so."""
        await self._ledger.call_is_over(self._claim)
        self._call_left = timedelta()

    async def end_call(self) -> None:
        """Note that no call has had an effect; see `StepLedger.end_call`."""
        await self._ledger.end_call(self._claim)
        self._call_left = None
        self.is_complete = True


async def uncut(work: Awaitable[T]) -> T:
    """Return what work comes to, however often the waiting for it is cancelled."""
    task = asyncio.ensure_future(work)
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])
    return task.result()


_HELD: ContextVar[HeldStep] = ContextVar("held_step")


def hold(step: HeldStep) -> None:
    """Make a step the one that the running activity works on."""
    _HELD.set(step)


def held_step() -> HeldStep:
    """Return the step that the running activity works on.

    Raises:
        LookupError: It works on none: its worker was put together without the ledger.
    """
    return _HELD.get()
