"""RADAR_SCAN: what is being talked about."""

from typing import ClassVar

from pydantic import Field

from contracts.artifacts import ArtifactRef
from contracts.base import Contract, Count, Line, Prose, Sha256, Utc
from contracts.enums import CampaignState, Language
from contracts.request import Source, WebSource
from contracts.stage import StageInput, StageOrder, StageResult


class Signal(Contract):
    """A term that rises, and where that can be checked."""

    term: Line
    score: float = Field(ge=0)
    """Rate of documents that hold the term, recent over earlier."""
    lower_bound: float = Field(ge=0)
    """Lower end of the score's one-sided 95 % interval: signals are ranked by it."""
    recent: Count
    """Recent documents that hold the term."""
    earlier: Count
    """Earlier documents that hold the term."""
    source: Line
    """Name of the source in which the term was seen most recently."""
    source_sha256: Sha256
    excerpt: Prose
    published_at: Utc | None = None
    is_phrase: bool = False
    """Whether the texts use the term as a noun, with what belongs to it, that a sentence can name:
    only such a term may get into copy."""
    concerns: list[Line] = Field(default=[], max_length=20)
    """Subjects such as crime or death that texts with the term are about: it is for people only."""


class RadarInput(StageInput):
    """Read the sources of a request."""

    state: ClassVar[CampaignState] = CampaignState.RADAR_SCAN
    request: Sha256


class RadarOrder(StageOrder):
    """Read these sources and rank what rises in them."""

    sources: list[Source] = Field(default=[], max_length=50)
    feeds: list[WebSource] = Field(default=[], max_length=50)
    """Sources to be fetched from the web."""
    language: Language
    asked_at: Utc | None = None
    """When it was asked: items that are dated later say nothing yet. `None` leaves none out."""


class RadarReport(Contract):
    """The rising terms, strongest first."""

    signals: list[Signal] = Field(default=[], max_length=50)
    documents: Count = 0
    """Items that were read in all sources."""
    notes: list[Line] = Field(default=[], max_length=50)
    """What could not be read, and why."""


class RadarResult(StageResult):
    """What was found, and where all of it is stored."""

    report: ArtifactRef
    """The canonical form of the `RadarReport`."""
    signals: Count = 0
    documents: Count = 0
    notes: list[Line] = Field(default=[], max_length=50)
    """What could not be read, and why."""
