"""Going on in a new run, so that no wait outgrows what Temporal keeps of one."""

from typing import cast

from contracts import Admission, Continuation, Place, PlaceFailure
from workflows.failures import Failure
from workflows.record import Record


def continuation_of(record: Record) -> Continuation:
    """Return what the next run needs to go on where this one stands."""
    return Continuation(
        admission=cast(Admission, record.admission),
        auditors=record.auditors,
        payload=record.payload(),
        brief=record.brief_sha256 or None,
        report=record.report_sha256 or None,
        gate=record.gate,
        judged=record.judged,
        paused=record.paused,
        announced=record.announced,
        amended=record.amended,
        measured=[str(place) for place in record.measured],
        deadlines=record.deadlines,
        seen=record.seen,
        failures=[
            PlaceFailure(place=str(place), reason=failure.reason, details=failure.details)
            for place, failure in record.failures.items()
        ],
    )


def take_over(record: Record, continued: Continuation) -> None:
    """Become the record of the run before."""
    record.restore(continued.payload)
    record.admission = continued.admission
    record.auditors = list(continued.auditors)
    record.brief_sha256 = continued.brief or ""
    record.report_sha256 = continued.report or ""
    record.gate, record.judged = continued.gate, continued.judged
    record.paused = continued.paused
    record.announced, record.amended = continued.announced, continued.amended
    record.measured = [Place.parse(name) for name in continued.measured]
    record.deadlines = dict(continued.deadlines)
    record.seen = dict(continued.seen)
    record.failures = {
        Place.parse(each.place): Failure(each.reason, each.details) for each in continued.failures
    }
    present = [review for review in record.reviews if review.report_digest == record.report_digest]
    record.review = present[-1] if present else None
