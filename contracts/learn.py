"""LEARN: what a campaign did, in numbers with their uncertainty."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from contracts.artifacts import ArtifactRef
from contracts.base import Amount, Contract, Count, Line, PlaceName, Slug, Utc
from contracts.enums import CampaignState
from contracts.stage import StageInput, StageOrder, StageResult


class ChannelMetrics(Contract):
    """What one place counted since publication. A later record replaces an earlier one."""

    channel: Slug
    placement: Slug | None = None
    """May be left out where the campaign has one placement on the channel."""
    impressions: Count
    clicks: Count
    conversions: Count = 0
    spend: Amount = 0.0
    """In the campaign's currency."""
    observed_until: Utc
    source: Line
    """Who counted, such as an export's file name."""
    simulated: bool = False
    """Whether the numbers are an example and not an observation."""

    @model_validator(mode="after")
    def _counts_are_nested(self) -> Self:
        if self.clicks > self.impressions:
            raise ValueError("clicks must not exceed impressions")
        return self


class Rate(Contract):
    """A proportion with its 95 % Wilson interval."""

    successes: Count
    trials: Count
    value: float | None = Field(default=None, ge=0)
    """None when there were no trials."""
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class ChannelLearning(Contract):
    """What one place's metrics say."""

    channel: Slug
    placement: Slug
    click_rate: Rate
    conversion_rate: Rate | None = None
    """Conversions per click; none when a place counts conversions without clicks."""
    spend: Amount
    cost_per_click: float | None = Field(default=None, ge=0)
    cost_per_conversion: float | None = Field(default=None, ge=0)
    simulated: bool = False


class LearnReport(Contract):
    """What the campaign taught."""

    channels: list[ChannelLearning] = []
    without_metrics: list[PlaceName] = []
    """Places for which nothing was reported in the learning window, although they were published.
    """
    observed_until: Utc | None = None


class LearnInput(StageInput):
    """Compute what metrics say."""

    state: ClassVar[CampaignState] = CampaignState.LEARN
    places: list[PlaceName]
    """Where something was published."""
    metrics: list[ChannelMetrics] = []
    """Each names its placement."""


class LearnOrder(StageOrder):
    """Compute what these metrics say."""

    places: list[PlaceName]
    """Where something was published."""
    metrics: list[ChannelMetrics] = []
    """Each names its placement; the last one of a place counts."""


class LearnResult(StageResult):
    """The report, and where it is stored for the tenant's next campaign."""

    report: LearnReport
    artifact: ArtifactRef
