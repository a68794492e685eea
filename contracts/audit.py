"""QUALITY_AUDIT: what is checked before anything goes out."""

from pydantic import Field

from contracts.artifacts import ArtifactRef, QualityReport, StrategyBrief, VisualAsset
from contracts.base import Prose
from contracts.enums import Language
from contracts.request import BrandKit
from contracts.stage import StageOrder, StageResult


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


class AuditResult(StageResult):
    """The signed report, and where its bytes are stored."""

    report: QualityReport
    artifact: ArtifactRef
    """The RFC 8785 form of the signed report; its digest is what a reviewer approves."""
