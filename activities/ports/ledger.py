"""What is remembered beside Temporal: executions for ever, and steps once each."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from contracts import CampaignPayload


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
        input_sha256: str | None,
        holder: str,
        lease: timedelta,
    ) -> Claimed | Taken | Finished:
        """Take a step that nobody holds.

        Args:
            step_key: The step's idempotency key.
            revision: Which revision of the campaign asks for it.
            input_sha256: Digest of the input; one step has one input. `None` settles the step,
                whatever its input: then a finished one is taken too.
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


class ExecutionLedger(Protocol):
    """What is remembered of executions when Temporal has forgotten them."""

    async def open(self, execution_id: UUID, request_sha256: str) -> CampaignPayload | None:
        """Note that an execution begins; return its outcome when it has already ended.

        Raises:
            ContractInvalid: The execution is known with a different request.
        """
        ...

    async def conclude(self, payload: CampaignPayload, request_sha256: str) -> None:
        """Note how an execution ended; the first conclusion of the same request stands."""
        ...

    async def count_duplicate(self, execution_id: UUID) -> int:
        """Count one more suppressed start and return how many there were."""
        ...


class Ledger(Protocol):
    """What is remembered beside Temporal."""

    @property
    def executions(self) -> ExecutionLedger:
        """The executions, for ever."""
        ...

    @property
    def steps(self) -> StepLedger:
        """The steps of executions, once each."""
        ...

    async def ready(self) -> None:
        """Reach it.

        Raises:
            ContractInvalid: It cannot be used as it is set up.
            PlatformUnavailable: It does not answer.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds open."""
        ...
