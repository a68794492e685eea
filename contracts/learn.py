"""LEARN: what a campaign did, in numbers with their uncertainty."""

from typing import Self

from pydantic import Field, model_validator

from contracts.artifacts import ArtifactRef
from contracts.base import Amount, Contract, Count, Line, Slug, Utc
from contracts.stage import StageOrder, StageResult


class ChannelMetrics(Contract):
    """What one channel counted since publication. A later record replaces an earlier one."""

    channel: Slug
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
    """What one channel's metrics say."""

    channel: Slug
    click_rate: Rate
    conversion_rate: Rate | None = None
    """Conversions per click; none when a channel counts conversions without clicks."""
    spend: Amount
    cost_per_click: float | None = Field(default=None, ge=0)
    cost_per_conversion: float | None = Field(default=None, ge=0)
    simulated: bool = False


class LearnReport(Contract):
    """What the campaign taught."""

    channels: list[ChannelLearning] = []
    without_metrics: list[Slug] = []
    """Published channels for which nothing was reported in the learning window."""
    observed_until: Utc | None = None


class LearnOrder(StageOrder):
    """Compute what these metrics say."""

    channels: list[Slug]
    """The channels that were published."""
    metrics: list[ChannelMetrics] = []


class LearnResult(StageResult):
    """The report, and where it is stored for the tenant's next campaign."""

    report: LearnReport
    artifact: ArtifactRef
