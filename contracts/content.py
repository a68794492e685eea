"""CONTENT_PROD: copy and creatives, and where the renderer put what."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from contracts.artifacts import ArtifactRef, CopyText, StrategyBrief, VisualAsset
from contracts.base import Contract, Count, HexColor, Line, Prose, Sha256, Slug, check_size
from contracts.enums import CampaignState, Language
from contracts.request import BrandKit
from contracts.stage import PlaceInput, StageOrder, StageResult

MAX_CONTENT_BYTES = 32 * 1024
"""The most that the description of one place's assets may take: bytes travel by reference."""

MAX_CHANGES = 10
"""Requests for changes that one campaign takes, those included that changed nothing."""


class Box(Contract):
    """A rectangle in pixels: the left upper corner is inside, the right lower one outside."""

    left: int
    top: int
    right: int
    bottom: int


class TextBlock(Contract):
    """One piece of text on a creative, as the renderer set it."""

    role: Slug
    """The copy field that it shows, or `brand` or `call_to_action`."""
    text: str = Field(max_length=4000)
    font: Line
    px: int = Field(ge=1)
    """Font size in pixels of the file."""
    bold: bool
    fill: HexColor
    box: Box
    """Where its ink lies."""
    overflow: Count = 0
    """Pixels by which it exceeds the room it was given."""


class Fill(Contract):
    """One flat area of a creative."""

    role: Slug
    """`background`, `call_to_action` or what else it is."""
    color: HexColor
    box: Box


class LayoutManifest(Contract):
    """What the renderer says of a creative. The auditor uses it to look, never to believe."""

    width: int = Field(ge=1)
    height: int = Field(ge=1)
    blocks: list[TextBlock] = Field(default=[], max_length=50)
    fills: list[Fill] = Field(default=[], max_length=50)
    mask: ArtifactRef
    """One grey channel of the creative's size: 255 where ink covers a pixel whole, 0 where none."""


class ContentInput(PlaceInput):
    """Make what a request and its brief want for one place."""

    state: ClassVar[CampaignState] = CampaignState.CONTENT_PROD
    request: Sha256
    brief: Sha256
    changes: list[Prose] = Field(default=[], max_length=MAX_CHANGES)
    """What reviewers asked to change, oldest first."""
    findings: list[Prose] = Field(default=[], max_length=20)
    """What the audit found in the revision before, the gravest first."""
    former_copy: dict[Slug, CopyText] = Field(default={}, max_length=20)
    """What the revision before said, by field, where the audit found something in it."""


class ForesightInput(Contract):
    """Say whether making the content anew would change anything. It is no step of a stage."""

    contents: list[ContentInput] = Field(min_length=1)
    """What would be made, one for each place; the last of the changes is the one in question."""
    assets: list[Sha256]
    """Digests of the present assets."""


class Foresight(Contract):
    """What a request for changes would come to, as far as it can be told beforehand."""

    why_idle: Prose | None = None
    """Why nothing would change, and what can be asked for; `None` when something may change."""


class ContentOrder(StageOrder):
    """Make the copy and the creative for one place."""

    channel: Slug
    placement: Slug
    language: Language
    product: Line
    call_to_action: Line
    brand: BrandKit
    landing_url: str
    brief: StrategyBrief
    changes: list[Prose] = Field(default=[], max_length=MAX_CHANGES)
    """What reviewers asked to change, oldest first."""
    findings: list[Prose] = Field(default=[], max_length=20)
    """What the audit found in the revision before, the gravest first."""
    former_copy: dict[Slug, CopyText] = Field(default={}, max_length=20)
    """What the revision before said, by field, where the audit found something in it."""


class ContentResult(StageResult):
    """What was made for one place."""

    assets: list[VisualAsset] = Field(min_length=1, max_length=10)

    @model_validator(mode="after")
    def _is_not_too_large(self) -> Self:
        check_size(self, MAX_CONTENT_BYTES)
        return self
