"""STRATEGY_GEN: the brief that everything after it keeps to."""

from contracts.artifacts import ArtifactRef, StrategyBrief
from contracts.radar import Signal
from contracts.request import CampaignRequest
from contracts.stage import StageOrder, StageResult


class StrategyOrder(StageOrder):
    """Compose the brief from the request and the signals."""

    request: CampaignRequest
    signals: list[Signal] = []


class StrategyResult(StageResult):
    """The brief, and where its canonical form is stored."""

    brief: StrategyBrief
    artifact: ArtifactRef
    """The bytes whose digest a report is bound to."""
