"""RADAR_SCAN: what is being talked about."""

from pydantic import Field

from contracts.base import Contract, Count, Line, Prose, Sha256, Utc
from contracts.enums import Language
from contracts.request import Source
from contracts.stage import StageOrder, StageResult


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


class RadarOrder(StageOrder):
    """Read these sources and rank what rises in them."""

    sources: list[Source] = Field(default=[], max_length=50)
    language: Language


class RadarResult(StageResult):
    """The rising terms, strongest first."""

    signals: list[Signal] = Field(default=[], max_length=50)
    documents: Count = 0
    """Items that were read in all sources."""
    notes: list[Line] = Field(default=[], max_length=50)
    """What could not be read, and why."""
