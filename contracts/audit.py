"""QUALITY_AUDIT: what is checked before anything goes out."""

from pydantic import Field

from contracts.artifacts import ArtifactRef, QualityCheck, QualityReport, StrategyBrief, VisualAsset
from contracts.base import Amount, Line, Prose
from contracts.enums import Language
from contracts.request import BrandKit
from contracts.stage import StageOrder, StageResult
from contracts.terms import AuditTerms


class AuditOrder(StageOrder):
    """Check these assets against this brief."""

    assets: list[VisualAsset] = Field(min_length=1, max_length=200)
    brief: StrategyBrief
    brief_artifact: ArtifactRef
    language: Language
    brand: BrandKit
    landing_url: str
    policy_topics: list[Prose] = []
    """Topics that the tenant's policy prohibits."""
    budget_total: Amount | None = None
    """What the campaign may spend in all; without it the budget is not added up."""
    call_to_action: Line | None = None
    """What the copy has to ask for; without it only its presence is judged."""
    terms: AuditTerms = AuditTerms()
    judgements: list[QualityCheck] = Field(default=[], max_length=100)
    """What a model or a person found beforehand: it adds findings and never removes one."""


class AuditResult(StageResult):
    """The signed report, and where its bytes are stored."""

    report: QualityReport
    artifact: ArtifactRef
    """The canonical form of the signed report; its digest is what a reviewer approves."""
