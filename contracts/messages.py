"""What people and systems may say to a running campaign."""

from typing import Self

from pydantic import Field, model_validator

from contracts.base import Contract, Line, Prose, Sha256, Slug
from contracts.enums import PublicationStatus, ReviewAction
from contracts.learn import ChannelMetrics


class ReviewDecision(Contract):
    """One reviewer's decision about one report."""

    action: ReviewAction
    reviewer: Line
    comment: Prose | None = None
    report_digest: Sha256
    """Digest of the report that was read; a decision about another report is refused."""

    @model_validator(mode="after")
    def _changes_are_named(self) -> Self:
        if self.action is ReviewAction.REQUEST_CHANGES and self.comment is None:
            raise ValueError("comment is required when changes are requested: it says which")
        return self


class PauseMessage(Contract):
    """Start no further stage until somebody says so."""

    by: Line
    reason: Prose | None = None


class ResumeMessage(Contract):
    """Go on."""

    by: Line


class CancelMessage(Contract):
    """How a campaign is to be cancelled, told before Temporal's cancellation, which says nothing.

    Who can only cancel may give it as that one's reason, in clear text.
    """

    by: Line
    reason: Prose | None = None
    retract: bool = False
    """Take back what was already sent, where the channel can."""


class PublicationResolution(Contract):
    """What a person found out about a publication whose outcome is unknown."""

    channel: Slug
    placement: Slug | None = None
    """May be left out where one placement of the channel is unknown."""
    status: PublicationStatus
    remote_id: Line | None = None
    by: Line

    @model_validator(mode="after")
    def _settles_something(self) -> Self:
        if self.status not in {PublicationStatus.SENT, PublicationStatus.NOT_SENT}:
            raise ValueError("status must be sent or not_sent")
        if (self.status is PublicationStatus.SENT) != (self.remote_id is not None):
            raise ValueError("remote_id is given when, and only when, status is sent")
        return self


class MetricsRecord(Contract):
    """What channels counted since publication."""

    metrics: list[ChannelMetrics] = Field(min_length=1, max_length=20)
    final: bool = False
    """Whether nothing more will come for these channels: learning need not wait for it."""


class DuplicateStart(Contract):
    """Somebody submitted the same request again."""

    by: Line
