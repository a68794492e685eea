"""What a campaign takes from people and systems, and what it refuses.

Plain Python: an order is checked against the record, and then it changes the record. The story
waits on the record, so nothing here needs to know who waits.
"""

from typing import Final

from contracts import (
    DuplicateStart,
    MetricsRecord,
    OrderRefused,
    PauseOrder,
    Publication,
    PublicationResolution,
    PublicationStatus,
    ResumeOrder,
    ReviewAction,
    ReviewDecision,
    WaitingFor,
)
from workflows.record import Record

MAX_METRICS: Final = 1000
"""Records of metrics that a campaign keeps: an hourly count of five channels for a week."""

Order = ReviewDecision | PauseOrder | ResumeOrder | PublicationResolution | MetricsRecord
"""What may be asked of a running campaign."""


class Inbox:
    """The one place that judges orders to a campaign."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def check(self, order: Order) -> None:
        """Refuse an order that cannot be followed as things stand.

        Raises:
            OrderRefused: It says what is the case and what would be taken.
        """
        if self._record.closing:
            raise OrderRefused("the campaign has ended and takes no more orders")
        match order:
            case ReviewDecision():
                self._check_review(order)
            case PauseOrder():
                if self._record.paused:
                    raise OrderRefused("the campaign is already paused")
            case ResumeOrder():
                if not self._record.paused:
                    raise OrderRefused("the campaign is not paused")
            case PublicationResolution():
                self._check_resolution(order)
            case _:
                self._check_metrics(order)

    def take(self, order: Order) -> None:
        """Follow an order.

        Raises:
            OrderRefused: It cannot be followed; nothing has changed.
        """
        self.check(order)
        record = self._record
        match order:
            case ReviewDecision():
                record.review = order
                record.reviews.append(order)
                record.trace(order.reviewer, "reviewed", action=order.action)
            case PauseOrder():
                record.paused = True
                record.trace_some(order.by, "paused", reason=(order.reason or "")[:500])
            case ResumeOrder():
                record.paused = False
                record.trace_some(order.by, "resumed")
            case PublicationResolution():
                self._resolve(order)
            case _:
                record.metrics.extend(order.metrics)
                names = [metric.channel for metric in order.metrics]
                if order.final:
                    record.measured.extend(name for name in names if name not in record.measured)
                record.trace_some("metrics", "metrics_recorded", channels=names, final=order.final)

    def suppress(self, duplicate: DuplicateStart) -> None:
        """Count a start of the same request that was answered with this run."""
        self._record.duplicates += 1
        self._record.trace_some(duplicate.by, "duplicate_suppressed")

    def note_refused(self, message: str, why: str) -> None:
        """Log a signal that could not be followed: its sender cannot be told."""
        self._record.trace_some("signal", "signal_refused", message=message, why=why[:500])

    def _check_review(self, decision: ReviewDecision) -> None:
        record = self._record
        if not record.awaiting_review:
            raise OrderRefused(
                f"nothing awaits a review: the campaign stands in {record.state}"
                + (" and a decision was already taken" if record.review else "")
            )
        if decision.report_digest != record.report_digest:
            raise OrderRefused(
                f"the decision is about report {decision.report_digest}, but the one to review is "
                f"{record.report_digest}: read that one and decide again"
            )
        allowed = record.request.review.max_revisions
        if decision.action is ReviewAction.REQUEST_CHANGES and record.revision >= allowed:
            raise OrderRefused(
                f"changes were already requested {record.revision} times, and the request allows "
                f"{allowed}: approve or reject"
            )

    def _check_resolution(self, resolution: PublicationResolution) -> None:
        unknown = self._record.channels_in(PublicationStatus.UNKNOWN)
        if resolution.channel not in unknown:
            raise OrderRefused(
                f"the outcome of channel {resolution.channel} is not unknown; "
                f"unknown are: {', '.join(unknown) or 'none'}"
            )

    def _check_metrics(self, metrics: MetricsRecord) -> None:
        record = self._record
        sent = record.channels_in(PublicationStatus.SENT)
        strangers = [entry.channel for entry in metrics.metrics if entry.channel not in sent]
        if strangers:
            raise OrderRefused(
                f"nothing was published on {', '.join(strangers)}; "
                f"published are: {', '.join(sent) or 'none yet'}"
            )
        if len(record.metrics) + len(metrics.metrics) > MAX_METRICS:
            raise OrderRefused(f"a campaign takes at most {MAX_METRICS} records of metrics")
        if record.wait is None or record.wait.on is not WaitingFor.METRICS:
            raise OrderRefused("the campaign does not listen for metrics yet, or no longer")

    def _resolve(self, resolution: PublicationResolution) -> None:
        record = self._record
        record.add_publication(
            Publication(
                channel=resolution.channel,
                placement=record.placement_of(resolution.channel),
                status=resolution.status,
                remote_id=resolution.remote_id,
                detail=f"settled by {resolution.by}",
                at=record.now(),
            )
        )
