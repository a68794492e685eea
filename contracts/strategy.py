"""STRATEGY_GEN: the brief that everything after it keeps to."""

from typing import ClassVar

from contracts.artifacts import ArtifactRef, StrategyBrief
from contracts.base import Sha256
from contracts.enums import CampaignState
from contracts.radar import Signal
from contracts.request import CampaignRequest
from contracts.stage import StageInput, StageOrder, StageResult


class StrategyInput(StageInput):
    """Compose the brief of a request from what the radar found."""

    state: ClassVar[CampaignState] = CampaignState.STRATEGY_GEN
    request: Sha256
    radar: Sha256


class StrategyOrder(StageOrder):
    """Compose the brief from the request and the signals."""

    request: CampaignRequest
    signals: list[Signal] = []


class StrategyResult(StageResult):
    """The brief, and where its canonical form is stored."""

    brief: StrategyBrief
    artifact: ArtifactRef
    """The bytes whose digest a report is bound to."""
