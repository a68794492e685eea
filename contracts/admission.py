"""Before the first stage and after the last: what is known of an execution outside its run."""

from uuid import UUID

from contracts.base import Contract, Count, Sha256
from contracts.enums import CampaignState
from contracts.ledger import LedgerIdentity
from contracts.payload import CampaignPayload
from contracts.policy import TenantPolicy, TrustedAuditor
from contracts.publish import Publication
from contracts.request import CampaignRequest


class AdmissionInput(Contract):
    """Say whether this request may run, and store what the stages will need of it."""

    request: CampaignRequest
    request_sha256: Sha256
    ran_before: bool = False
    """Whether Temporal knows of an earlier run of it: a ledger that does not has forgotten it."""


class Admission(Contract):
    """What a run may do, read once and kept in its history."""

    policy: TenantPolicy
    policy_sha256: Sha256
    """Digest of the policy's canonical form, under which it is stored: as far as stages go by it.
    """
    at_once: list[CampaignState] = []
    """Stages whose provider answers at once: their work is no event of its own in the history."""
    queues_apart: bool = False
    """Whether the run's work waits in a queue for its kind, and that of each channel in its own. A
    run keeps to what it was admitted with, so one from before there were such queues goes on
    without them."""
    ledger: LedgerIdentity | None = None
    """Which ledger admitted the execution, and the epoch since which it knows all that it did:
    everything that the run orders carries it."""
    concluded: CampaignPayload | None = None
    """How this execution ended before, when it did: then nothing is done again."""
    publications: list[Publication] = []
    """What the ledger proves of what earlier runs sent, or may have sent."""
    taken_over: list[str] = []
    """What earlier executions did that this one, which is their retry, does not do again: the last
    parts of their steps' keys."""


class TrustInput(Contract):
    """Say whose signature counts for a tenant by now."""

    tenant_id: UUID


class Trust(Contract):
    """Whose signature counts."""

    auditors: list[TrustedAuditor]


class OutcomeInput(Contract):
    """Store how an execution ends."""

    payload: CampaignPayload
    ledger: LedgerIdentity | None = None
    """What `Admission.ledger` says: where that ledger is, the conclusion is written."""


class Conclusion(Contract):
    """Remember how an execution ended."""

    tenant_id: UUID
    execution_id: UUID
    outcome: Sha256
    """Digest of the final payload's canonical form, under which it is stored."""
    request_sha256: Sha256
    """A conclusion of another request is not taken."""
    ledger: LedgerIdentity | None = None
    """What `Admission.ledger` says: no other ledger takes it."""


class SuppressedDuplicate(Contract):
    """A start of a finished execution that was answered with its outcome."""

    execution_id: UUID
    by: str


class DuplicateCount(Contract):
    """How many starts of one finished execution were suppressed so far."""

    execution_id: UUID
    suppressed: Count
