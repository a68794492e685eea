"""When a campaign was where, and what it waited for: bars on one axis, each told in words too."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from console.live.timeline import STAGES, visits_of
from console.words.basics import count, lasting, moment
from contracts import (
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    GateOutcome,
    LogAction,
    PublicationStatus,
    TraceEntry,
)

WIDTH: Final = 1000
"""The axis in the drawing's own units."""

_LEAST: Final = 5
"""Units of the shortest bar, so that what took no time is seen beside what took days."""


@dataclass(frozen=True)
class Bar:
    """A stretch of time on the axis."""

    x: int
    width: int


@dataclass(frozen=True)
class TimelineRow:
    """One stage, or one kind of waiting."""

    name: str
    tone: str
    """The bars' CSS class."""
    bars: tuple[Bar, ...]
    began: str
    told: str
    """How often, and how long."""


@dataclass(frozen=True)
class Timeline:
    """What the picture shows."""

    began: str
    ended: str
    ends: str
    """What the end of the axis is."""
    rows: tuple[TimelineRow, ...]


Span = tuple[datetime, datetime]


def timeline_of(
    payload: CampaignPayload,
    request: CampaignRequest | None,
    as_of: datetime,
    *,
    finished: bool,
) -> Timeline | None:
    """Return the picture; `None` for a run that left no log of its own.

    Args:
        payload: The campaign with its log.
        request: What was asked, with its publishing window, if that can be read.
        as_of: When it was looked at: the axis of a running campaign ends there.
        finished: Whether its last entry is its end.
    """
    log = payload.execution_log
    if not log:
        return None
    begin, end = log[0].timestamp, log[-1].timestamp if finished else as_of
    axis = _Axis(begin, max(end, begin + timedelta(milliseconds=1)))
    rows = [*_stages(payload, axis), *_waits(log, axis), *_window(request, axis)]
    return Timeline(
        began=moment(begin),
        ended=moment(end),
        ends="the end" if finished else "as of then; it goes on",
        rows=tuple(row for row in rows if row.told),
    )


@dataclass(frozen=True)
class _Axis:
    begin: datetime
    end: datetime

    def bar(self, span: Span) -> Bar:
        first, last = (self._at(one) for one in span)
        width = max(last - first, _LEAST)
        return Bar(min(first, WIDTH - width), width)

    def _at(self, at: datetime) -> int:
        share = (min(max(at, self.begin), self.end) - self.begin) / (self.end - self.begin)
        return round(share * WIDTH)

    def row(self, name: str, tone: str, spans: list[Span], times: str) -> TimelineRow:
        total = sum((max(last - first, timedelta()) for first, last in spans), timedelta())
        return TimelineRow(
            name=name,
            tone=tone,
            bars=tuple(map(self.bar, spans)),
            began=moment(spans[0][0]) if spans else "",
            told=f"{count(len(spans), times)}, {lasting(total)}" if spans else "",
        )


def _stages(payload: CampaignPayload, axis: _Axis) -> Iterator[TimelineRow]:
    visits = visits_of(payload, axis.end)
    # A run that was ended from outside failed without a move of its own to say so.
    failed = payload.current_state is CampaignState.FAILED
    before = [one.state for one in visits if one.state in STAGES]
    for state in STAGES:
        spans = [(one.began, one.ended) for one in visits if one.state == state]
        broke = failed and before[-1:] == [state]
        yield axis.row(state, "bad" if broke else "good", spans, "visit")


def _waits(log: list[TraceEntry], axis: _Axis) -> Iterator[TimelineRow]:
    reviews = _between(
        log,
        lambda one: (
            one.action == LogAction.GATE_DECIDED
            and one.metadata.get("outcome") == GateOutcome.REVIEW
        ),
        lambda one: (
            one.action in {LogAction.REVIEWED, LogAction.CANCELLED, LogAction.STATE_CHANGED}
        ),
        axis.end,
    )
    yield axis.row("Waits for a reviewer", "ask", list(reviews), "time")
    pauses = _between(
        log,
        lambda one: one.action == LogAction.PAUSED,
        lambda one: one.action in {LogAction.RESUMED, LogAction.CANCELLED},
        axis.end,
    )
    yield axis.row("Paused", "ask", list(pauses), "time")
    yield axis.row("In doubt what is out", "bad", list(_doubts(log, axis.end)), "time")
    again = [(one.timestamp, one.timestamp) for one in log if one.action == LogAction.TRIED_AGAIN]
    told = count(len(again), "entry").replace("entrys", "entries") if again else ""
    row = axis.row("Attempts that failed", "mild", again, "time")
    yield TimelineRow(row.name, row.tone, row.bars, row.began, told and f"{told} in the log")


def _between(
    log: Iterable[TraceEntry],
    begins: Callable[[TraceEntry], bool],
    ends: Callable[[TraceEntry], bool],
    end: datetime,
) -> Iterator[Span]:
    since: datetime | None = None
    for one in log:
        if since is not None and ends(one):
            yield since, one.timestamp
            since = None
        elif since is None and begins(one):
            since = one.timestamp
    if since is not None:
        yield since, end


def _doubts(log: Iterable[TraceEntry], end: datetime) -> Iterator[Span]:
    since: dict[str, datetime] = {}
    for one in log:
        if one.action == LogAction.PUBLICATION_KNOWN:
            place = str(one.metadata.get("place"))
            if one.metadata.get("status") == PublicationStatus.UNKNOWN:
                since.setdefault(place, one.timestamp)
            elif place in since:
                yield since.pop(place), one.timestamp
    yield from ((began, end) for began in since.values())


def _window(request: CampaignRequest | None, axis: _Axis) -> Iterator[TimelineRow]:
    if request is None:
        return
    opens, closes = request.timing.publish_not_before, request.timing.publish_before
    if opens is None and closes is None:
        return
    span = (opens or axis.begin, closes or axis.end)
    is_seen = span[0] <= axis.end and span[1] >= axis.begin
    until = f"until {moment(closes)}" if closes else "without an end"
    yield TimelineRow(
        name="May publish",
        tone="mild",
        bars=(axis.bar(span),) if is_seen else (),
        began=moment(opens) or "at once",
        told=until,
    )
