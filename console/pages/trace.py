"""Everything that a campaign did, step by step, as tables of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from console.words.basics import count, lasting, moment
from contracts import CampaignPayload
from runtime.report.replies import CampaignReport


@dataclass(frozen=True)
class Sheet:
    """A table of texts; the first of each row names it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_long_words: bool = False
    """Whether links or digests stand in it, for which columns on paper are too narrow."""


def steps_of(report: CampaignReport) -> Sheet:
    """Return the ledger's rows."""
    columns = ("Step", "Status", "Worker", "Input", "Output", "Changed")
    return Sheet(columns, tuple(_steps(report)), has_long_words=True)


def activities_of(report: CampaignReport) -> Sheet:
    """Return what the run's history tells."""
    columns = ("Activity", "Attempt", "Came to", "Began", "Lasted", "Worker")
    return Sheet(columns, tuple(_activities(report)))


def log_of(payload: CampaignPayload) -> Sheet:
    """Return what the campaign wrote down itself."""
    return Sheet(("When", "Who", "What", "Details"), tuple(_log(payload)))


def _steps(report: CampaignReport) -> Iterator[tuple[str, ...]]:
    for one in report.steps or []:
        calls = f", {count(one.calls, 'call')}" if one.calls else ""
        still = ", one without an outcome" if one.is_open else ""
        stage, _, place = one.step_key.partition(":step:")[2].partition(":channel:")
        name = f"{stage} {place.replace(':placement:', '.')}".rstrip()
        yield (
            f"{name}, revision {one.revision}",
            f"{one.status}{calls}{still}",
            f"{one.worker} (holder {one.token})",
            one.input_sha256 or "none",
            one.result_sha256 or "none",
            moment(one.changed),
        )


def _activities(report: CampaignReport) -> Iterator[tuple[str, ...]]:
    for one in report.activities or []:
        ran = one.started is not None and one.ended is not None
        yield (
            one.activity + (f": {one.summary}" if one.summary else ""),
            str(one.attempt) if one.attempt else "not known yet",
            one.outcome,
            moment(one.started or one.scheduled),
            lasting(one.ended - one.started) if ran and one.ended and one.started else "",
            one.worker or "",
        )


def _log(payload: CampaignPayload) -> Iterator[tuple[str, ...]]:
    for one in payload.execution_log:
        details = "; ".join(
            f"{name}: {text_of(value)}"
            for name, value in one.metadata.items()
            if value not in (None, [], "")
        )
        yield moment(one.timestamp), one.actor_service, one.action.replace("_", " "), details


def text_of(value: Any) -> str:
    """Return what a log's entry says, as people read it."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
