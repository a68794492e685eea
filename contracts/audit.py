"""QUALITY_AUDIT: what is checked before anything goes out."""

from typing import ClassVar

from pydantic import Field

from contracts.artifacts import ArtifactRef, QualityCheck, QualityReport, StrategyBrief, VisualAsset
from contracts.base import Amount, Contract, Line, Prose, Sha256
from contracts.enums import CampaignState, Language
from contracts.request import BrandKit
from contracts.stage import StageInput, StageOrder, StageResult
from contracts.terms import AuditTerms


class AuditInput(StageInput):
    """Check these assets against a brief, a request and a tenant's policy."""

    state: ClassVar[CampaignState] = CampaignState.QUALITY_AUDIT
    request: Sha256
    brief: Sha256
    policy: Sha256
    assets: list[Sha256] = Field(min_length=1, max_length=200)
    """Digests of the assets' canonical forms, under which these are stored."""


class AuditOrder(StageOrder):
    """Check these assets against this brief."""

    assets: list[VisualAsset] = Field(min_length=1, max_length=200)
    brief: StrategyBrief
    brief_sha256: Sha256
    """Digest of the canonical form of the brief."""
    language: Language
    brand: BrandKit
    landing_url: str
    policy_topics: list[Prose] = []
    """Topics that the tenant's policy prohibits."""
    policy_contacts: list[Line] = Field(default=[], max_length=50)
    """E-mail addresses and telephone numbers that the tenant's policy lets copy show."""
    budget_total: Amount | None = None
    """What the campaign may spend in all; without it the budget is not added up."""
    call_to_action: Line | None = None
    """What the copy has to ask for; without it only its presence is judged."""
    request_message: Line | None = None
    """The request's own core message: what its sender says, whoever wrote the brief."""
    product: Line | None = None
    """What is offered, as its sender writes it: its name may be in capitals."""
    terms: AuditTerms = AuditTerms()
    judgements: list[QualityCheck] = Field(default=[], max_length=100)
    """What a model or a person found beforehand: it adds findings and never removes one."""


class AuditEvidence(Contract):
    """What the checks measured that found nothing to object to.

    A report carries the evidence of what did not pass, and names this by its digest.
    """

    checks: list[QualityCheck] = []


class AuditResult(StageResult):
    """The signed report, and where its bytes are stored."""

    report: QualityReport
    artifact: ArtifactRef
    """The canonical form of the signed report; its digest is what a reviewer approves."""
