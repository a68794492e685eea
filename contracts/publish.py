"""PUBLISH: what goes out, and what is proven about it."""

from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from contracts.artifacts import VisualAsset
from contracts.base import Contract, Line, Place, Prose, Sha256, Slug, Utc
from contracts.enums import CampaignState, PublicationStatus
from contracts.messages import ReviewDecision
from contracts.stage import PlaceInput, StageOrder, StageResult
from contracts.status import GateDecision


class Publication(Contract):
    """What is proven about one place. A later one of the same place adds to it."""

    channel: Slug
    placement: Slug
    status: PublicationStatus
    remote_id: Line | None = None
    """The channel's own name for it."""
    url: str | None = Field(default=None, max_length=2000)
    """Where a person can look at it."""
    detail: Prose | None = None
    """Why it was not sent, or why nobody can tell."""
    at: Utc
    """When this became known."""

    @property
    def place(self) -> Place:
        """Where it is, or would be."""
        return Place(self.channel, self.placement)

    @model_validator(mode="after")
    def _sent_has_a_proof(self) -> Self:
        if self.status is PublicationStatus.SENT and self.remote_id is None:
            raise ValueError("remote_id is required when status is sent: it is the proof")
        if self.status is PublicationStatus.UNDER_WAY:
            raise ValueError("status must say what came of it, and not under_way")
        return self


class PublishInput(PlaceInput):
    """Publish these assets at one place, if the gate lets them through."""

    state: ClassVar[CampaignState] = CampaignState.PUBLISH
    request: Sha256
    brief: Sha256
    report: Sha256
    """Digest of the signed report about them."""
    policy: Sha256
    """Digest of the tenant's policy at admission: whom it trusted still counts as an auditor."""
    assets: list[Sha256] = Field(min_length=1, max_length=10)
    """Digests of the canonical forms of this place's assets, under which these are stored."""
    review: ReviewDecision | None = None
    """What a reviewer decided about the report, when one was asked."""


class PublishPermit(Contract):
    """Why an order may go out, and when: what a receiver outside is shown of the gate."""

    decision: GateDecision
    not_before: Utc | None = None
    not_after: Utc | None = None
    """From then on nothing is sent."""


class PublishOrder(StageOrder):
    """Publish these assets at one place. They were audited, and the gate let them through."""

    channel: Slug
    placement: Slug
    assets: list[VisualAsset] = Field(min_length=1, max_length=10)
    brief_sha256: Sha256
    report_sha256: Sha256
    permit: PublishPermit | None = None
    """What the gate decided; `None` for an order of a release that did not say."""


class SettleOrder(StageOrder):
    """Say what one place has under a step's key, or take it back."""

    channel: Slug
    placement: Slug


class SettleInput(PlaceInput):
    """Find out whether a publication whose answer was lost is out, or take it back."""

    state: ClassVar[CampaignState] = CampaignState.PUBLISH
    retract: bool = False
    """Take it back when it is out."""
    known: Publication | None = None
    """What is proven already; the channel is not asked for it again."""
    is_last: bool = False
    """Whether no other attempt follows: then what is certain is said instead of failing."""


class PublishResult(StageResult):
    """What is proven after one order."""

    publication: Publication
    order: Sha256 | None = None
    """Digest of what was ordered under the step's key, in whichever run; `None` for what follows
    the order at hand, and when nothing was ordered."""
    by: UUID | None = None
    """The earlier execution under whose key the channel has it, when this one is its retry."""

    @property
    def is_settled(self) -> bool:
        """Whether it is known what is out."""
        return self.publication.status is not PublicationStatus.UNKNOWN
