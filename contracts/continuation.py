"""What a run takes over from the run before it, when a history has become too long to go on."""

from pydantic import Field

from contracts.admission import Admission
from contracts.base import Contract, Count, PlaceName, Prose, Sha256, Utc
from contracts.enums import FailureReason, WaitingFor
from contracts.messages import CancelMessage
from contracts.payload import CampaignPayload
from contracts.policy import TrustedAuditor
from contracts.status import GateDecision


class PlaceFailure(Contract):
    """Why a publication was not sent, as far as its attempts told."""

    place: PlaceName
    reason: FailureReason
    details: Prose


class Continuation(Contract):
    """A campaign in the middle of a long wait. Only a run of the same execution hands it on."""

    admission: Admission
    auditors: list[TrustedAuditor]
    """Whose signature counts: those of the admission and those that were trusted since."""
    payload: CampaignPayload
    brief: Sha256 | None = None
    """Under which the brief is stored."""
    report: Sha256 | None = None
    """Under which the present report is stored."""
    gate: GateDecision | None = None
    judged: Sha256 | None = None
    """Digest of the report that `gate` is about."""
    paused: bool = False
    announced: CancelMessage | None = None
    """How it is to be cancelled, should it be."""
    amended: CancelMessage | None = None
    """What was said of a cancellation since."""
    measured: list[PlaceName] = []
    """Places of which no more metrics are expected."""
    deadlines: dict[WaitingFor, Utc] = {}
    """When each wait that has begun ends."""
    seen: dict[str, Count] = Field(default={}, max_length=100)
    """How often what is not logged each time has happened, by action."""
    failures: list[PlaceFailure] = []
