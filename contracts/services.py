"""What a service answers that does a stage's work.

An order is posted to the service as it is. Its answer says which order it answers, so that nothing
is taken for what somebody else ordered.
"""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from contracts.artifacts import QualityCheck, StrategyBrief, VisualAsset
from contracts.base import Contract, Count, check_size
from contracts.files import CarriedFile
from contracts.learn import LearnReport
from contracts.radar import RadarReport

MAX_FOUND_BYTES = 64 * 1024
"""The most that a service's findings may take: the report has to hold them beside its own."""


class StageAnswer(Contract):
    """What a service answers to an order: the first three fields are the order's own."""

    step_key: str = Field(max_length=300)
    execution_id: UUID
    revision: Count = 0


class RadarAnswer(StageAnswer):
    """What is being talked about."""

    report: RadarReport


class StrategyAnswer(StageAnswer):
    """The brief. How its rules are enforced is compiled by Phoenix, whatever stands in `rules`."""

    brief: StrategyBrief


class ContentAnswer(StageAnswer):
    """What was made for one place, with the files that the assets name."""

    assets: list[VisualAsset] = Field(min_length=1, max_length=10)
    files: list[CarriedFile] = Field(default=[], max_length=30)


class AuditAnswer(StageAnswer):
    """What a service found. It adds to what Phoenix finds, and removes nothing."""

    checks: list[QualityCheck] = Field(default=[], max_length=100)

    @model_validator(mode="after")
    def _is_not_too_large(self) -> Self:
        check_size(self, MAX_FOUND_BYTES)
        return self


class LearnAnswer(StageAnswer):
    """What the campaign taught."""

    report: LearnReport
