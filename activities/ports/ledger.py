"""What is remembered beside Temporal: executions for ever, and steps once each."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from activities.ports.step_ledger import StepLedger
from activities.ports.stops import Stops
from activities.ports.workers import WorkerRegister
from contracts import CampaignPayload, CampaignRequest, LedgerIdentity, Publication


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
    taken_over: tuple[str, ...] = ()
    """What a retry does not do again; see `Admission.taken_over`."""


class ExecutionLedger(Protocol):
    """What is remembered of executions when Temporal has forgotten them."""

    async def open(
        self, request: CampaignRequest, request_sha256: str, *, ran_before: bool = False
    ) -> Opened:
        """Note that a run of an execution begins, and return what is known of earlier ones.

        The retry of failed executions takes their steps over, and from then on no run and no
        worker of theirs publishes anything.

        Args:
            request: What is to be run.
            request_sha256: Its digest; one execution has one request.
            ran_before: Whether somebody else knows of an earlier run. A ledger that does not has
                forgotten it: then every publication is looked for before it is sent.

        Raises:
            ContractInvalid: The execution is known with a different request, or is the retry of one
                that cannot be retried.
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

    @property
    def workers(self) -> WorkerRegister:
        """The workers that have this ledger."""
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
