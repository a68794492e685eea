"""Before the first stage and after the last: what is known of an execution outside its run."""

from uuid import UUID

from contracts.base import Contract, Count, Sha256
from contracts.payload import CampaignPayload
from contracts.policy import TenantPolicy
from contracts.request import CampaignRequest


class AdmissionOrder(Contract):
    """Say whether this request may run."""

    request: CampaignRequest
    request_sha256: Sha256


class Admission(Contract):
    """What a run may do, read once and kept in its history."""

    policy: TenantPolicy
    concluded: CampaignPayload | None = None
    """How this execution ended before, when it did: then nothing is done again."""


class Conclusion(Contract):
    """Remember how an execution ended."""

    payload: CampaignPayload
    request_sha256: Sha256
    """A conclusion of another request is not taken."""


class SuppressedDuplicate(Contract):
    """A start of a finished execution that was answered with its outcome."""

    execution_id: UUID
    by: str


class DuplicateCount(Contract):
    """How many starts of one finished execution were suppressed so far."""

    execution_id: UUID
    suppressed: Count
