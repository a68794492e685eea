"""What the inputs, orders and results of all stages have in common.

An *input* is what an activity is given: who asks, and digests of what lies in the artefact store.
An *order* is what the provider of a stage is told: whole in itself, so that any service can follow
it. A *result* is what an activity answers.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.base import Contract, Count, Place, Slug, Utc
from contracts.enums import CampaignState
from contracts.files import CarriedFile
from contracts.ledger import LedgerIdentity
from contracts.names import step_key
from contracts.usage import ModelUsage


class PendingAnswer(Contract):
    """An answer that a service has promised, and what is to be known to ask for it."""

    place: str | None = Field(default=None, max_length=2000)
    """The address at which it is asked for, with `~` for the service's own where that is a secret;
    `None` where the order itself is posted again."""
    until: Utc
    """From then on nobody asks any more."""
    asks: Count = 1
    """How often it was asked for."""


class StageInput(Contract):
    """What an activity of a stage is given."""

    state: ClassVar[CampaignState]
    """The stage that it belongs to."""
    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    revision: Count = 0
    """Which revision of the content it is about: the same step of another revision is another."""
    ledger: LedgerIdentity | None = None
    """What `Admission.ledger` says: no worker with another ledger works on it."""
    earlier: Count = 0
    """Attempts of this run at its step that came before and may have begun, whatever ended them."""
    pending: PendingAnswer | None = None
    """What an earlier attempt was promised."""

    @property
    def place(self) -> Place | None:
        """Where on the channels it works; `None` for a stage that works once."""
        return None

    @property
    def step_key(self) -> str:
        """Idempotency key: equal for every attempt at this step, in this process or another."""
        return step_key(self.campaign_id, self.execution_id, self.state, self.place)


class PlaceInput(StageInput):
    """What an activity is given that works for one place."""

    channel: Slug
    placement: Slug

    @property
    def place(self) -> Place:
        """Where it works."""
        return Place(self.channel, self.placement)


class StageOrder(Contract):
    """One order to the provider of a stage."""

    step_key: str = Field(max_length=300)
    """Idempotency key: equal for every attempt at this step, in this process or another."""
    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    revision: Count = 0
    """Which revision of the content it is about: the same step of another revision is another."""
    files: list[CarriedFile] = Field(default=[], max_length=1000)
    """What the order names by digest, for a service that has no artefact store."""


class StageResult(Contract):
    """What a stage made."""

    usage: list[ModelUsage] = Field(default=[], max_length=10)
    """What models were used for it, by currency."""

    @property
    def is_settled(self) -> bool:
        """Whether it is known what the stage came to."""
        return True
