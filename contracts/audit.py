"""QUALITY_AUDIT: what is checked before anything goes out."""

from pydantic import Field

from contracts.artifacts import ArtifactRef, QualityCheck, QualityReport, StrategyBrief, VisualAsset
from contracts.base import Amount, Contract, HexColor, Line, Prose, Sha256, Slug
from contracts.enums import Language
from contracts.request import BrandKit
from contracts.stage import StageOrder, StageResult

Region = Slug
"""Where a campaign is shown: an ISO 3166-1 code in lower case, or `eu` for the whole Union."""


class EarlierCreative(Contract):
    """A creative of an earlier campaign, as far as it takes to recognise it."""

    sha256: Sha256
    dhash: str = Field(pattern=r"^[0-9a-f]{16}$")
    """Its difference hash: 64 bits, as `duplicate_creative_check` reports them."""


class AuditTerms(Contract):
    """What the sender can vouch for, and what has to be disclosed; nothing is the usual case."""

    substantiations: dict[Line, Line] = Field(default={}, max_length=50)
    """Claims that may be made, each with the reference that proves it."""
    contacts: list[Line] = Field(default=[], max_length=50)
    """E-mail addresses and telephone numbers that copy may show."""
    regions: list[Region] = Field(default=[], max_length=50)
    """Where the campaign is shown."""
    ad_label: Line | None = None
    """What marks the copy as an advertisement, such as `Publicidad` or `#ad`, where it has to."""
    ai_label: Line | None = None
    """What says that a generative model made the picture, such as `Imagen creada con IA`."""
    palette: list[HexColor] = Field(default=[], max_length=50)
    """Colours of the brand beside those of its kit."""
    link_hosts: list[Line] = Field(default=[], max_length=50)
    """Hosts that links may lead to; none means the landing page's own."""
    link_statuses: dict[str, int] = Field(default={}, max_length=50)
    """What a request for each link was answered with, where somebody asked; 0 for no answer."""
    bulk_email: bool = False
    """Whether so many e-mails go out that providers demand a one-click way to unsubscribe."""
    unsubscribe_url: str | None = Field(default=None, max_length=2000)
    """Where readers of e-mails unsubscribe with one click (RFC 8058)."""
    earlier_creatives: list[EarlierCreative] = Field(default=[], max_length=200)
    """What the tenant has published before."""


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
    """The RFC 8785 form of the signed report; its digest is what a reviewer approves."""
