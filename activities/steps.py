"""Steps of campaigns as the ledger keeps them, and the step that an activity holds."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

T = TypeVar("T")


class StepStatus(StrEnum):
    """How far a step has come."""

    CLAIMED = "claimed"
    """Somebody works on it, or did and died."""
    DONE = "done"
    """Its result stands."""
    UNKNOWN = "unknown"
    """Nobody can tell what it did; it is not done again."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a step, until somebody else has taken it."""

    step_key: str
    revision: int
    token: int
    """Fencing token: larger with every claim of the step, and named by every change to it."""


@dataclass(frozen=True)
class Claimed:
    """The step is ours."""

    claim: Claim
    status: StepStatus
    result: str | None
    """What it has come to so far, as JSON."""
    call_left: timedelta | None
    """How long an earlier call may still have an effect; `None` when no call's outcome is open."""


@dataclass(frozen=True)
class Taken:
    """Somebody else works on the step, or did until a moment ago."""

    holder: str
    lease_left: timedelta


@dataclass(frozen=True)
class Finished:
    """The step is not to be done again."""

    status: StepStatus
    result: str | None


class StepLedger(Protocol):
    """Where it is remembered which step is whose, and what it came to. All times are its own."""

    async def claim(
        self,
        step_key: str,
        revision: int,
        *,
        order_sha256: str | None,
        holder: str,
        lease: timedelta,
    ) -> Claimed | Taken | Finished:
        """Take a step that nobody holds.

        Args:
            step_key: The step's idempotency key.
            revision: Which revision of the campaign asks for it.
            order_sha256: Digest of the order; one step has one order. `None` settles the step,
                whatever was ordered: then a finished one is taken too.
            holder: Who asks, for people who look.
            lease: How long the step stays ours without a renewal.

        Raises:
            ContractInvalid: The step is known with another order.
            PlatformUnavailable: The ledger does not answer.
        """
        ...

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """Keep the step for that long from now.

        Raises:
            StepLost: Somebody else has taken it.
            PlatformUnavailable: The ledger does not answer.
        """
        ...

    async def begin_call(self, claim: Claim, limit: timedelta) -> None:
        """Note durably that a call to the outside begins, which has its effect within `limit`.

        Raises:
            StepLost: Somebody else has taken the step; there must be no call.
            PlatformUnavailable: The ledger does not answer; there must be no call.
        """
        ...

    async def end_call(self, claim: Claim) -> None:
        """Note that it is certain that no call has had an effect.

        Raises:
            StepLost: Somebody else has taken the step.
            PlatformUnavailable: The ledger does not answer.
        """
        ...

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """Note what the step came to, and let it go.

        Raises:
            StepLost: Somebody else has taken the step, and its result is another's to note.
            PlatformUnavailable: The ledger does not answer.
        """
        ...

    async def release(self, claim: Claim) -> None:
        """Let the step go as it is, so that the next attempt need not wait for the lease.

        Raises:
            StepLost: Somebody else has taken it.
            PlatformUnavailable: The ledger does not answer.
        """
        ...


class HeldStep:
    """The step on which the present activity works, for those that call the outside."""

    def __init__(self, ledger: StepLedger, claimed: Claimed) -> None:
        self._ledger = ledger
        self._claim = claimed.claim
        self._call_left = claimed.call_left
        self.status = claimed.status
        self.result = claimed.result
        self.is_new = claimed.claim.token == 1
        """Whether nobody, as far as the ledger knows, has held it before."""

    @property
    def has_open_call(self) -> bool:
        """Whether a call was begun whose outcome is not known."""
        return self._call_left is not None

    async def calls_are_over(self) -> None:
        """Wait until no earlier call can have an effect any more."""
        left = self._call_left or timedelta()
        await asyncio.sleep(max(left.total_seconds(), 0.0))

    async def begin_call(self, limit: timedelta) -> None:
        """Note that a call begins; see `StepLedger.begin_call`."""
        await self._ledger.begin_call(self._claim, limit)
        self._call_left = limit

    async def end_call(self) -> None:
        """Note that no call has had an effect; see `StepLedger.end_call`."""
        await self._ledger.end_call(self._claim)
        self._call_left = None


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
