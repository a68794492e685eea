"""What is remembered beside Temporal: executions for ever, and steps once each."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from activities.ports.stops import Stops
from contracts import CampaignPayload, CampaignRequest, LedgerIdentity, Publication


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
    call_left: timedelta | None = None
    """How long an earlier call may still have an effect, from now on and by one's own clock;
    `None` when no call's outcome is open. It is that call's whole time: no clock that may have
    been put forward says how much of it has passed."""
    order_sha256: str = ""
    """Digest of the order that the step has; empty while it has none."""
    is_new: bool = False
    """Whether nobody, as far as the ledger knows, has held it before."""
    is_complete: bool = True
    """Whether every call for it is on record: false when the ledger has been restored from a
    backup since the campaign was admitted, until it is known again what was done."""


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


@dataclass(frozen=True)
class Reach:
    """Whom a call makes public, and where."""

    tenant_id: UUID
    channel: str


class StepLedger(Protocol):
    """Where it is remembered which step is whose, and what it came to."""

    async def claim(
        self,
        step_key: str,
        revision: int,
        *,
        order_sha256: str | None,
        holder: str,
        lease: timedelta,
        ledger: LedgerIdentity | None = None,
    ) -> Claimed | Taken | Finished:
        """Take a step that nobody holds.

        Args:
            step_key: The step's idempotency key.
            revision: Which revision of the campaign asks for it.
            order_sha256: Digest of the order; one step has one order. `None` settles the step,
                whatever was ordered: then a finished one is taken too.
            holder: Who asks, for people who look.
            lease: How long the step stays ours without a renewal.
            ledger: What the campaign was told at its admission, see `Opened`; `None` for one that
                was admitted before ledgers had identities.

        Raises:
            ContractInvalid: The step is known with another order.
            OtherLedger: This is not the ledger that is meant; nothing was noted.
            Infrastructure: The ledger does not answer.
        """
        ...

    async def renew(self, claim: Claim, lease: timedelta) -> None:
        """Keep the step for that long from now.

        Raises:
            StepLost: Somebody else has taken it.
            Infrastructure: The ledger does not answer.
        """
        ...

    async def begin_call(
        self, claim: Claim, limit: timedelta, publishes: Reach | None = None
    ) -> None:
        """Note durably that a call to the outside begins, which has its effect within `limit`.

        Args:
            claim: The step.
            limit: After it, nothing of the call reaches the outside.
            publishes: What the call makes public; `None` when it makes nothing public.

        Raises:
            Stopped: An emergency stop holds what the call would publish; nothing was noted.
            StepLost: Somebody else has taken the step; there must be no call.
            Infrastructure: The ledger does not answer; there must be no call.
        """
        ...

    async def call_is_over(self, claim: Claim) -> None:
        """Note that the call whose outcome is open can have no effect any more.

        Raises:
            StepLost: Somebody else has taken the step.
            Infrastructure: The ledger does not answer.
        """
        ...

    async def end_call(self, claim: Claim) -> None:
        """Note that it is certain that no call has had an effect.

        Raises:
            StepLost: Somebody else has taken the step.
            Infrastructure: The ledger does not answer.
        """
        ...

    async def finish(self, claim: Claim, status: StepStatus, result: str) -> None:
        """Note what the step came to, and let it go.

        Raises:
            StepLost: Somebody else has taken the step, and its result is another's to note.
            Infrastructure: The ledger does not answer.
        """
        ...

    async def release(self, claim: Claim) -> None:
        """Let the step go as it is, so that the next attempt need not wait for the lease.

        Raises:
            StepLost: Somebody else has taken it.
            Infrastructure: The ledger does not answer.
        """
        ...


@dataclass(frozen=True)
class Opened:
    """What is known of an execution when a run of it begins."""

    ledger: LedgerIdentity
    """This ledger, and the epoch since which it knows all that the execution did. Everything that
    the run orders carries it."""
    outcome: CampaignPayload | None = None
    """How the last run that ended of itself did; `None` when none has."""
    publications: tuple[Publication, ...] = ()
    """What earlier runs left at the request's places; a place that is missing was never begun, as
    far as this ledger knows."""


class ExecutionLedger(Protocol):
    """What is remembered of executions when Temporal has forgotten them."""

    async def open(
        self, request: CampaignRequest, request_sha256: str, *, ran_before: bool = False
    ) -> Opened:
        """Note that a run of an execution begins, and return what is known of earlier ones.

        Args:
            request: What is to be run.
            request_sha256: Its digest; one execution has one request.
            ran_before: Whether somebody else knows of an earlier run. A ledger that does not has
                forgotten it: then every publication is looked for before it is sent.

        Raises:
            ContractInvalid: The execution is known with a different request.
            Unreadable: A worker of this release cannot read its outcome.
            Infrastructure: The ledger does not answer.
        """
        ...

    async def publications(self, request: CampaignRequest) -> tuple[Publication, ...] | None:
        """Return what is proven about the request's places, without noting anything.

        A place that is missing was never begun; `None` when the execution is not known here.

        Raises:
            Infrastructure: The ledger does not answer.
        """
        ...

    async def conclude(
        self,
        payload: CampaignPayload,
        request_sha256: str,
        run_id: str,
        *,
        ledger: LedgerIdentity | None = None,
    ) -> None:
        """Note how a run ended, after those that ended before it; each run ends once.

        A run of another request than the execution's is not noted.

        Raises:
            OtherLedger: This is not the ledger that admitted it.
            Infrastructure: The ledger does not answer.
        """
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

    @property
    def stops(self) -> Stops:
        """What must not be published for the time being."""
        ...

    async def identity(self) -> LedgerIdentity:
        """Return which ledger this is, and its present epoch.

        Raises:
            Infrastructure: It does not answer.
        """
        ...

    async def check(self, meant: LedgerIdentity) -> None:
        """Return if this is the ledger that a campaign was admitted by.

        Raises:
            OtherLedger: It is another one, or an earlier state of it.
            Infrastructure: It does not answer.
        """
        ...

    async def ready(self) -> None:
        """Reach it.

        Raises:
            ContractInvalid: It cannot be used as it is set up.
            Infrastructure: It does not answer.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds open."""
        ...
