"""PUBLISH: what goes out, and what is proven about it."""

from typing import Self

from pydantic import Field, model_validator

from contracts.artifacts import ArtifactRef, VisualAsset
from contracts.base import Contract, Line, Prose, Slug, Utc
from contracts.enums import PublicationStatus
from contracts.policy import TrustedAuditor
from contracts.stage import StageOrder, StageResult


class Publication(Contract):
    """What is proven about one channel. A later one of the same channel adds to it."""

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

    @model_validator(mode="after")
    def _sent_has_a_proof(self) -> Self:
        if self.status is PublicationStatus.SENT and self.remote_id is None:
            raise ValueError("remote_id is required when status is sent: it is the proof")
        return self


class PublishOrder(StageOrder):
    """Publish these assets on one channel, if they are still what was audited."""

    channel: Slug
    placement: Slug
    assets: list[VisualAsset] = Field(min_length=1, max_length=10)
    brief: ArtifactRef
    report: ArtifactRef
    trusted_auditors: list[TrustedAuditor]
    not_after: Utc | None = None
    """Nothing is sent at or after this moment."""


class SettleOrder(StageOrder):
    """Find out whether a publication whose answer was lost is out, or take it back."""

    channel: Slug
    placement: Slug
    retract: bool = False
    """Take it back when it is out."""
    known: Publication | None = None
    """What is proven already; the channel is not asked for it again."""
    attempts: int = Field(default=1, ge=1)
    """How many attempts there may be: the last one says what is certain instead of failing."""


class PublishResult(StageResult):
    """What is proven after one order."""

    publication: Publication

    @property
    def is_settled(self) -> bool:
        """Whether it is known what is out."""
        return self.publication.status is not PublicationStatus.UNKNOWN
